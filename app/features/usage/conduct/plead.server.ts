import type { Actor } from '~/domain/access/permission'
import { judgePlea } from '~/domain/conduct/pleas'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { deriveConduct, lockPerson } from '~/features/usage/conduct/derive.server'
import { rulesOfPlaces } from '~/features/usage/conduct/place-rules.server'
import { findingsOf } from '~/features/usage/conduct/queries.server'
import type { PleaInput } from '~/features/usage/conduct/schema'
import { transaction } from '~/platform/db.server'

/** Excuses a finding or appeals against it: its own person, once, in time. Until it is decided nothing follows from the finding, and what is in force because of it stops. */
export async function plead(actor: Actor, findingId: string, input: PleaInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await lockPerson(tx, actor.personId)
    const finding = (await findingsOf([actor.personId], tx)).find(({ id }) => id === findingId)
    if (!finding) return refused(problem('not_allowed', {}))
    const rulesOf = await rulesOfPlaces([{ scope: 'resource', scopeId: finding.resourceId }], now, tx)
    const problems = judgePlea(finding, actor, rulesOf('resource', finding.resourceId), now)
    if (problems.length > 0) return refused(...problems)
    const plea = await tx.conductPlea.create({ data: { findingId, excuse: input.excuse, text: input.text, askedAt: now }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId, action: 'conduct.pleaded', subjectKind: 'conduct_finding', subjectId: findingId, universityId: finding.universityId,
      data: { excuse: input.excuse },
    })
    await deriveConduct(tx, actor.personId, now)
    return done(plea)
  })
}
