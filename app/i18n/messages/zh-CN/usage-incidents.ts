import type { IncidentSeverity } from '~/domain/incidents/severity'

const severity = { near_miss: '未遂', minor: '轻微', serious: '严重' } as const satisfies Record<IncidentSeverity, string>

const severityHint = {
  near_miss: '没有造成后果，但差一点', minor: '轻微损坏或小伤，已能自行处理', serious: '有人受伤、仪器损坏或需要救援',
} as const satisfies Record<IncidentSeverity, string>

export default {
  title: '事件与未遂',
  lead: '发生过的事件和差点发生的事件。报告是为了不再发生，不是为了追责。',
  open: '报告事件',
  severity,
  severityHint,
  state: { open: '待处理', closed: '已处理' },
  none: { open: '没有待处理的事件', closed: '还没有处理过的事件' },
  count: '{count, plural, other {#件待处理}}',
  see: '查看事件',
  column: { at: '时间', place: '地点', severity: '程度', what: '经过', state: '状态' },
  report: {
    title: '报告事件', lead: '先确保人员安全，需要救援时先打电话。安全员和实验室管理员会立即收到通知。', place: '地点', choose: '请选择', at: '发生时间', atHint: '按当地时间', severity: '严重程度', what: '发生了什么', measures: '已采取的措施', photo: '照片', photoHint: '手机可以直接拍照；最大20 MB，位置等信息会被去掉', button: '提交报告', done: '报告已提交，安全员和管理员已收到通知', none: '没有可报告的地点', noneHint: '预约或使用过仪器后，可以在这里报告。紧急情况请直接联系实验室。',
  },
  detail: {
    title: '{severity}：{place}', at: '发生时间', place: '地点', room: '房间', severity: '程度', what: '经过', measures: '措施', reportedBy: '报告人', reportedAt: '报告时间', closedBy: '处理人', closedAt: '处理时间', photo: '照片', photoAlt: '事件照片', use: '当时的使用', useOpen: '使用记录', illustrative: '示例数据',
  },
  close: { title: '处理', lead: '写明采取了什么措施、怎样避免再次发生。报告人会看到。', measures: '措施', button: '处理完毕', done: '事件已处理' },
  stop: { title: '停止使用', lead: '立即停用，受影响的预约会先列出来。', resource: '停用这台仪器', room: '停用这个房间', none: '停用须由实验室管理员进行。', reason: '事件：{what}' },
  suspend: {
    title: '暂停人员', lead: '当时在场或有预约的人，以及他们在这里的资格和准入。暂停后本人会收到通知。', none: '当时没有人在场或有预约', noRights: '没有可暂停的资格或准入', person: '其他人的邮箱', find: '查找', unknown: '没有这个邮箱的账号',
    qualification: '上机资格', admission: '安全准入', suspended: '已暂停', reason: '理由', suspendButton: '暂停资格', revokeButton: '取消准入', done: '已暂停，本人会收到通知', notYours: '须由实验室管理员处理',
  },
  rules: { future: '不能是将来的时间', long_ago: '超过一年的事件请直接联系安全员' },
  mail: {
    'incident-reported': { subject: '{severity}事件：{place}', body: '{place}报告了一起{severity}事件，发生于{at}。请查看并处理。', action: '查看事件' },
    'incident-closed': { subject: '你报告的事件已处理：{place}', body: '你报告的{at}发生在{place}的事件已处理。', action: '查看事件' },
  },
} as const
