import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/inventory'

export default {
  title: 'Inventory import',
} satisfies Messages<typeof zh>
