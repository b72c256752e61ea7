export default {
  'order-asked': { subject: '委托单 {code} 已提交：{resource}', body: '您委托测试 {samples, number} 个样品。实验室会受理并报价；在此之前请不要寄样。', action: '查看委托单' },
  'order-waiting': { subject: '新的委托单 {code}：{resource}', body: '有人委托测试 {samples, number} 个样品，等您受理并报价。', action: '处理委托单' },
  'order-accepted': { subject: '委托单 {code} 已受理，报价 {price}', body: '{resource}接受了您的委托，报价 {price}。请打印标签贴在样品上，然后把样品送到实验室。送样即表示同意报价。', action: '查看委托单' },
  'order-declined': { subject: '委托单 {code} 未受理', body: '{resource}未受理您的委托，原因如下：', action: '查看委托单' },
  'order-withdrawn': { subject: '委托单 {code} 已撤回', body: '{resource}的这份委托已被撤回。已在实验室的样品请寄回或处置。', action: '查看委托单' },
  'order-received': { subject: '委托单 {code} 的样品已收到', body: '{resource}已收到您的样品，等待上机。', action: '查看进展' },
  'order-ready': { subject: '委托单 {code} 的结果已出', body: '{resource}已交付结果，保留至{until}，请及时取走。', action: '查看结果' },
  'order-returned': { subject: '委托单 {code} 的样品已处理', body: '{afterwards, select, return {您的样品已按约定寄回，或按实验室的说明处理。} other {您的样品已由实验室处理。}}', action: '查看委托单' },
  'order-result-ending': { subject: '委托单 {code} 的结果将于{until}后删除', body: '{resource}的测试结果保留至{until}，之后自动删除。请在此前取走。', action: '取走结果' },
} as const
