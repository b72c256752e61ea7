import { type Attendance, ATTENDANCES, type ResourceMode } from '~/domain/booking/facts'
import { problem, type Problem } from '~/domain/problem'
import type { Policy } from '~/domain/scheduling/policy'
import { addMinutes, minutes, type Period } from '~/domain/time/interval'

/** How long a person is taken to be there at the start and at the end of an otherwise unattended run. */
export const EDGE_MINUTES = 30

/** When its person must be there: samples that are sent and remote use need nobody on the campus. */
export function attendanceOf(policy: Policy, mode: ResourceMode): Attendance {
  return mode === 'entrusted_test' || mode === 'remote' ? 'none' : policy.attendance
}

/** What one may choose: as much as the rules ask, or more; the least first. */
export function attendanceChoices(policy: Policy, mode: ResourceMode): Attendance[] {
  if (mode === 'entrusted_test' || mode === 'remote') return ['none']
  return ATTENDANCES.slice(0, ATTENDANCES.indexOf(policy.attendance) + 1).toReversed()
}

/**
 * What becomes of a wish: the attendance asked for where the rules allow it, and the problem where they ask for
 * more. What a booking has kept from before becomes as much as today's rules ask.
 */
export function chooseAttendance(
  policy: Policy,
  mode: ResourceMode,
  wish: { attendance?: Attendance | null; keptAttendance?: Attendance },
): { attendance: Attendance; problems: Problem[] } {
  const choices = attendanceChoices(policy, mode)
  const least = attendanceOf(policy, mode)
  const asked = wish.attendance ?? wish.keptAttendance
  if (asked === undefined || choices.includes(asked)) return { attendance: asked ?? least, problems: [] }
  // Nobody is asked to come for what is sent, whatever was said.
  const isRefused = Boolean(wish.attendance) && least !== 'none'
  return { attendance: least, problems: isRefused ? [problem('attendance_required', { least })] : [] }
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
