import type { BookingFacts } from '~/domain/booking/facts'
import type { Period } from '~/domain/time/interval'
import { db, type RawTx } from '~/platform/db.server'

type Question = { window: Period; now: Date; ownBookingId?: string | null }
type Present = Period & { roomId: string; bookingId: string | null; personId: string; people: number }

/**
 * Adds who is in the rooms of the wishes, where a room has a limit; a statement of its own, after the locks: the
 * room's bucket (quota-facts) keeps two wishes from both seeing the same room left.
 */
export async function withRoomFacts(client: RawTx | typeof db, asked: readonly { facts: BookingFacts; question: Question }[]): Promise<BookingFacts[]> {
  const concerned = asked.filter(({ facts }) => facts.rooms)
  const rooms = [...new Set(concerned.flatMap(({ facts }) => Object.values(facts.rooms ?? {}).map(({ id }) => id)))]
  if (rooms.length === 0) return asked.map(({ facts }) => facts)
  const start = new Date(Math.min(...concerned.map(({ question }) => question.window.start.getTime())))
  const end = new Date(Math.max(...concerned.map(({ question }) => question.window.end.getTime())))
  const { now } = concerned[0]!.question
  const present = await client.$queryRaw<Present[]>`
    SELECT r.room_id AS "roomId", b.id::text AS "bookingId", p.person_id::text AS "personId", coalesce(b.head_count, 1) AS people, p.starts_at AS start, p.ends_at AS "end"
      FROM resource r JOIN booking_item i ON i.resource_id = r.id JOIN booking b ON b.id = i.booking_id JOIN presence p ON p.item_id = i.id
     WHERE r.room_id = ANY (${rooms}::text[]) AND i.starts_at < ${end}::timestamptz AND i.ends_at > ${start}::timestamptz
       AND p.attended AND p.starts_at < ${end}::timestamptz AND p.ends_at > ${start}::timestamptz
       AND NOT coalesce(b.status = 'pending' AND b.hold_expires_at <= ${now}::timestamptz, false)
    UNION ALL
    SELECT s.room_id, NULL, p.person_id::text, 1, p.starts_at, p.ends_at
      FROM training_session s JOIN presence p ON p.session_id = s.id
     WHERE s.room_id = ANY (${rooms}::text[]) AND p.attended AND p.starts_at < ${end}::timestamptz AND p.ends_at > ${start}::timestamptz`
  return asked.map(({ facts, question }) => ({
    ...facts,
    ...(facts.rooms && {
      rooms: Object.fromEntries(Object.entries(facts.rooms).map(([resourceId, room]) => [resourceId, {
        ...room, present: present.filter(({ roomId, bookingId }) => roomId === room.id && (bookingId === null || bookingId !== question.ownBookingId)),
      }])),
    }),
  }))
}
