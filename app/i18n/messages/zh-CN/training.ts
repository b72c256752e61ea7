export default {
  title: '培训与资格',
} as const
