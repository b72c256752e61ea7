import { createHash } from 'node:crypto'
import type { Locale } from '~/i18n/locale'
import { messagesOf } from '~/i18n/messages'

export type Words = { json: string; hash: string }

const files = new Map<Locale, Words>()

/** What the browser needs of one language (mail and API are worded by the server alone), as data under a name that changes with its content. */
export function wordsOf(locale: Locale): Words {
  const known = files.get(locale)
  if (known !== undefined) return known
  const { mail: _mail, api: _api, conductMail: _conductMail, ...shown } = messagesOf(locale)
  const json = JSON.stringify(shown)
  const hash = createHash('sha256').update(json).digest('base64url').slice(0, 12)
  const words = { json, hash }
  files.set(locale, words)
  return words
}
