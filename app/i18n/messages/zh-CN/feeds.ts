import type { FeedFailureCode } from '~/domain/calendar/feed-failure'

const failure = {
  bad_address: '网址不完整，请填写以https://开头、不含账号密码的网址',
  not_https: '网址不是https，或被转到了不加密的网址',
  no_address: '找不到这台服务器，请核对网址',
  private_address: '网址指向内部网络，为安全起见不读取',
  too_many_redirects: '网址一再跳转，请填写最终的网址',
  too_slow: '服务器太久没有回应',
  too_large: '日历超过10 MB，请缩短它的时间范围',
  refused: '服务器没有给出日历（状态码{status}），请核对网址和权限',
  no_connection: '连不上服务器',
  certificate: '服务器的证书不可信',
  not_a_calendar: '网址给出的不是日历（iCalendar）',
  cut_off: '日历只传来一部分',
  broken: '日历内容有误，无法读懂',
  too_many_events: '半年内的事件超过5,000个，请缩小日历的范围',
  defect: '读取时出了故障',
} as const satisfies Record<FeedFailureCode, string>

export default {
  title: '忙闲日历',
  pageTitle: '{name}的忙闲日历',
  lead: '如果这台设备也在学校自己的系统中预约，可以填写那个系统的日历网址（ICS，https）。日历中忙的时间在这里会显示为不可预约；只读取忙闲，不保存标题和人名。',
  settings: '设置',
  url: '日历网址', urlHint: '例如https://booking.example.edu.cn/calendar/42.ics', interval: '读取间隔', enabled: '按间隔读取',
  save: '保存并读取', remove: '移除日历', removeHint: '由它占用的将来时间会重新开放。',
  saved: '已保存，正在读取日历', removed: '已移除日历，由它占用的时间已重新开放',
  state: '读取情况', never: '还没有读到过', lastGood: '最近一次完整读取', lastTry: '最近一次尝试', nextTry: '下次读取', closed: '占用的将来时段', closedCount: '{count, number}个',
  readNow: '现在读取', readSoon: '已安排读取，稍后重新载入',
  failed: '最近一次读取失败，已有的内容没有改动', failedTimes: '已连续失败{count, number}次。',
  clashes: '冲突', clashesLead: '这些时间在学校的系统中已被占用，在这里也有预约。请与预约人商量，改期或取消其中一个；之后读取日历时会自动占用。', noClashes: '没有冲突',
  clashPeriod: '学校系统中的占用', clashBookings: '这里的预约',
  failure,
  rule: { https: '请填写以https://开头的网址', no_password: '网址里不能有账号和密码' },
} as const
