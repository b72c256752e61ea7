/**
 * A problem is a reason why something is refused or warned about: a code with parameters.
 * `i18n` words it in both languages; the compiler demands a sentence for every code.
 * Instants are ISO 8601 strings, so that a problem survives JSON; durations carry their unit.
 */
export type ProblemParams = {
  // the period
  period_reversed: Record<never, never>
  period_in_past: Record<never, never>
  period_too_far: { years: number }
  off_grid: { gridMinutes: number }
  duration_too_short: { minMinutes: number }
  duration_too_long: { maxMinutes: number }
  notice_too_short: { minutes: number }
  beyond_horizon: { days: number; latest: string }
  /** Longer than usual, up to `longMinutes`, is for those who ask `minutes` before. */
  long_needs_notice: { maxMinutes: number; longMinutes: number; minutes: number }
  slot_booked_whole: { start: string; end: string }
  /** Kept for its owners until `opensAt`. */
  reserved_for_owners: { start: string; end: string; for: 'groups' | 'own_university'; opensAt: string }
  outside_opening_hours: { opening: { start: string; end: string }[] }
  // the resource
  resource_unknown: { id: string }
  resource_not_in_service: Record<never, never>
  resource_by_contact_only: { contact: string | null }
  booked_elsewhere: { url: string }
  not_shared_with_you: { scope: ShareScope }
  not_open_to_you: { reach: string }
  kind_not_admitted: { kinds: string[] }
  purpose_not_allowed: { purpose: string; allowed: string[] }
  /** Limit, used and asked for in minutes; `from` is the first instant of the window. */
  protected_share_reached: { percent: number; window: 'week' | 'month'; limit: number; used: number; asks: number; from: string }
  outside_ceiling_reached: { percent: number; window: 'week' | 'month'; limit: number; used: number; asks: number; from: string }
  mode_not_offered: { mode: string; offered: string[] }
  quantity_exceeds_capacity: { capacity: number }
  too_many_items: { limit: number; asks: number }
  too_many_people: { limit: number; asks: number }
  /** So many may be in the room at once, so many are at that time. */
  room_full: { limit: number; present: number; asks: number }
  /** A question of the resource; both languages as they were asked. */
  answer_missing: { zh: string; en: string | null }
  answer_invalid: { zh: string; en: string | null; rule: 'number' | 'range' | 'choice' | 'long' | 'file' }
  /** When whoever can run it is on duty, around the wish. */
  no_operator_on_duty: { duty: { start: string; end: string }[]; nextFree?: { start: string; end: string }[] }
  /** So many are on duty, all promised to somebody else. */
  operators_taken: { count: number; nextFree?: { start: string; end: string }[] }
  attendance_required: { least: string }
  slot_taken: { nextFree: { start: string; end: string }[] }
  // the person
  sign_in_required: Record<never, never>
  account_not_confirmed: Record<never, never>
  affiliation_missing: Record<never, never>
  /** `modesWithout` are the ways that stand open without it; `why`: it was held once, or is held for the day alone. */
  qualification_missing: { modesWithout: string[]; why?: 'lapsed' | 'suspended' | 'night'; at?: string }
  general_admission_missing: Record<never, never>
  local_admission_missing: { partZh: string | null; partEn: string | null }
  commitment_missing: { documentId: string | null }
  certificate_missing: { kind: string; state: string }
  declaration_required: Record<never, never>
  lone_night_forbidden: Record<never, never>
  seat_taken: Record<never, never>
  person_elsewhere: { start: string; end: string; campusZh: string; campusEn: string }
  person_busy: { start: string; end: string }
  journey_too_short: { minutes: number; gapMinutes: number; campusZh: string; campusEn: string }
  too_many_future: { limit: number }
  /** Limit, used and asked for in bookings, or in minutes; `from` is the first instant of the window. */
  quota_exceeded: { measure: 'count' | 'hours'; window: string; days: number; per: string; over: string; limit: number; used: number; asks: number; from: string }
  group_not_yours: { groupId: string }
  project_not_yours: { projectId: string }
  group_not_confirmed: Record<never, never>
  project_not_running: { startsOn: string | null; endsOn: string | null; isClosed: boolean }
  project_quota_spent: { year: number; leftSeconds: number }
  project_budget_spent: { leftSeconds: number }
  attendee_unknown: { email: string }
  // changing and deciding
  not_allowed: Record<never, never>
  state_forbids: { status: string }
  version_conflict: { current: number }
  cancel_too_late: { minutes: number }
  change_too_late: { minutes: number }
  change_pending: Record<never, never>
  nothing_changed: Record<never, never>
  // giving back and waiting
  several_resources: Record<never, never>
  part_outside: { start: string; end: string }
  nothing_left: Record<never, never>
  not_running: Record<never, never>
  time_is_free: Record<never, never>
  already_waiting: Record<never, never>
  too_many_waits: { limit: number }
  offer_over: Record<never, never>
  own_request: Record<never, never>
  already_decided: { status: string }
  override_own: Record<never, never>
  reason_required: Record<never, never>
  // using
  use_too_early: { opensAt: string }
  use_over: { endedAt: string }
  use_not_begun: Record<never, never>
  use_not_over: Record<never, never>
  /** Somebody else's use, or a booking of the person, stands there. */
  use_overlaps: { start: string; end: string }
  use_parts_too_long: { minutes: number }
  // sending samples
  samples_missing: Record<never, never>
  run_begun: { startedAt: string }
  run_to_come: { startsAt: string }
  // conduct: suspended at a resource or a lab, at a university, or anywhere, until then
  suspended_here: { until: string; zh: string | null; en: string | null }
  suspended_at_university: { until: string; zh: string | null; en: string | null }
  suspended_everywhere: { until: string }
  /** A plea is asked for until the given instant. */
  plea_too_late: { until: string }
  // repeating
  /** `part` names what of the rule is not read, as RFC 5545 calls it. */
  recurrence_invalid: { part: string }
  recurrence_endless: Record<never, never>
  recurrence_empty: Record<never, never>
  recurrence_too_many: { limit: number }
  recurrence_too_long: { days: number }
  series_clash: { count: number }
  series_changed: Record<never, never>
  // taking out of service
  /** So many bookings hold the hours, and nothing was chosen for them. */
  bookings_in_the_way: { count: number }
  /** Why it cannot is said beside it. */
  booking_cannot_move: { bookingId: string }
  /** The hours behind it are taken, or its people are elsewhere then. */
  block_cannot_shift: Record<never, never>
  // who assists
  operator_unfit: { why: 'off_duty' | 'taken' | 'cannot_run' }
  not_assisted: Record<never, never>
  // keeping the catalogue
  holds_in_the_way: { holds: Hold[] }
  entries_in_the_way: { entries: Entry[] }
  status_forbids: { status: string }
  decision_not_offered: { decision: string }
  // input
  field_invalid: { field: string; rule: string }
  key_reused: Record<never, never>
}

/** Something that takes a resource ahead; an order that is not scheduled yet has no period. */
export type Hold = { bookingId: string | null; code: string | null; cause: string; start: string | null; end: string | null }
/** An entry of the catalogue that refers to another one. */
export type Entry = { id: string; zh: string; en: string | null }

export type ShareScope = 'own_university' | 'alliance' | 'all' | 'contact_only'
export type ProblemCode = keyof ProblemParams
export type Severity = 'refuse' | 'warn'

export type Problem<C extends ProblemCode = ProblemCode> = {
  [K in C]: { code: K; params: ProblemParams[K]; severity: Severity }
}[C]

export function problem<C extends ProblemCode>(
  code: C,
  params: ProblemParams[C],
  severity: Severity = 'refuse',
): Problem {
  return { code, params, severity } as Problem
}

/** True when nothing in the list refuses; warnings alone do not. */
export function isAcceptable(problems: readonly Problem[]): boolean {
  return problems.every((each) => each.severity === 'warn')
}

/** A command's answer: the value, or every reason why not at once. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; problems: Problem[] }

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value })
export const refused = (...problems: Problem[]): { ok: false; problems: Problem[] } => ({
  ok: false,
  problems,
})
