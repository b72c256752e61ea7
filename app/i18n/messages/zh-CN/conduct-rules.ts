export default {
  title: '使用与信用规则', of: '使用与信用规则：{name}', edit: '{name}：使用与信用规则',
  lead: '现在执行的规则。预约按申请时的规则判断，规则以后改变不影响已有的预约。',
  editLead: '留空的规则沿用上一级；每条下面写明现在的值和来源。新规则从选定的时间起，对之后申请的预约生效；得出处理建议时按当时的规则。',
  kept: '编辑规则', alliance: '联盟', value: { optional: '不要求签到', required: '必须签到，不签到按爽约处理' },
  section: { use: '签到与结束', find: '什么算违规', score: '扣分与恢复', strikes: '多次违规的处理', thresholds: '信用分过低的处理' },
  rule: {
    checkIn: '签到', opensMinutes: '最早提前多久签到', graceMinutes: '开始后保留多久', lateHoldMinutes: '说明会迟到后最多保留', forgetMinutes: '结束后多久没有签退按预约时间结束',
    lateAfterMinutes: '开始后多久签到算迟到', overrunAfterMinutes: '结束后多久仍在使用算超时', leastUsedPercent: '使用少于预约的百分之几算提前离开', decayDays: '扣分多少天恢复', appealDays: '申诉期限（天）',
    points: '扣分', strikes: '多次违规的处理', thresholds: '信用分过低的处理', from: '开始执行',
  },
  hint: { leastUsedPercent: '0表示不判断', from: '留空表示立即执行', row: '次数留空的行不算', rowBelow: '分数留空的行不算', duration: '写法：30分钟、4小时或2天' },
  mode: { legend: '{rule}', inherit: '沿用上一级', own: '用下面的' }, never: '不判断', percent: '{n, number}%', days: '{n, number}天', pointsOf: '{kind}扣{n, number}分',
  column: { kind: '违规', count: '次数', withinDays: '多少天内', scope: '范围', effect: '处理', days: '天数', below: '低于' }, rowN: '第{n, number}行，{column}',
  scope: { resource: '同一资源', lab: '同一实验室', university: '同一高校', alliance: '全联盟' },
  text: {
    checkIn: '{rule, select, required {必须签到；到时没有签到按爽约处理。} other {不要求签到；没有签到的按预约时间计。}}',
    opens: '开始前{opens}起可以签到；开始后{grace}内没有签到，时段让出。说明会迟到的，最多保留到开始后{hold}。',
    late: '开始{late}后才签到算迟到；结束{over}后仍在使用算超时。', least: '实际使用不到预约时间的{percent, number}%就离开，算提前离开。',
    points: '扣分：{list}。满分100分，每条扣分在{days, number}天内逐渐恢复。', appeal: '每条记录{days, number}天内可以说明或申诉一次；处理期间不产生后果。',
    never: '实验室取消的、故障或维护期间的，都不扣分。', human: '提醒以外的处理只由系统建议，由人决定后才生效；本人和上报人不能决定。',
    strike: '{days, number}天内在{scope}{kind}{count, number}次：{effect}', threshold: '在{scope}的信用分低于{below, number}分：{effect}', term: '{effect}，{days, number}天', none: '没有规定',
  },
  check: '查看影响', publish: '发布规则', published: '已发布规则', coming: '已发布、将要执行的版本', comingAt: '{at}起', conflict: '别人刚刚改了这些规则，请重新打开后再改',
  preview: {
    none: '对已有记录的{count, number}人没有变化。', some: '对已有记录的{count, number}人中，会有这些变化：', fresh: '{person}：会提出“{effect}”（{scope}，{days, number}天）', gone: '{person}：不再提出“{effect}”（{scope}，{days, number}天）',
    more: '另有{count, number}项没有列出', note: '已经生效的处理不变。确认无误后发布。',
  },
  fault: {
    checkIn: '填写有误', opensMinutes: '须在0到7天之间', graceMinutes: '须在0到7天之间', lateHoldMinutes: '须在0到7天之间', forgetMinutes: '须在0到7天之间', lateAfterMinutes: '须在0到7天之间', overrunAfterMinutes: '须在0到7天之间',
    leastUsedPercent: '须在1到100之间，0表示不判断', decayDays: '须在1到3660天之间', appealDays: '须在1到366天之间', points: '每项扣分须在0到100之间', strikes: '次数须为1到1000，天数须为1到3660', thresholds: '分数须为1到100，天数不超过3660',
    scope: '范围不能超出规则所属的一级', days: '提醒以外的处理须写明天数',
  },
} as const
