import type { BookingFacts, ResourceFacts } from '~/domain/booking/facts'
import { type ShareFacts, shareWindows, type ShareUse } from '~/domain/scheduling/hour-shares'
import { narrowest, narrowestByDate, type OwnerKind } from '~/domain/scheduling/layers'
import type { OpeningException, OpeningSchedule } from '~/domain/scheduling/opening'
import type { CalendarDay } from '~/domain/time/working-calendar'
import type { Period } from '~/domain/time/interval'
import { db, type RawTx } from '~/platform/db.server'

type Question = { window: Period; now: Date; ownBookingId?: string | null }
type Owned = { ownerKind: OwnerKind }
type Hours = { schedules: (OpeningSchedule & Owned)[]; exceptions: (OpeningException & Owned)[]; calendarDays: CalendarDay[] }

const sharesOf = ({ policy }: ResourceFacts) => [policy.protectedShare, policy.outsideCeiling].filter((each) => each !== null)

/**
 * Adds what shares of hours are reckoned from, where a policy has any: the opening hours and the uses
 * of every calendar window that the wish touches. A statement of its own, after the locks: the lock of
 * the resource is the bucket of its shares, so that two requests never both see the same hours left.
 */
export async function withShareFacts(client: RawTx | typeof db, asked: readonly { facts: BookingFacts; question: Question }[]): Promise<BookingFacts[]> {
  const concerned = asked.flatMap((each) => (each.facts.attendee ? [{ ...each, limited: Object.values(each.facts.resources).filter((one) => sharesOf(one).length > 0) }] : []))
  const limited = concerned.flatMap((each) => each.limited)
  if (limited.length === 0) return asked.map(({ facts }) => facts)
  const { now } = asked[0]!.question
  const windows = concerned.flatMap((all) => all.limited.flatMap((each) => sharesOf(each).flatMap((share) => shareWindows(share, all.question.window, each.timeZone))))
  const start = new Date(Math.min(...windows.map((each) => each.start.getTime())))
  const end = new Date(Math.max(...windows.map((each) => each.end.getTime())))
  const ids = [...new Set(limited.map(({ id }) => id))]
  const [hours] = await client.$queryRaw<{ facts: Record<string, Hours> }[]>`
    SELECT resource_facts(${ids}::text[], ${start}::timestamptz, ${end}::timestamptz, ${now}::timestamptz, NULL::uuid) AS facts`
  const uses = await client.$queryRaw<(ShareUse & { resourceId: string; bookingId: string })[]>`
    SELECT i.resource_id AS "resourceId", b.id::text AS "bookingId", i.starts_at AS start, i.ends_at AS "end", i.quantity, b.origin_class::text AS origin
      FROM booking_item i JOIN booking b ON b.id = i.booking_id
     WHERE i.resource_id = ANY (${ids}::text[])
       AND i.starts_at < ${end}::timestamptz AND i.ends_at > ${start}::timestamptz
       AND i.starts_at > ${start}::timestamptz - interval '366 days'
       AND (b.status IN ('approved', 'in_use', 'completed', 'no_show')
         OR (b.status = 'pending' AND b.hold_mode = 'hold' AND (b.hold_expires_at IS NULL OR b.hold_expires_at > ${now}::timestamptz)))`
  const sharesFor = (resources: readonly ResourceFacts[], ownBookingId: string | null | undefined) => Object.fromEntries(resources.map((resource): [string, ShareFacts] => {
    const { schedules = [], exceptions = [], calendarDays = [] } = hours?.facts[resource.id] ?? {}
    return [resource.id, {
      capacity: resource.capacity, universityId: resource.universityId, timeZone: resource.timeZone,
      schedules: narrowest(schedules), exceptions: narrowestByDate(exceptions), calendarDays,
      uses: uses.filter(({ resourceId, bookingId }) => resourceId === resource.id && bookingId !== ownBookingId),
    }]
  }))
  return asked.map(({ facts, question }) => {
    const own = concerned.find((each) => each.facts === facts)?.limited ?? []
    return own.length > 0 ? { ...facts, shares: sharesFor(own, question.ownBookingId) } : facts
  })
}
