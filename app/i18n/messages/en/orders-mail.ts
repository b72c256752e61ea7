import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/orders-mail'

export default {
  'order-asked': { subject: 'Order {code} is sent: {resource}', body: 'You asked for {samples, plural, one {# sample} other {# samples}} to be measured. The lab will answer with a quote; do not send the samples before.', action: 'See the order' },
  'order-waiting': { subject: 'New order {code}: {resource}', body: 'Somebody asks for {samples, plural, one {# sample} other {# samples}} to be measured. Accept with a quote, or decline.', action: 'Open the order' },
  'order-accepted': { subject: 'Order {code} is accepted, for {price}', body: '{resource} has accepted your order, for {price}. Print the labels, stick them on the samples and send the samples to the lab. Sending them means that you agree to the quote.', action: 'See the order' },
  'order-declined': { subject: 'Order {code} is declined', body: '{resource} has declined your order, because:', action: 'See the order' },
  'order-withdrawn': { subject: 'Order {code} was withdrawn', body: 'This order of {resource} was withdrawn. Samples that are in the lab have to go back or be disposed of.', action: 'Open the order' },
  'order-received': { subject: 'The samples of order {code} have arrived', body: '{resource} has your samples; they wait for the machine.', action: 'See how it goes' },
  'order-ready': { subject: 'The result of order {code} is ready', body: '{resource} has handed over the result. It is kept until {until}; fetch it by then.', action: 'See the result' },
  'order-returned': { subject: 'The samples of order {code} are dealt with', body: '{afterwards, select, return {Your samples were sent back as agreed, or as the lab says.} other {The lab has dealt with your samples.}}', action: 'See the order' },
  'order-result-ending': { subject: 'The result of order {code} goes after {until}', body: 'The result from {resource} is kept until {until} and deleted then. Fetch it before.', action: 'Fetch the result' },
} satisfies Messages<typeof zh>
