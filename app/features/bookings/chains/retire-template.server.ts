import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { UUID } from '~/features/bookings/held.server'
import { keptOwner, lockOwner } from '~/features/scheduling/owner.server'
import { transaction } from '~/platform/db.server'

/** A chain is offered no more; bookings made by it stay. */
export async function retireTemplate(actor: Actor, labId: string, id: string, now: Date): Promise<Outcome<{ id: string }>> {
  if (!UUID.test(id)) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const owner = await keptOwner(actor, { kind: 'lab', id: labId }, tx)
    const template = owner && (await tx.chainTemplate.findFirst({ where: { id, labId: owner.id }, select: { nameZh: true, retiredAt: true } }))
    if (!owner || !template) return refused(problem('not_allowed', {}))
    if (template.retiredAt !== null) return done({ id })
    await lockOwner(tx, owner)
    await tx.chainTemplate.update({ where: { id }, data: { retiredAt: now, version: { increment: 1 } }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId, action: 'chain.retired', subjectKind: 'lab', subjectId: owner.id, universityId: owner.universityId, data: { id, name: template.nameZh },
    })
    return done({ id })
  })
}
