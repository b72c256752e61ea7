import { randomUUID } from 'node:crypto'
import { type Actor, can } from '~/domain/access/permission'
import { done, isAcceptable, type Outcome, problem, refused } from '~/domain/problem'
import type { ItemStatus } from '~/domain/booking/states'
import type { UseSource } from '~/domain/usage/facts'
import { judgeCheckIn } from '~/domain/usage/judge'
import { reduceUse } from '~/domain/usage/record'
import { type HeldUse, heldUse } from '~/features/usage/facts.server'
import { fitnessNow } from '~/features/usage/fitness.server'
import { openUse } from '~/features/usage/open-use.server'
import type { CheckInInput } from '~/features/usage/schema'
import { judgeOperator } from '~/features/usage/operator.server'
import { addFacts } from '~/features/usage/write.server'
import type { Tx } from '~/platform/db.server'

export type CheckedIn = { recordId: string; status: ItemStatus; repeated: boolean }

/** Whether the actor may say of a use that it begins or ends: its own people, or who records uses there. */
export const mayTell = (actor: Actor, use: HeldUse): boolean => can(actor, 'update:booking', use.target) || can(actor, 'record:use', use.target)
export const sourceOf = (actor: Actor, use: HeldUse): UseSource => (use.target.ownerIds.includes(actor.personId) ? 'phone' : 'manual')

/**
 * Begins the use of an item of a booking, now. Qualification and admission are checked again. Asked again while
 * the use runs, it changes nothing and says so.
 */
export async function checkIn(actor: Actor, itemId: string, input: CheckInInput, now: Date): Promise<Outcome<CheckedIn>> {
  // Asked before the transaction: what it reads needs a connection of its own, and many at once would wait for each other's.
  const before = await heldUse(itemId)
  const unfit = before && mayTell(actor, before) ? await fitnessNow(before, now) : []
  return openUse(itemId, now, (seen) => mayTell(actor, seen), async (tx, use) => {
    const record = reduceUse(use.facts, { plan: use.plan, rules: use.rules, now })
    if (record.status === 'in_use' && use.recordId) return done({ recordId: use.recordId, status: 'in_use', repeated: true })
    const isKnown = input.key !== undefined && use.facts.some(({ id }) => id === input.key)
    if (isKnown && use.recordId) return done({ recordId: use.recordId, status: record.status, repeated: true })
    const problems = judgeCheckIn({ bookingStatus: use.bookingStatus ?? 'declined', plan: use.plan }, record, use.rules, now)
    if (problems.length === 0) problems.push(...(await stillHeld(tx, use, now)), ...unfit, ...(await judgeOperator(tx, input.details)))
    if (!isAcceptable(problems)) return refused(...problems)
    const written = await addFacts(tx, use, [{
      id: input.key ?? randomUUID(), kind: 'start', source: sourceOf(actor, use), at: now, byId: actor.personId,
      details: { ...input.details, ...(input.details?.operatorId === undefined && sourceOf(actor, use) === 'phone' && { operatorId: actor.personId }) },
    }], { actorId: actor.personId, action: 'use.checked_in', now })
    if (written.recordId === null) return refused(problem('key_reused', {}))
    return done({ recordId: written.recordId, status: written.record.status, repeated: !written.isNew })
  })
}

/** Somebody who comes back after the rest was given back finds it free or taken, but not theirs. */
export async function stillHeld(tx: Tx, use: HeldUse, now: Date) {
  const [row] = await tx.$queryRaw<{ until: Date | null }[]>`SELECT max(ends_at) AS until FROM allocation WHERE item_id = ${use.itemId}::uuid`
  const until = row?.until ?? null
  return until !== null && until > now ? [] : [problem('use_over', { endedAt: (until ?? now).toISOString() })]
}
