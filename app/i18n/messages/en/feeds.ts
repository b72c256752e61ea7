import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/feeds'

export default {
  title: 'Busy-time calendars',
} satisfies Messages<typeof zh>
