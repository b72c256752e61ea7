import type { Locale } from '~/i18n/locale'
import en from '~/i18n/messages/en'
import zh from '~/i18n/messages/zh-CN'
import type { Messages } from '~/i18n/messages/shape'

/** The Chinese messages are the source of the keys and of each message's arguments. */
export type AppMessages = typeof zh

const byLocale: Record<Locale, Messages<AppMessages>> = { 'zh-CN': zh, en }

/** Both languages at hand: for the server. The browser loads one, in entry.client.tsx. */
export function messagesOf(locale: Locale): AppMessages {
  // The English words stand under the same keys, with the same arguments (messages.test.ts).
  return byLocale[locale] as AppMessages
}
