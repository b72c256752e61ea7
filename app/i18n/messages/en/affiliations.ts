import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/affiliations'

export default {
  title: 'Affiliations',
} satisfies Messages<typeof zh>
