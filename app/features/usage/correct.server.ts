import { randomUUID } from 'node:crypto'
import { type Actor, can } from '~/domain/access/permission'
import type { ItemStatus } from '~/domain/booking/states'
import { done, type Outcome, problem, type Problem, refused } from '~/domain/problem'
import type { UseFact } from '~/domain/usage/facts'
import { judgeSplit, judgeTold } from '~/domain/usage/judge'
import { reduceUse, type UseRecord } from '~/domain/usage/record'
import type { HeldUse } from '~/features/usage/facts.server'
import { openUse } from '~/features/usage/open-use.server'
import { judgeOperator } from '~/features/usage/operator.server'
import type { CorrectionInput } from '~/features/usage/schema'
import { addFacts } from '~/features/usage/write.server'

export type Corrected = { recordId: string; status: ItemStatus; usedSeconds: number }

/**
 * Of a use, by its item or its own id: says what really happened, with a reason, over all that was measured; what was measured stays to be read.
 * Nobody corrects their own use.
 */
export async function correctUse(actor: Actor, useId: string, input: CorrectionInput, now: Date): Promise<Outcome<Corrected>> {
  return openUse(useId, now, (seen) => can(actor, 'record:use', seen.target), async (tx, use) => {
    if (use.personId === actor.personId) return refused(problem('own_request', {}))
    const key = input.key ?? randomUUID()
    const isRepeated = use.facts.some(({ id }) => id === key)
    if (!isRepeated && input.version !== undefined && use.recordVersion !== null && input.version !== use.recordVersion) {
      return refused(problem('version_conflict', { current: use.recordVersion }))
    }
    const { startsAt, endsAt, outcome, details } = input
    const fact: UseFact = {
      id: key, kind: 'correction', source: 'correction', at: now,
      correction: { ...(startsAt && { startsAt }), ...(endsAt && { endsAt }), ...(outcome && { outcome }) },
      ...(details && { details }),
    }
    const problems = isRepeated ? [] : [...judgeCorrection(use, fact, now), ...(await judgeOperator(tx, details))]
    if (problems.length > 0) return refused(...problems)
    const written = await addFacts(tx, use, [{ ...fact, byId: actor.personId, reason: input.reason }], { actorId: actor.personId, action: 'use.corrected', now })
    if (written.recordId === null) return refused(problem('key_reused', {}))
    return done({ recordId: written.recordId, status: written.record.status, usedSeconds: written.record.usedSeconds })
  })
}

/** A correction that leads nowhere is refused: one that the measured end contradicts, that reaches into the future, or whose parts exceed the time. */
function judgeCorrection(use: HeldUse, fact: UseFact, now: Date): Problem[] {
  const { startsAt, endsAt } = fact.correction ?? {}
  if (use.itemId !== null && (use.plan === null || now < use.plan.start)) return [problem('state_forbids', { status: use.bookingStatus ?? 'approved' })]
  if (startsAt && startsAt > now) return [problem('use_not_over', {})]
  const after: UseRecord = reduceUse([...use.facts, fact], { plan: use.plan, rules: use.rules, now })
  if (endsAt) {
    const from = startsAt ?? after.startsAt
    const told = judgeTold({ start: from ?? endsAt, end: endsAt }, now)
    if (told.length > 0) return told
    // An end alone of a use that nobody began.
    if (after.endsAt === null || after.endsAt.getTime() !== endsAt.getTime()) return [problem('use_not_begun', {})]
  }
  return judgeSplit(after.usedSeconds, fact.details ?? {})
}
