import type { Actor } from '~/domain/access/permission'
import type { Excuse } from '~/domain/conduct/kinds'
import { judgePlea } from '~/domain/conduct/pleas'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { allianceConductRules, findingsOf } from '~/features/usage/conduct/queries.server'
import { transaction } from '~/platform/db.server'

/** Excuses a finding or appeals against it: its own person, once, in time. Until it is decided nothing follows from the finding. */
export async function plead(actor: Actor, findingId: string, input: { excuse: Excuse; text: string }, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await tx.$queryRaw`SELECT 1 AS locked FROM person WHERE id = ${actor.personId}::uuid FOR NO KEY UPDATE`
    const finding = (await findingsOf([actor.personId], tx)).find(({ id }) => id === findingId)
    if (!finding) return refused(problem('not_allowed', {}))
    const problems = judgePlea(finding, actor, await allianceConductRules(now, tx), now)
    if (problems.length > 0) return refused(...problems)
    const plea = await tx.conductPlea.create({ data: { findingId, excuse: input.excuse, text: input.text, askedAt: now }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId, action: 'conduct.pleaded', subjectKind: 'conduct_finding', subjectId: findingId, universityId: finding.universityId,
      data: { excuse: input.excuse },
    })
    return done(plea)
  })
}
