/** Letters about trainings, rights and what came of them, by kind of mail. */
export default {
  bookings: '以下{count, number}项将来的预约因此不能使用，请与实验室联系：{codes}。',
  'qualification-suspended': { subject: '上机资格已暂停：{resource}', body: '你对{resource}的上机资格已暂停，恢复前不能自己操作。理由：', action: '查看我的资格' },
  'qualification-lifted': { subject: '上机资格已恢复：{resource}', body: '你对{resource}的上机资格已恢复。', action: '查看我的资格' },
  'qualification-revoked': { subject: '上机资格已撤销：{resource}', body: '你对{resource}的上机资格已撤销，须重新培训才能自己操作。理由：', action: '查看我的资格' },
  'admission-revoked': { subject: '安全准入已撤销：{place}', body: '你在{place}的安全准入已撤销。理由：', action: '查看我的准入' },
  'certificate-verified': { subject: '证书已核验：{certificate}', body: '你的{certificate}证书（{number}）已核验，至{until}有效。', action: '查看我的证书' },
  'certificate-refused': { subject: '证书未通过核验：{certificate}', body: '你的{certificate}证书（{number}）未通过核验。理由：', action: '查看我的证书' },
  'certificate-withdrawn': { subject: '证书的核验已撤回：{certificate}', body: '你的{certificate}证书（{number}）的核验已撤回，不再有效。理由：', action: '查看我的证书' },
  'bookings-refused': { subject: '{person}的{count, number}项预约缺少资格或准入', body: '{person}不再具备所需的资格或准入，但还有{count, number}项将来的预约：{codes}。预约不会自动取消，请逐项决定。', action: '查看' },
  'training-seat': {
    subject: '培训名额已预约：{title}',
    body: '{title}，{when}，{where}。这段时间已为你留出，不能再约其他地方。来不了时请在培训开始前退掉名额。',
    action: '查看我的培训',
  },
  'training-moved': {
    subject: '培训改期：{title}',
    body: '{title}改到{when}，{where}。你的名额保留；新时间不合适时请退掉名额。',
    action: '查看我的培训',
  },
  'training-lost': {
    subject: '培训改期，名额已退：{title}',
    body: '{title}改到{when}，{where}。那段时间你已有其他安排，名额已退。可以预约其他场次。',
    action: '查看其他场次',
  },
  'training-cancelled': {
    subject: '培训已取消：{title}',
    body: '原定{when}的{title}已取消，你的名额随之取消。可以预约其他场次。',
    action: '查看其他场次',
  },
  'training-offered': {
    subject: '有新场次：{resource}的培训',
    body: '你在等候{resource}的培训。新场次：{title}，{when}，{where}。名额先到先得。',
    action: '预约名额',
  },
  'qualification-granted': {
    subject: '已取得上机资格：{resource}',
    body: '你已取得{resource}的资格（{mode}），{until}。现在可以预约。',
    action: '去预约',
  },
  'qualification-ending': {
    subject: '上机资格将于{day}失效：{resource}',
    body: '你在{resource}的资格（{mode}）将于{day}失效{why, select, idle {，因为已有一段时间没有使用（闲置满{idleDays, number}天即失效）。在此之前用一次即可保留} other {。需要延长时，请在此之前联系实验室}}。失效之后开始的时段不能再约。',
    action: '查看资源',
  },
  'qualification-lapsed': {
    subject: '上机资格已失效：{resource}',
    body: '你在{resource}的资格（{mode}）已失效{why, select, idle {，因为闲置满{idleDays, number}天} other {，有效期到{day}为止}}。需要时请重新参加培训。',
    action: '查看怎样重新取得',
  },
  'admission-ending': {
    subject: '安全准入将于{day}到期：{place}',
    body: '你的{layer, select, general {{place}通用安全考试} other {{place}安全准入}}到{day}为止。到期后不能再约以它为条件的资源，请及时更新。',
    action: '查看我的准入',
  },
  'certificate-ending': {
    subject: '证书将于{day}到期：{kind}',
    body: '你的{kind}证书到{day}为止。换发后请提交新证书，由安全员核验。',
    action: '提交新证书',
  },
} as const
