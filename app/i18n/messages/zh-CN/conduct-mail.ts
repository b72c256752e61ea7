export default {
  found: {
    subject: '使用信用：{kind}（{resource}）',
    body: '{at}使用{resource}的记录显示：{kind}，扣{points, number}分。情况不属实或有正当原因，请在{until}前说明或申诉；处理期间不产生任何后果。',
    action: '查看依据，说明或申诉',
  },
  'plea-accepted': { subject: '说明已被接受：{kind}（{resource}）', body: '对{at}{kind}的说明或申诉已被接受，这次不再扣分，由它引起的后果也一并取消。', action: '查看使用信用' },
  'plea-refused': { subject: '说明未被接受：{kind}（{resource}）', body: '对{at}{kind}的说明或申诉未被接受，理由如下。因申诉而暂停的后果从现在起继续。', action: '查看使用信用' },
  warned: { subject: '使用信用提醒：{place}', body: '你在{place}的使用信用偏低。现在没有限制；继续爽约或迟到，可能需要逐次审批或被暂停使用。', action: '查看使用信用' },
  proposed: { subject: '有一项处理建议待决定：{place}', body: '根据使用记录，系统建议：{effect}（{place}，{days, number}天）。须由管理人员决定后才生效。你可以先就其中的记录说明或申诉。', action: '查看依据' },
  'in-force': { subject: '已生效：{effect}（{place}）', body: '{place}：{effect}，到{until}为止。决定的理由如下。对其中的记录仍可在期限内申诉，申诉期间暂停执行。', action: '查看使用信用' },
  'proposal-refused': { subject: '处理建议未被采纳：{place}', body: '对{place}的处理建议（{effect}）未被采纳，不会有任何限制。', action: '查看使用信用' },
  lifted: { subject: '已提前解除：{effect}（{place}）', body: '{place}的限制（{effect}）已提前解除，可以照常预约。', action: '查看使用信用' },
  over: { subject: '已到期：{effect}（{place}）', body: '{place}的限制（{effect}）已到期，可以照常预约。', action: '查看使用信用' },
  fell: { subject: '已撤销：{effect}（{place}）', body: '{place}的限制（{effect}）所依据的记录不再成立，因此已撤销。', action: '查看使用信用' },
} as const
