import { narrowest, narrowestByDate } from '~/domain/scheduling/layers'
import type { OpeningException, OpeningSchedule } from '~/domain/scheduling/opening'
import { addDays, plainDateOf } from '~/domain/time/zone'
import type { CalendarDay } from '~/domain/time/working-calendar'
import { calendarDays } from '~/features/scheduling/calendar/queries.server'
import { type ExceptionRow, exceptionRows, scheduleRows, type ScheduleRow } from '~/features/scheduling/hours/rows.server'
import type { OwnerRef } from '~/features/scheduling/owner.server'

export type HoursRows = { schedules: ScheduleRow[]; exceptions: ExceptionRow[]; calendarDays: CalendarDay[] }

/** Whose hours count for something, from the narrowest to the widest owner. */
export type Place = { resourceId: string; labId: string; campusId: string; universityId: string }
export type PlaceHours = { schedules: OpeningSchedule[]; exceptions: OpeningException[]; calendarDays: CalendarDay[] }

/** The rows of hours that concern the places, as they stand. */
export async function hoursRows(places: readonly Place[], now: Date): Promise<HoursRows> {
  const from = addDays(plainDateOf(now, 'UTC'), -9)
  const owners = ownersOf(places)
  const [schedules, exceptions, days] = await Promise.all([scheduleRows(owners, from), exceptionRows(owners, from), calendarDays(from)])
  return { schedules, exceptions, calendarDays: days }
}

function ownersOf(places: readonly Place[]): OwnerRef[] {
  const refs = places.flatMap((each): OwnerRef[] => [
    { kind: 'resource', id: each.resourceId }, { kind: 'lab', id: each.labId },
    { kind: 'campus', id: each.campusId }, { kind: 'university', id: each.universityId },
  ])
  const distinct = new Map(refs.map((each) => [`${each.kind} ${each.id}`, each]))
  return [...distinct.values(), { kind: 'alliance', id: '*' }]
}

/** Of the rows, those that rule a place; each place is laid out once. */
export function hoursByPlace(rows: HoursRows): (place: Place) => PlaceHours {
  const known = new Map<string, PlaceHours>()
  return (place) => {
    const ids: Record<string, string> = { resource: place.resourceId, lab: place.labId, campus: place.campusId, university: place.universityId, alliance: '*' }
    const isOwn = (each: { ownerKind: string; ownerId: string }) => ids[each.ownerKind] === each.ownerId
    const own = known.get(place.resourceId) ?? {
      schedules: narrowest(rows.schedules.filter(isOwn)),
      exceptions: narrowestByDate(rows.exceptions.filter(isOwn)),
      calendarDays: rows.calendarDays.filter((day) => day.universityId === null || day.universityId === place.universityId),
    }
    known.set(place.resourceId, own)
    return own
  }
}
