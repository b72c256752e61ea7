import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { RateInput } from '~/features/usage/after/schema'
import { ownUse } from '~/features/usage/after/uses.server'
import { transaction } from '~/platform/db.server'

/** Says how a use was, by its person, once it is over; said again it takes the place of what was said before. */
export async function rateUse(actor: Actor, useId: string, { stars, words }: RateInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const use = await ownUse(actor, useId, tx)
    if (use === null) return refused(problem('not_allowed', {}))
    const recordId = use.itemId === null ? use.id : null
    // Two at once wait for each other at the unique index; the later one stands.
    const [row] = use.itemId === null
      ? await tx.$queryRaw<{ id: string }[]>`
          INSERT INTO use_rating (record_id, resource_id, person_id, stars, words, rated_at)
          VALUES (${recordId}::uuid, ${use.resourceId}, ${actor.personId}::uuid, ${stars}::int, ${words}, ${now}::timestamptz)
          ON CONFLICT (record_id) DO UPDATE SET stars = excluded.stars, words = excluded.words, rated_at = excluded.rated_at, version = use_rating.version + 1 RETURNING id::text`
      : await tx.$queryRaw<{ id: string }[]>`
          INSERT INTO use_rating (item_id, resource_id, person_id, stars, words, rated_at)
          VALUES (${use.itemId}::uuid, ${use.resourceId}, ${actor.personId}::uuid, ${stars}::int, ${words}, ${now}::timestamptz)
          ON CONFLICT (item_id) DO UPDATE SET stars = excluded.stars, words = excluded.words, rated_at = excluded.rated_at, version = use_rating.version + 1 RETURNING id::text`
    const resource = await tx.resource.findUniqueOrThrow({ where: { id: use.resourceId }, select: { universityId: true } })
    await record(tx, { actorId: actor.personId, action: 'use.rated', subjectKind: 'use', subjectId: use.id, universityId: resource.universityId, data: { resourceId: use.resourceId, stars } })
    return done({ id: row!.id })
  })
}
