export default {
  title: '课题组与项目',
} as const
