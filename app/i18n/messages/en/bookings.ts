import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/bookings'

export default {} satisfies Messages<typeof zh>
