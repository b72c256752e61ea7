export default {
  title: '权限与隐私',
} as const
