import { type Actor, can } from '~/domain/access/permission'
import type { BookingView } from '~/features/bookings/queries.server'
import { heldUse } from '~/features/usage/facts.server'
import { ownUse, type OwnUse } from '~/features/usage/machine/own.server'
import { db } from '~/platform/db.server'

/** From so long before its start on a booking shows its buttons. */
const SOON_MS = 2 * 3_600_000
/** Uses forgotten for longer are the lab's to settle. */
const OVER_MS = 24 * 3_600_000

/** What can be done now about the bookings' uses, by booking; those far off, and those of others, have none. */
export async function actionsOf(actor: Actor, bookings: readonly BookingView[], now: Date): Promise<Record<string, OwnUse[]>> {
  const near = bookings.filter(({ status, startsAt, endsAt, target }) =>
    ['approved', 'in_use', 'completed'].includes(status) && startsAt !== null && endsAt !== null && startsAt.getTime() < now.getTime() + SOON_MS
    && endsAt.getTime() > now.getTime() - OVER_MS && (can(actor, 'update:booking', target) || can(actor, 'record:use', target)))
  const uses = await Promise.all(near.flatMap(({ items }) => items.map(({ id }) => heldUse(id))))
  const shown = uses.flatMap((use) => (use === null ? [] : (ownUse(use, [], now) ?? [])))
  const able = shown.filter(({ may }) => may.in || may.out || may.late || may.tell)
  return Object.fromEntries(near.map(({ id }) => [id, able.filter(({ bookingId }) => bookingId === id)]))
}

/** That somebody is still at the machine beyond their time, of the items that come next; by item: until when they had booked. */
export async function stillRunningBefore(itemIds: readonly string[], now: Date): Promise<Record<string, Date>> {
  if (itemIds.length === 0) return {}
  const rows = await db.$queryRaw<{ nextId: string; endedAt: Date }[]>`
    SELECT n.id::text AS "nextId", max(i.ends_at) AS "endedAt"
      FROM booking_item n JOIN allocation an ON an.item_id = n.id
      JOIN allocation a ON a.resource_id = an.resource_id AND a.unit = an.unit AND a.ends_at <= an.starts_at AND a.ends_at > an.starts_at - interval '4 hours'
      JOIN booking_item i ON i.id = a.item_id
     WHERE n.id = ANY (${[...itemIds]}::uuid[]) AND n.status = 'not_started' AND n.starts_at < ${now}::timestamptz + interval '2 hours'
       AND i.status = 'in_use' AND i.ends_at <= ${now}::timestamptz
     GROUP BY n.id`
  return Object.fromEntries(rows.map(({ nextId, endedAt }) => [nextId, endedAt]))
}

export type RunningUse = OwnUse & { nameZh: string; nameEn: string | null; timeZone: string }

/** The actor's uses that run beyond their booked time: lists of what is to come do not have them any more. */
export async function overdueUses(actor: Actor, now: Date): Promise<RunningUse[]> {
  const rows = await db.$queryRaw<{ id: string; nameZh: string; nameEn: string | null; timeZone: string }[]>`
    SELECT i.id::text AS id, r.name_zh AS "nameZh", r.name_en AS "nameEn", c.time_zone AS "timeZone"
      FROM booking_item i JOIN booking b ON b.id = i.booking_id JOIN resource r ON r.id = i.resource_id JOIN campus c ON c.id = r.campus_id
     WHERE (b.attendee_id = ${actor.personId}::uuid OR b.booker_id = ${actor.personId}::uuid) AND i.status = 'in_use' AND i.ends_at <= ${now}::timestamptz
     ORDER BY i.ends_at LIMIT 10`
  const uses = await Promise.all(rows.map(({ id }) => heldUse(id)))
  return uses.flatMap((use, at) => {
    const own = use && ownUse(use, [], now)
    const { id: _id, ...named } = rows[at]!
    return own?.status === 'in_use' ? [{ ...own, ...named }] : []
  })
}
