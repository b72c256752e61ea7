import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/training'

export default {
  title: 'Training and qualifications',
} satisfies Messages<typeof zh>
