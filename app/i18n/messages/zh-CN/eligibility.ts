export default {
  title: '使用资格',
} as const
