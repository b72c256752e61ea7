import type { Attendance, ResourceMode } from '~/domain/booking/facts'
import type { Policy } from '~/domain/scheduling/policy'
import { addMinutes, minutes, type Period } from '~/domain/time/interval'

/** How long a person is taken to be there at the start and at the end of an otherwise unattended run. */
export const EDGE_MINUTES = 30

/** When its person must be there: samples that are sent and remote use need nobody on the campus. */
export function attendanceOf(policy: Policy, mode: ResourceMode): Attendance {
  return mode === 'entrusted_test' || mode === 'remote' ? 'none' : policy.attendance
}

/** The parts of a period that are attended, in order and disjoint. */
export function attendedParts(period: Period, attendance: Attendance): Period[] {
  if (attendance === 'none') return []
  if (attendance === 'whole' || minutes(period) <= 2 * EDGE_MINUTES) return [period]
  return [
    { start: period.start, end: addMinutes(period.start, EDGE_MINUTES) },
    { start: addMinutes(period.end, -EDGE_MINUTES), end: period.end },
  ]
}
