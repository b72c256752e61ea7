import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { plainDateOf, wallToInstant } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { grantIfComplete } from '~/features/people/qualifications/complete.server'
import type { StepInput } from '~/features/people/qualifications/schema'
import { lockPerson, wrong } from '~/features/people/qualifications/subject.server'
import { transaction } from '~/platform/db.server'

const NOON = 12 * 60

/**
 * Writes down a step on the way to a qualification, done on a day; the last one that the rule asks
 * grants it. The same step on the same day is the same step.
 */
export async function recordStep(actor: Actor, input: StepInput, now: Date): Promise<Outcome<{ granted: boolean }>> {
  return transaction(async (tx): Promise<Outcome<{ granted: boolean }>> => {
    const resource = await tx.resource.findUnique({
      where: { id: input.resourceId },
      select: { labId: true, universityId: true, campus: { select: { timeZone: true } } },
    })
    if (resource === null || !can(actor, 'train:person', resource)) return refused(problem('not_allowed', {}))
    const { timeZone } = resource.campus
    if (input.day > plainDateOf(now, timeZone)) return refused(wrong('day', 'training.rules.not_yet'))
    const person = await lockPerson(tx, input.email)
    if (person === null) return refused(wrong('email', 'auth.rules.person_unknown'))
    if (person.id === actor.personId) return refused(wrong('email', 'training.rules.not_oneself'))
    const noon = wallToInstant(input.day, NOON, timeZone)
    const at = noon < now ? noon : now
    const same = await tx.trainingStep.count({
      where: { personId: person.id, resourceId: input.resourceId, kind: input.kind, sessionId: null, at: { gte: wallToInstant(input.day, 0, timeZone), lte: noon > at ? noon : at } },
    })
    if (same === 0) {
      const step = await tx.trainingStep.create({
        data: { personId: person.id, resourceId: input.resourceId, kind: input.kind, at, recordedById: actor.personId, note: input.note },
        select: { id: true },
      })
      await record(tx, {
        actorId: actor.personId, action: 'training.step_recorded', subjectKind: 'training_step', subjectId: step.id,
        universityId: resource.universityId, data: { personId: person.id, resourceId: input.resourceId, kind: input.kind, day: input.day },
      })
    }
    const granted = await grantIfComplete(tx, { personId: person.id, resourceId: input.resourceId, grantedById: actor.personId, sessionId: null }, now)
    return done({ granted })
  })
}
