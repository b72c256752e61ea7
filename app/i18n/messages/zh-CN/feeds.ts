export default {
  title: '忙闲日历',
} as const
