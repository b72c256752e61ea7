import type { Messages } from '~/i18n/messages/shape'
import type zh from '~/i18n/messages/zh-CN/conduct-rules'

export default { title: '' } satisfies Messages<typeof zh>
