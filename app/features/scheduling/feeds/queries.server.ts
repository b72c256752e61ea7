import { type Actor, can } from '~/domain/access/permission'
import { db } from '~/platform/db.server'

const MOST_SHOWN = 100

export type Clash = { id: string; startsAt: Date; endsAt: Date; bookings: { id: string; code: string; startsAt: Date; endsAt: Date }[] }

/** The settings, state and clashes of a resource's calendar; null: no resource that the actor manages. */
export async function feedPage(actor: Actor, resourceId: string, now: Date) {
  const resource = await db.resource.findUnique({
    where: { id: resourceId.replace(/\0/g, '') },
    select: {
      id: true, nameZh: true, nameEn: true, maker: true, model: true, labId: true, universityId: true, externalUrl: true,
      kind: { select: { en: true } },
      campus: { select: { timeZone: true } },
      feed: {
        select: { id: true, url: true, isEnabled: true, intervalMinutes: true, nextReadAt: true, triedAt: true, readAt: true, failure: true, failures: true, version: true },
      },
    },
  })
  if (resource === null || !can(actor, 'manage:resource', resource)) return null
  const { feed, campus, ...rest } = resource
  const [clashes, closed] = feed === null ? [[], 0] : await Promise.all([clashesOf(feed.id, resource.id, now), db.feedEvent.count({ where: { feedId: feed.id, outageId: { not: null }, endsAt: { gt: now } } })])
  return { resource: rest, timeZone: campus.timeZone, feed, clashes, closed }
}

/** What the owner's calendar takes and bookings of ours take too. */
function clashesOf(feedId: string, resourceId: string, now: Date): Promise<Clash[]> {
  return db.$queryRaw<Clash[]>`
    SELECT e.id, e.starts_at AS "startsAt", e.ends_at AS "endsAt",
           (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('id', b.id, 'code', b.code, 'startsAt', i.starts_at, 'endsAt', i.ends_at)), '[]')
              FROM allocation a
              LEFT JOIN booking_change c ON c.id = a.change_id
              LEFT JOIN booking_item own ON own.id = a.item_id
              JOIN booking b ON b.id = coalesce(own.booking_id, c.booking_id)
              JOIN booking_item i ON i.booking_id = b.id
             WHERE a.resource_id IN (SELECT resource_tree(ARRAY[${resourceId}]::text[]))
               AND tstzrange(a.starts_at, a.ends_at) && tstzrange(e.starts_at, e.ends_at)) AS bookings
      FROM feed_event e
     WHERE e.feed_id = ${feedId}::uuid AND e.outage_id IS NULL AND e.ends_at > ${now}::timestamptz
     ORDER BY e.starts_at LIMIT ${MOST_SHOWN}`
}
