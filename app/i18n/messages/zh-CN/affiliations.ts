export default {
  title: '归属',
} as const
