export default {
  sender: '成渝地区双城经济圈高校联盟 · 实验室预约。此邮件由系统发出，不必回复。',
  linkOnce: '链接在{hours, number}小时内有效，只能使用一次。',
  confirmAddress: {
    subject: '确认邮箱地址',
    body: '有人用这个邮箱注册了联盟实验室预约账号。确认地址并输入注册时设的密码，账号即可使用。',
    action: '确认地址',
    notYou: '如果不是你本人注册，请忽略此邮件；不确认，账号不会启用。',
  },
  alreadyHaveAccount: {
    subject: '你已有账号',
    body: '刚才有人用这个邮箱注册，但它已有账号，因此没有新建。如果是你本人，请直接登录。',
    action: '登录',
    reset: '忘记密码时在这里重设',
    notYou: '如果不是你本人操作，不必处理；账号没有变化。',
  },
  resetPassword: {
    subject: '重设密码',
    body: '有人要求重设这个邮箱的账号密码。打开链接即可设置新密码，所有设备将退出登录。',
    action: '设置新密码',
    notYou: '如果不是你本人要求，请忽略此邮件；密码没有变化。',
  },
  admitted: {
    subject: '{university}已准入你的账号',
    body: '{university}的协调员确认了你的身份，现在可以预约联盟的资源。',
    action: '登录并查找资源',
  },
  admissionDeclined: {
    subject: '{university}未准入你的账号',
    body: '{university}的协调员没有确认你属于该校。',
    reason: '原因：{reason}',
    action: '选择另一所高校',
  },
} as const
