import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { addMinutes } from '~/domain/time/interval'
import { judgeSplit } from '~/domain/usage/judge'
import { reduceUse } from '~/domain/usage/record'
import { mayTell, sourceOf } from '~/features/usage/check-in.server'
import { judgeOperator } from '~/features/usage/operator.server'
import { openUse } from '~/features/usage/open-use.server'
import type { TellInput } from '~/features/usage/schema'
import { addFacts } from '~/features/usage/write.server'

/** So long its own people may add to a use that is over; after that the lab corrects it. */
const TELL_DAYS = 7

/** Tells of a use what its times do not: samples, the parts of the time, counters, remarks. What was told before stays where nothing new is said. */
export async function tellUse(actor: Actor, itemId: string, { key, details }: TellInput, now: Date): Promise<Outcome<{ recordId: string }>> {
  return openUse(itemId, now, (seen) => mayTell(actor, seen), async (tx, use) => {
    const record = reduceUse(use.facts, { plan: use.plan, rules: use.rules, now })
    if (use.recordId !== null && use.facts.some(({ id }) => id === key)) return done({ recordId: use.recordId })
    if (use.recordId === null || record.startsAt === null) return refused(problem('use_not_begun', {}))
    const over = record.endsAt
    if (over !== null && now >= addMinutes(over, TELL_DAYS * 1440)) return refused(problem('use_over', { endedAt: over.toISOString() }))
    const problems = [...judgeSplit(over === null ? Infinity : record.usedSeconds, { ...record.details, ...details }), ...(await judgeOperator(tx, details))]
    if (problems.length > 0) return refused(...problems)
    const written = await addFacts(tx, use, [{ id: key, kind: 'details', source: sourceOf(actor, use), at: now, byId: actor.personId, details }], {
      actorId: actor.personId, action: 'use.told', now,
    })
    return written.recordId === null ? refused(problem('key_reused', {})) : done({ recordId: written.recordId })
  })
}
