import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/eligibility'

export default {
  title: 'Eligibility',
} satisfies Messages<typeof zh>
