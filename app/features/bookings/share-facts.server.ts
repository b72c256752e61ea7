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
export async function withShareFacts(client: RawTx | typeof db, facts: BookingFacts, question: Question): Promise<BookingFacts> {
  const limited = Object.values(facts.resources).filter((each) => sharesOf(each).length > 0)
  if (limited.length === 0 || !facts.attendee) return facts
  const windows = limited.flatMap((each) => sharesOf(each).flatMap((share) => shareWindows(share, question.window, each.timeZone)))
  const start = new Date(Math.min(...windows.map((each) => each.start.getTime())))
  const end = new Date(Math.max(...windows.map((each) => each.end.getTime())))
  const ids = limited.map(({ id }) => id)
  const [hours] = await client.$queryRaw<{ facts: Record<string, Hours> }[]>`
    SELECT resource_facts(${ids}::text[], ${start}::timestamptz, ${end}::timestamptz, ${question.now}::timestamptz, NULL::uuid) AS facts`
  const uses = await client.$queryRaw<(ShareUse & { resourceId: string })[]>`
    SELECT i.resource_id AS "resourceId", i.starts_at AS start, i.ends_at AS "end", i.quantity, b.origin_class::text AS origin
      FROM booking_item i JOIN booking b ON b.id = i.booking_id
     WHERE i.resource_id = ANY (${ids}::text[])
       AND i.starts_at < ${end}::timestamptz AND i.ends_at > ${start}::timestamptz
       AND i.starts_at > ${start}::timestamptz - interval '366 days'
       AND (b.status IN ('approved', 'in_use', 'completed', 'no_show')
         OR (b.status = 'pending' AND b.hold_mode = 'hold' AND (b.hold_expires_at IS NULL OR b.hold_expires_at > ${question.now}::timestamptz)))
       AND b.id IS DISTINCT FROM ${question.ownBookingId ?? null}::uuid`
  const shares = Object.fromEntries(limited.map((resource): [string, ShareFacts] => {
    const { schedules = [], exceptions = [], calendarDays = [] } = hours?.facts[resource.id] ?? {}
    return [resource.id, {
      capacity: resource.capacity, universityId: resource.universityId, timeZone: resource.timeZone,
      schedules: narrowest(schedules), exceptions: narrowestByDate(exceptions), calendarDays,
      uses: uses.filter(({ resourceId }) => resourceId === resource.id),
    }]
  }))
  return { ...facts, shares }
}
