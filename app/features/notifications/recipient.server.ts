import { type Locale, parseLocale } from '~/i18n/locale'
import { db } from '~/platform/db.server'
import type { PersonStatus } from '~/platform/generated/prisma/client'

export type Recipient = { id: string; email: string; locale: Locale; status: PersonStatus }

const fields = { id: true, email: true, locale: true, status: true } as const

/**
 * Whom a mail is for, as they are now; null for those who get none. An account that was merged into
 * another is the other one, save for the mail that says so (`isOldAddress`).
 */
export async function findRecipient(personId: string, { isOldAddress = false } = {}): Promise<Recipient | null> {
  const found = await db.person.findUnique({ where: { id: personId }, select: { ...fields, mergedInto: { select: fields } } })
  if (found === null) return null
  const { mergedInto, ...own } = found
  if (isOldAddress && own.status === 'merged') return { ...own, locale: parseLocale(own.locale) ?? 'zh-CN' }
  const person = mergedInto ?? own
  if (['suspended', 'merged', 'erased'].includes(person.status)) return null
  return { ...person, locale: parseLocale(person.locale) ?? 'zh-CN' }
}

/** An address to write to; nobody's while its owner has no account. */
export type Addressee = Recipient | { id: null; email: string; locale: Locale }

/** Whoever the address is of by now, or the address alone. */
export async function findAddressee(email: string): Promise<Addressee | null> {
  const person = await db.person.findUnique({ where: { email }, select: { id: true } })
  if (person !== null) return findRecipient(person.id)
  return email === '' ? null : { id: null, email, locale: 'zh-CN' }
}

/** Who asked about a resource without an account: an address and a language, and no person. */
export async function findAsker(enquiryId: string): Promise<Addressee | null> {
  const enquiry = await db.enquiry.findUnique({ where: { id: enquiryId }, select: { email: true, locale: true } })
  return enquiry && { id: null, email: enquiry.email, locale: parseLocale(enquiry.locale) ?? 'zh-CN' }
}
