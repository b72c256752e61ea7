export default {
  title: '在场名单',
  lead: '此刻在实验室或房间里、或应当在的人，带电话，可打印。看过名单会像查看其他个人信息一样留下记录。',
  choose: '选择实验室或房间',
  lab: '实验室', rooms: '房间', inUse: '使用中', running: '{count, number}次使用进行中', none: '没有由你负责的实验室',
  at: '{at}的情况', refresh: '刷新', print: '用浏览器打印，每个房间一页。',
  emergency: '应急电话', hazard: '危险源类别', level: '安全等级', people: '人数', peopleCount: '{count, plural, other {#人}}', withVisit: '同行共{count, number}人',
  state: { inside: '在场', expected: '应到，未签到', training: '培训中', assisting: '协助操作', alone: '仪器自行运行' },
  column: { person: '姓名', phone: '电话', university: '单位', what: '事由', since: '开始', until: '预计结束', state: '状态', overdue: '已超时' },
  phoneNone: '未留电话',
  nobody: '现在没有人在场，也没有人应当在场',
  entry: {
    title: '入校凭证', open: '入校凭证', lead: '在校门或楼门口出示。工作人员扫码可核对预约。', code: '预约号', qr: '预约{code}的二维码', host: '接待单位', contact: '联系人', phone: '电话', where: '地点', when: '时间', visitor: '来访人', people: '人数', university: '单位', status: '状态',
    valid: '有效', not_granted: '无效：预约尚未批准或已取消', past: '已过期：预约时间已结束', checkIn: '代为签到', booking: '预约详情', gate: '从{gate}进', illustrative: '示例数据',
  },
} as const
