export default {
  title: '导入清单',
} as const
