export default {
  title: '目录管理',
} as const
