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
  if (person === null || ['suspended', 'merged', 'erased'].includes(person.status)) return null
  return { ...person, locale: parseLocale(person.locale) ?? 'zh-CN' }
}
