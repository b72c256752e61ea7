import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/groups'

export default {
  title: 'Groups and projects',
} satisfies Messages<typeof zh>
