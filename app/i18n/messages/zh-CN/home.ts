export default {
  title: '找到实验资源，直接预约',
  lead: '成渝地区双城经济圈高校联盟的二十所高校，向彼此开放重点实验室和大型仪器。',
  searchAction: '找资源',
  browseByCity: '按城市浏览',
  browseByUniversity: '按高校浏览',
  figures: {
    universities: '成员高校',
    labs: '实验室与平台',
    resources: '可预约资源',
  },
  howTitle: '怎样预约',
  how: {
    find: '搜索仪器、房间或席位，看未来七天何时空闲。',
    request: '选定时段，看清价格、资格要求和审批人，再申请预约。',
    use: '按时到场使用；有变化时可以改期或取消。',
  },
  today: {
    title: '今天',
    next: '下一个预约',
    nothingComing: '近期没有预约。搜索一台需要的仪器，从这里开始。',
    waiting: '等待审批的预约',
    toDecide: '等你决定的申请',
    allBookings: '全部预约',
  },
} as const
