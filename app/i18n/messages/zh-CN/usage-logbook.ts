import type { Purpose } from '~/domain/booking/states'
import type { Beneficiary, Operation, UseFactKind, UseSource } from '~/domain/usage/facts'

const source = {
  correction: '更正', manual: '人工登记', agent: '登录终端', meter: '计时器', kiosk: '现场平板', phone: '手机', import: '导入', assumed: '推定',
} as const satisfies Record<UseSource | 'assumed', string>

const purpose = { research: '科研', teaching: '教学', social_service: '社会服务' } as const satisfies Record<Purpose, string>

const beneficiary = {
  own_group: '本课题组', own_university: '本校', alliance_member: '联盟高校', other_institution: '其他单位', enterprise: '企业',
} as const satisfies Record<Beneficiary, string>

const operation = { self: '自己操作', staff: '技术人员操作' } as const satisfies Record<Operation, string>

const kind = { start: '开始', end: '结束', late: '说明迟到', details: '补充', correction: '更正' } as const satisfies Record<UseFactKind, string>

export default {
  title: '使用记录',
  lead: '一段时间内的每一次使用。没有人登记的时间按预约推定，单独标出，合计时也分开。',
  open: '使用记录',
  source,
  purpose,
  beneficiary,
  operation,
  kind,
  outcome: { void: '不算使用', absent: '没有人来', happened: '确实使用了' },
  filter: {
    name: '筛选使用记录', from: '从', to: '到', lab: '实验室', resource: '资源', person: '使用人或操作人', purpose: '用途', source: '时间来源', every: '全部', show: '显示',
  },
  links: { new: '登记一次使用', day: '当日签到表', csv: '下载表格', print: '打印', totals: '往年合计', intake: '导入记录' },
  printHint: '用浏览器的打印功能；打印时最多列出{most, number}条。',
  sums: {
    count: '使用次数', measured: '已登记机时', assumed: '推定机时', effective: '有效机时（仅已登记）', samples: '样品数', note: '其中{count, number}次已登记',
  },
  column: {
    when: '时间', resource: '资源', person: '使用人', operator: '操作人', hours: '机时', effective: '有效', purpose: '用途', beneficiary: '受益方', operation: '操作方式', samples: '样品', source: '时间来源',
    university: '单位', email: '邮箱', start: '开始', end: '结束', startSource: '开始来源', endSource: '结束来源', state: '状态', usedHours: '使用机时（小时）', effectiveHours: '有效机时（小时）', remarks: '备注', code: '预约号',
    system: '来源系统', externalId: '来源编号', resourceId: '资源编号',
  },
  mark: { assumed: '推定', assumedEnd: '结束为推定', running: '使用中', noShow: '没有来', illustrative: '示例' },
  fromTo: '{from}起',
  none: '这段时间没有使用记录',
  noneHint: '换一段时间，或去掉筛选条件。过去的使用也可以从校内系统的表格导入。',
  detail: {
    title: '一次使用', open: '查看', factsTitle: '依据', factsNone: '没有人登记过：按预约推定。', factsLead: '到达过的全部信息都保留。有标记的一条是现在采用的。',
    at: '发生时间', what: '内容', from: '来源', by: '登记人', device: '设备', clock: '设备时钟偏差{minutes, number}分钟，已换算', recordedAt: '收到时间', counts: '采用', reason: '理由：{reason}',
    countsAs: { start: '开始', end: '结束', outcome: '结论' }, notCounted: '未采用',
    booked: '预约时间', used: '使用时间', started: '开始', ended: '结束', length: '机时', parts: '其中', partsText: '预热{warmUp}，测试{measuring}，后处理{post}，待机{standby}',
    person: '使用人', operator: '操作人', samples: '样品数', remarks: '备注', external: '来源系统', externalText: '{system}，编号{id}', booking: '预约', none: '无预约', voided: '不算使用', stretches: '各段',
    correctedTo: '改为{what}',
  },
  correct: {
    title: '更正', lead: '更正优先于所有登记，并保留原来的依据。留着不动的内容不变。', own: '不能更正自己的使用，请另一位管理员处理。', tooEarly: '预约开始后才能更正。',
    startsAt: '实际开始', endsAt: '实际结束', outcome: '结论', outcomeKeep: '不变', outcomeHint: '“不算使用”不记录任何人的过失；“没有人来”按爽约处理。', reason: '理由', reasonHint: '随记录保存。', button: '更正记录', done: '记录已更正',
  },
  check: { title: '代为签到', in: '代为签到', out: '代为签退', inDone: '已签到', outDone: '已签退' },
  fields: {
    operatorEmail: '操作人邮箱', operatorHint: '不是使用人本人操作时填写', operation: '操作方式', purpose: '用途', beneficiary: '受益方', samples: '样品数', warmUpMinutes: '预热（分钟）', measuringMinutes: '测试（分钟）', postMinutes: '后处理（分钟）', remarks: '备注', byItself: '按使用人自动判断',
  },
  create: {
    title: '登记一次使用', lead: '没有预约、已经结束的使用。同一时间已有使用或预约时不能登记，以免重复计算。', resource: '资源', choose: '请选择', email: '使用人邮箱', startsAt: '开始', endsAt: '结束', zone: '按资源所在校区的时间', button: '登记使用', done: '使用已登记', none: '没有可登记的资源',
  },
  day: {
    title: '当日签到表', lead: '{day}的场次和签到情况。', none: '这一天没有场次', date: '日期', board: '排程看板', boardHint: '安排见看板，那里也能打印日程。', planned: '预约时间', state: '签到', checkedIn: '{at}签到', checkedOut: '{at}签退', late: '说明会迟到', notYet: '未到', over: '未签到', noShow: '没有来', sign: '签名', people: '{count, plural, other {#人}}', show: '显示', lab: '实验室',
  },
  totals: {
    title: '往年合计', lead: '校内系统统计的往年机时，只供对照，不与本系统的记录相加。', year: '年度', academic: '{from}–{to}学年', calendar: '{year}年', machine: '总机时', effective: '有效机时', samples: '样品数', users: '使用人数', source: '来源系统', none: '还没有往年合计', noneHint: '由学校管理员从表格导入。', resource: '资源',
  },
} as const
