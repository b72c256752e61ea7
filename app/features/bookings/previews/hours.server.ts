import { attendedParts } from '~/domain/booking/attendance'
import { openingPeriods } from '~/domain/scheduling/opening'
import { addMinutes, contains } from '~/domain/time/interval'
import { offDutyAfter } from '~/features/bookings/operators/off-duty.server'
import { hoursByPlace, type HoursRows, hoursRows } from '~/features/bookings/previews/facts.server'
import { type HeldItem, heldItems, type Preview, previewOf } from '~/features/bookings/previews/held-items.server'
import type { OwnerRef } from '~/features/scheduling/owner.server'

/**
 * The bookings to come that fit today's hours and would lie outside those after a change, and those whose operator
 * would be off duty. Nothing is written.
 */
export async function previewHours(owner: OwnerRef, change: (rows: HoursRows) => HoursRows, now: Date): Promise<Preview> {
  const [items, offDuty] = await Promise.all([heldItems(owner, now), offDutyAfter(owner, change, now)])
  if (items.length === 0) return { ...previewOf([], () => false), offDuty }
  const before = await hoursRows(items, now)
  const [fitted, fits] = [fitting(before), fitting(change(before))]
  return { ...previewOf(items, (item) => fitted(item) && !fits(item)), offDuty }
}

/** As the verdict judges: what is attended lies within the hours, the rest too unless it may run unattended. */
function fitting(rows: HoursRows): (item: HeldItem) => boolean {
  const hoursOf = hoursByPlace(rows)
  return (item) => {
    const attended = attendedParts(item, item.attendance)
    const bound = item.policy.allowUnattendedOutsideHours ? attended : [item]
    const window = { start: addMinutes(item.start, -1440), end: addMinutes(item.end, 1440) }
    const opening = openingPeriods({ ...hoursOf(item), timeZone: item.timeZone, universityId: item.universityId, window })
    return bound.every((part) => opening.some((open) => contains(open, part)))
  }
}
