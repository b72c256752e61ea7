import { randomUUID } from 'node:crypto'
import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { reduceUse } from '~/domain/usage/record'
import { graceEnd } from '~/domain/usage/rules'
import { openUse } from '~/features/usage/open-use.server'
import { addFacts } from '~/features/usage/write.server'

/** "I'm late": the place is held longer, as far as the rules go. Gives until when; said again, the longest holds. */
export async function sayLate(actor: Actor, itemId: string, input: { until?: Date; key?: string }, now: Date): Promise<Outcome<{ heldUntil: Date }>> {
  return openUse(itemId, now, (seen) => can(actor, 'update:booking', seen.target), async (tx, use) => {
    const record = reduceUse(use.facts, { plan: use.plan, rules: use.rules, now })
    if (!use.plan || use.bookingStatus === null || !['approved', 'in_use'].includes(use.bookingStatus) || record.status !== 'not_started') {
      return refused(problem('state_forbids', { status: use.bookingStatus ?? 'declined' }))
    }
    const heldUntil = graceEnd(use.plan, use.rules, use.facts)
    if (now >= heldUntil) return refused(problem('use_over', { endedAt: heldUntil.toISOString() }))
    const said = { id: input.key ?? randomUUID(), kind: 'late' as const, source: 'phone' as const, at: now, ...(input.until && { until: input.until }) }
    await addFacts(tx, use, [{ ...said, byId: actor.personId }], { actorId: actor.personId, action: 'use.late', now })
    return done({ heldUntil: graceEnd(use.plan, use.rules, [...use.facts, said]) })
  })
}
