import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { mailOrderSchema } from '~/features/jobs/schema'
import { db, transaction } from '~/platform/db.server'

/** Has a refused mail made and sent anew, to the address that the person has now. */
export async function resendMail(actor: Actor, id: string, now: Date): Promise<Outcome<{ id: string }>> {
  if (!can(actor, 'manage:mail', {})) return refused(problem('not_allowed', {}))
  const delivery = await db.mailDelivery.findUnique({ where: { id }, select: { payload: true } })
  const order = mailOrderSchema.safeParse(delivery?.payload)
  if (!order.success) return refused(problem('nothing_changed', {}))
  return transaction(async (tx) => {
    const { count } = await tx.mailDelivery.updateMany({
      where: { id, status: 'refused' },
      // Patience begins anew with it.
      data: { status: 'queued', queuedAt: now, attempts: 0, answer: null },
    })
    if (count === 0) return refused(problem('nothing_changed', {}))
    await orderMail(tx, order.data)
    await record(tx, { actorId: actor.personId, action: 'mail.resent', subjectKind: 'mail', subjectId: id })
    return done({ id })
  })
}
