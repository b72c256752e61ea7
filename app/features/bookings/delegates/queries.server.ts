import type { Actor } from '~/domain/access/permission'
import { db } from '~/platform/db.server'

export type DelegateView = { id: string; zh: string | null; en: string | null; email: string; since: Date }

/** Who may book for the actor, and for whom the actor may, by their own word. */
export async function delegatesOf(actor: Actor): Promise<{ mine: DelegateView[]; others: DelegateView[] }> {
  const person = { select: { id: true, nameZh: true, nameEn: true, email: true } } as const
  const [mine, others] = await Promise.all([
    db.bookingDelegate.findMany({ where: { personId: actor.personId }, orderBy: [{ createdAt: 'asc' }, { delegateId: 'asc' }], select: { createdAt: true, delegate: person } }),
    db.bookingDelegate.findMany({ where: { delegateId: actor.personId, person: { status: 'active' } }, orderBy: [{ createdAt: 'asc' }, { personId: 'asc' }], select: { createdAt: true, person } }),
  ])
  const view = ({ id, nameZh, nameEn, email }: { id: string; nameZh: string | null; nameEn: string | null; email: string }, since: Date) => ({ id, zh: nameZh, en: nameEn, email, since })
  return { mine: mine.map(({ delegate, createdAt }) => view(delegate, createdAt)), others: others.map(({ person: each, createdAt }) => view(each, createdAt)) }
}
