import { randomUUID } from 'node:crypto'
import type { Actor } from '~/domain/access/permission'
import type { ItemStatus } from '~/domain/booking/states'
import { done, isAcceptable, type Outcome, problem, refused } from '~/domain/problem'
import { seconds } from '~/domain/time/interval'
import { judgeCheckOut, judgeSplit } from '~/domain/usage/judge'
import { reduceUse } from '~/domain/usage/record'
import { mayTell, sourceOf } from '~/features/usage/check-in.server'
import { openUse } from '~/features/usage/open-use.server'
import type { CheckOutInput } from '~/features/usage/schema'
import { judgeOperator } from '~/features/usage/operator.server'
import { addFacts } from '~/features/usage/write.server'

export type CheckedOut = { recordId: string; status: ItemStatus; usedSeconds: number; repeated: boolean }

/** Ends the use of an item of a booking, now, with what there is to tell. What is left of its time is given back. */
export async function checkOut(actor: Actor, itemId: string, input: CheckOutInput, now: Date): Promise<Outcome<CheckedOut>> {
  return openUse(itemId, now, (seen) => mayTell(actor, seen), async (tx, use) => {
    const record = reduceUse(use.facts, { plan: use.plan, rules: use.rules, now })
    const problems = judgeCheckOut({ bookingStatus: use.bookingStatus ?? 'declined', plan: use.plan }, record, use.rules, now)
    if (!isAcceptable(problems)) return refused(...problems)
    if (record.status !== 'in_use' && use.recordId) {
      return done({ recordId: use.recordId, status: record.status, usedSeconds: record.usedSeconds, repeated: true })
    }
    const all = record.startsAt ? record.usedSeconds + seconds({ start: record.startsAt, end: now }) : 0
    const parts = [...judgeSplit(all, input.details ?? {}), ...(await judgeOperator(tx, input.details))]
    if (parts.length > 0) return refused(...parts)
    const written = await addFacts(tx, use, [{
      id: input.key ?? randomUUID(), kind: 'end', source: sourceOf(actor, use), at: now, byId: actor.personId, ...(input.details && { details: input.details }),
    }], { actorId: actor.personId, action: 'use.checked_out', now })
    if (written.recordId === null) return refused(problem('key_reused', {}))
    return done({ recordId: written.recordId, status: written.record.status, usedSeconds: written.record.usedSeconds, repeated: !written.isNew })
  })
}
