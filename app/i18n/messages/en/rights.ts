import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/rights'

export default {
  title: 'Rights and privacy',
} satisfies Messages<typeof zh>
