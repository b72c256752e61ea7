import { done } from '~/domain/problem'
import { reduceUse } from '~/domain/usage/record'
import { openUse } from '~/features/usage/open-use.server'
import { addFacts } from '~/features/usage/write.server'
import { db } from '~/platform/db.server'

const BATCH = 200

/**
 * Writes down what time has done to uses: nobody came where checking in is required, a use that nobody ended is over,
 * an item after one that began is assumed. Found late when the job was down, but found; what it finds it finds once. Looks
 * at items begun after `since`. Gives how many it looked at.
 */
export async function settleUses(now: Date, since: Date, signal?: AbortSignal): Promise<number> {
  let seen = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (let hasMore = true; hasMore; ) {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT i.id::text AS id
        FROM booking_item i JOIN booking b ON b.id = i.booking_id
       WHERE i.starts_at > ${since}::timestamptz AND i.starts_at <= ${now}::timestamptz AND i.id > ${after}::uuid
         AND b.status IN ('approved', 'in_use', 'completed')
         AND ((i.status = 'in_use' AND i.ends_at <= ${now}::timestamptz)
           OR (i.status = 'not_started' AND i.ends_at <= ${now}::timestamptz AND b.status = 'in_use')
           OR ((i.status = 'not_started' OR (i.status = 'completed' AND i.completion_source = 'assumed'))
             AND NOT EXISTS (SELECT 1 FROM usage_record u WHERE u.item_id = i.id AND u.starts_at IS NOT NULL)
             AND EXISTS (SELECT 1 FROM jsonb_array_elements(conduct_layers(i.resource_id, b.created_at)) l WHERE l ->> 'checkIn' = 'required')))
       ORDER BY i.id LIMIT ${BATCH}`
    for (const { id } of rows) {
      if (signal?.aborted) return seen
      await openUse(id, now, () => true, async (tx, use) => {
        const { status } = reduceUse(use.facts, { plan: use.plan, rules: use.rules, now })
        if (status !== use.itemStatus) await addFacts(tx, use, [], { actorId: null, action: 'use.settled', now })
        return done(null)
      })
    }
    seen += rows.length
    hasMore = rows.length === BATCH
    after = rows.at(-1)?.id ?? after
  }
  return seen
}
