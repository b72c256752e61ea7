import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/listing'

export default {
  title: 'Listings',
} satisfies Messages<typeof zh>
