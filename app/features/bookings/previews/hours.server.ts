import { attendedParts } from '~/domain/booking/attendance'
import { narrowest, narrowestByDate } from '~/domain/scheduling/layers'
import { openingPeriods } from '~/domain/scheduling/opening'
import { addMinutes, contains } from '~/domain/time/interval'
import { addDays, plainDateOf } from '~/domain/time/zone'
import type { CalendarDay } from '~/domain/time/working-calendar'
import { type HeldItem, heldItems, type Preview, previewOf } from '~/features/bookings/previews/held-items.server'
import { calendarDays } from '~/features/scheduling/calendar/queries.server'
import { type ExceptionRow, exceptionRows, scheduleRows, type ScheduleRow } from '~/features/scheduling/hours/rows.server'
import type { OwnerRef } from '~/features/scheduling/owner.server'

export type HoursRows = { schedules: ScheduleRow[]; exceptions: ExceptionRow[]; calendarDays: CalendarDay[] }

/** The bookings to come that fit today's hours and would lie outside those after a change. Nothing is written. */
export async function previewHours(owner: OwnerRef, change: (rows: HoursRows) => HoursRows, now: Date): Promise<Preview> {
  const items = await heldItems(owner, now)
  if (items.length === 0) return previewOf([], () => false)
  const from = addDays(plainDateOf(now, 'UTC'), -9)
  const owners = ownersOf(items)
  const [schedules, exceptions, days] = await Promise.all([scheduleRows(owners, from), exceptionRows(owners, from), calendarDays(from)])
  const before: HoursRows = { schedules, exceptions, calendarDays: days }
  const [fitted, fits] = [fitting(before), fitting(change(before))]
  return previewOf(items, (item) => fitted(item) && !fits(item))
}

function ownersOf(items: readonly HeldItem[]): OwnerRef[] {
  const refs = items.flatMap((each): OwnerRef[] => [
    { kind: 'resource', id: each.resourceId }, { kind: 'lab', id: each.labId },
    { kind: 'campus', id: each.campusId }, { kind: 'university', id: each.universityId },
  ])
  const distinct = new Map(refs.map((each) => [`${each.kind} ${each.id}`, each]))
  return [...distinct.values(), { kind: 'alliance', id: '*' }]
}

/** As the verdict judges: what is attended lies within the hours, the rest too unless it may run unattended. */
function fitting(rows: HoursRows): (item: HeldItem) => boolean {
  const known = new Map<string, HoursRows>()
  const rowsOf = (item: HeldItem): HoursRows => {
    const ids: Record<string, string> = { resource: item.resourceId, lab: item.labId, campus: item.campusId, university: item.universityId, alliance: '*' }
    const isOwn = (each: { ownerKind: string; ownerId: string }) => ids[each.ownerKind] === each.ownerId
    const own = known.get(item.resourceId) ?? {
      schedules: narrowest(rows.schedules.filter(isOwn)),
      exceptions: narrowestByDate(rows.exceptions.filter(isOwn)),
      calendarDays: rows.calendarDays.filter((day) => day.universityId === null || day.universityId === item.universityId),
    }
    known.set(item.resourceId, own)
    return own
  }
  return (item) => {
    const attended = attendedParts(item, item.attendance)
    const bound = item.policy.allowUnattendedOutsideHours ? attended : [item]
    const window = { start: addMinutes(item.start, -1440), end: addMinutes(item.end, 1440) }
    const opening = openingPeriods({ ...rowsOf(item), timeZone: item.timeZone, universityId: item.universityId, window })
    return bound.every((part) => opening.some((open) => contains(open, part)))
  }
}
