import { type Actor, can } from '~/domain/access/permission'
import { mayDecidePlea } from '~/domain/conduct/pleas'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { deriveConduct, lockPerson } from '~/features/usage/conduct/derive.server'
import { db, transaction } from '~/platform/db.server'

/** Accepts or refuses an excuse or an appeal, with a reason: who decides about conduct at the resource, never the person or who reported them. */
export async function decidePlea(
  actor: Actor,
  pleaId: string,
  input: { accept: boolean; reason: string; version: number },
  now: Date,
): Promise<Outcome<{ id: string }>> {
  const seen = await db.conductPlea.findUnique({ where: { id: pleaId }, select: { finding: { select: { personId: true } } } })
  if (!seen) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await lockPerson(tx, seen.finding.personId)
    const plea = await tx.conductPlea.findUnique({
      where: { id: pleaId },
      select: { status: true, version: true, finding: { select: { id: true, personId: true, reportedById: true, labId: true, universityId: true } } },
    })
    if (!plea || !can(actor, 'decide:conduct', plea.finding)) return refused(problem('not_allowed', {}))
    if (!mayDecidePlea(actor.personId, plea.finding)) return refused(problem('own_request', {}))
    if (plea.status !== 'open') return refused(problem('already_decided', { status: plea.status }))
    if (plea.version !== input.version) return refused(problem('version_conflict', { current: plea.version }))
    if (!input.reason.trim()) return refused(problem('reason_required', {}))
    const status = input.accept ? ('accepted' as const) : ('refused' as const)
    await tx.conductPlea.update({
      where: { id: pleaId, version: input.version },
      data: { status, decidedById: actor.personId, decidedAt: now, decision: input.reason, version: { increment: 1 } },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId, action: `conduct.plea_${status}`, subjectKind: 'conduct_finding', subjectId: plea.finding.id, universityId: plea.finding.universityId,
      data: { reason: input.reason },
    })
    await orderMail(tx, { key: `conduct-plea-decided:${pleaId}`, kind: 'conduct-plea-decided', personId: plea.finding.personId, subjectId: pleaId })
    await deriveConduct(tx, plea.finding.personId, now)
    return done({ id: pleaId })
  })
}
