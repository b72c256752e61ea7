import { type Locale, parseLocale } from '~/i18n/locale'
import { db } from '~/platform/db.server'
import type { PersonStatus } from '~/platform/generated/prisma/client'

export type Recipient = { id: string; email: string; locale: Locale; status: PersonStatus }

/** Whom a mail is for, as they are now; null for those who get none. */
export async function findRecipient(personId: string): Promise<Recipient | null> {
  const person = await db.person.findUnique({
    where: { id: personId },
    select: { id: true, email: true, locale: true, status: true },
  })
  if (person === null || person.status === 'suspended') return null
  return { ...person, locale: parseLocale(person.locale) ?? 'zh-CN' }
}

/** Who asked about a resource without an account: an address and a language, and no person. */
export async function findAsker(enquiryId: string): Promise<Recipient | null> {
  const enquiry = await db.enquiry.findUnique({ where: { id: enquiryId }, select: { email: true, locale: true } })
  return enquiry && { id: enquiryId, email: enquiry.email, locale: parseLocale(enquiry.locale) ?? 'zh-CN', status: 'active' }
}
