import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { addDays, plainDateOf, startOfDay } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { lockBooking } from '~/features/bookings/facts.server'
import { heldBookings } from '~/features/bookings/held.server'
import { tellOfBooking } from '~/features/jobs/tell-of-booking.server'
import { db, isOverlap, transaction, type Tx } from '~/platform/db.server'

type Member = { id: string; attendeeId: string }
export type Shifted = { bookings: string[] }

/** Thrown where the block meets what it cannot pass, so that nothing of it stays. */
class Blocked extends Error {}
/** Thrown where bookings came in between reading and locking. */
class Grew extends Error {}
const TRIES = 4

/**
 * Shifts what is still to come today on a resource by so many minutes, as one block: today is the campus's day.
 * The lab answers for it, so neither notice nor opening hours are judged; what is taken behind it and people
 * who are elsewhere then refuse the whole. Bookings that hold other resources too are refused with it.
 */
export async function shiftRest(
  actor: Actor, resourceId: string, input: { minutes: number; reason: string; key: string }, now: Date,
): Promise<Outcome<Shifted>> {
  const resource = await db.resource.findUnique({ where: { id: resourceId }, select: { labId: true, universityId: true, campus: { select: { timeZone: true } } } })
  if (resource === null || !can(actor, 'manage:resource', resource)) return refused(problem('not_allowed', {}))
  const day = plainDateOf(now, resource.campus.timeZone)
  const end = startOfDay(addDays(day, 1), resource.campus.timeZone)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction((tx) => shiftOnce(tx, actor, { id: resourceId, universityId: resource.universityId, end }, input, now))
    } catch (error) {
      if (error instanceof Grew && attempt < TRIES) continue
      if (error instanceof Blocked || error instanceof Grew || isOverlap(error)) return refused(problem('block_cannot_shift', {}))
      throw error
    }
  }
}

async function shiftOnce(
  tx: Tx, actor: Actor, resource: { id: string; universityId: string; end: Date }, { minutes, reason, key }: { minutes: number; reason: string; key: string }, now: Date,
): Promise<Outcome<Shifted>> {
  const seen = await restOfDay(tx, resource, now)
  await lockBooking(tx, { personIds: seen.map(({ attendeeId }) => attendeeId), resourceIds: [resource.id], bookingIds: seen.map(({ id }) => id), now })
  const [known] = await tx.$queryRaw<{ data: { bookings: string[] } }[]>`
    SELECT data FROM audit_event WHERE action = 'resource.shifted' AND subject_id = ${resource.id} AND data ->> 'key' = ${key} LIMIT 1`
  if (known) return done({ bookings: known.data.bookings })
  const found = await restOfDay(tx, resource, now)
  if (found.some(({ id }) => !seen.some((each) => each.id === id))) throw new Grew()
  if (found.length === 0) return refused(problem('nothing_changed', {}))
  const ids = found.map(({ id }) => id)
  const wide = await tx.bookingItem.count({ where: { bookingId: { in: ids }, resourceId: { not: resource.id } } })
  const asking = await tx.bookingChange.count({ where: { bookingId: { in: ids }, status: 'pending' } })
  if (wide + asking > 0) return refused(problem('block_cannot_shift', {}))
  const held = await heldBookings(ids, now, tx)

  // One statement: the constraint looks at its end, when the whole block has moved.
  await tx.$executeRaw`
    UPDATE allocation a SET starts_at = a.starts_at + make_interval(mins => ${minutes}::int), ends_at = a.ends_at + make_interval(mins => ${minutes}::int)
      FROM booking_item i WHERE a.item_id = i.id AND i.booking_id = ANY (${ids}::uuid[])`
  // The exclusion of two campuses looks at each row as it moves, but only at other campuses' rows, which stay.
  await tx.$executeRaw`
    UPDATE presence p SET starts_at = p.starts_at + make_interval(mins => ${minutes}::int), ends_at = p.ends_at + make_interval(mins => ${minutes}::int)
      FROM booking_item i WHERE p.item_id = i.id AND i.booking_id = ANY (${ids}::uuid[])`
  await tx.$executeRaw`
    UPDATE booking_item SET starts_at = starts_at + make_interval(mins => ${minutes}::int), ends_at = ends_at + make_interval(mins => ${minutes}::int)
     WHERE booking_id = ANY (${ids}::uuid[])`
  const [clash] = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id::text FROM presence p JOIN booking_item i ON i.id = p.item_id
      JOIN presence o ON o.person_id = p.person_id AND o.id <> p.id AND o.attended AND tstzrange(o.starts_at, o.ends_at) && tstzrange(p.starts_at, p.ends_at)
      LEFT JOIN booking_item oi ON oi.id = o.item_id
     WHERE i.booking_id = ANY (${ids}::uuid[]) AND p.attended AND oi.booking_id IS DISTINCT FROM i.booking_id LIMIT 1`
  if (clash) throw new Blocked()
  await tx.booking.updateMany({ where: { id: { in: ids } }, data: { version: { increment: 1 }, sequence: { increment: 1 }, updatedAt: now } })
  for (const id of ids) {
    const booking = held.get(id)
    if (!booking) continue
    await record(tx, {
      actorId: actor.personId, action: 'booking.moved', subjectKind: 'booking', subjectId: booking.id, universityId: booking.universityId,
      data: { shiftedMinutes: minutes, reason },
    })
    await tellOfBooking(tx, {
      bookingId: booking.id, event: 'moved', version: booking.version + 1, actorId: actor.personId, was: booking.status, reason,
      from: booking.items.flatMap(({ startsAt, endsAt }) => (startsAt && endsAt ? [{ start: startsAt, end: endsAt }] : [])),
    })
  }
  await record(tx, {
    actorId: actor.personId, action: 'resource.shifted', subjectKind: 'resource', subjectId: resource.id, universityId: resource.universityId,
    data: { key, minutes, reason, bookings: ids },
  })
  return done({ bookings: ids })
}

/** What begins from now until the day ends, held by an approval or by a request. */
const restOfDay = (tx: Tx, { id, end }: { id: string; end: Date }, now: Date) =>
  tx.$queryRaw<Member[]>`
    SELECT DISTINCT b.id::text, b.attendee_id::text AS "attendeeId"
      FROM allocation a JOIN booking_item i ON i.id = a.item_id JOIN booking b ON b.id = i.booking_id
     WHERE i.resource_id = ${id} AND a.resource_id = ${id} AND i.starts_at >= ${now}::timestamptz AND i.starts_at < ${end}::timestamptz
       AND (a.expires_at IS NULL OR a.expires_at > ${now}::timestamptz)
       AND b.status IN ('pending', 'approved') ORDER BY 1`
