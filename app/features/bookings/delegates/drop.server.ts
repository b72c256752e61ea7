import type { Actor } from '~/domain/access/permission'
import { done, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { transaction } from '~/platform/db.server'

/** Somebody books for the actor no more; what they have booked stays. Dropped twice, dropped once. */
export async function dropDelegate(actor: Actor, { id }: { id: string }): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const { count } = await tx.bookingDelegate.deleteMany({ where: { personId: actor.personId, delegateId: id } })
    if (count > 0) {
      await record(tx, {
        actorId: actor.personId, action: 'delegate.dropped', subjectKind: 'person', subjectId: actor.personId,
        universityId: actor.homeUniversityId, data: { delegateId: id },
      })
    }
    return done({ id })
  })
}
