import { overriddenBy } from '~/domain/booking/override'
import type { Problem, ProblemCode, ProblemParams } from '~/domain/problem'
import { bilingual } from '~/i18n/bilingual'
import {
  formatDate,
  formatDateTime,
  formatDuration,
  formatHours,
  formatList,
  formatPeriod,
  formatPlainDate,
  formatTimeRange,
} from '~/i18n/format'
import type { Locale } from '~/i18n/locale'
import { ruleMessage } from '~/i18n/rules'
import type { Translator } from '~/i18n/translator'
import { word } from '~/i18n/word'

export type ProblemContext = {
  locale: Locale
  /** The campus's zone, in which the problem was judged. */
  timeZone: string
  viewerTimeZone?: string
  now?: Date
}

type Wording = {
  [C in ProblemCode]?: (t: Translator, params: ProblemParams[C], context: ProblemContext) => string
}

/** A problem as a sentence: what is wrong, why, what to do next, and who may set the rule aside. */
export function problemMessage(t: Translator, problem: Problem, context: ProblemContext): string {
  // Each entry takes the parameters of its own code; the union of entries cannot say so.
  const say = wording[problem.code] as SayAny | undefined
  const said = say === undefined ? t(`problems.${problem.code}` as 'problems.not_allowed') : say(t, problem.params, context)
  const permission = problem.severity === 'refuse' ? overriddenBy(problem.code) : null
  if (permission === null) return said
  const role = permission === 'override:booking_share' ? 'coordinator' : 'lab_manager'
  return said + t('problems.may_be_set_aside', { role: t(`common.role.${role}`) })
}

type SayAny = (t: Translator, params: Problem['params'], context: ProblemContext) => string
type IsoPeriod = { start: string; end: string }

/** The codes whose sentence has parameters; the others are said as they stand. */
const wording: Wording & Required<Pick<Wording, CodesWithParams>> = {
  period_too_far: (t, { years }) => t('problems.period_too_far', { years }),
  off_grid: (t, { gridMinutes }, { locale }) =>
    t('problems.off_grid', { grid: formatDuration(gridMinutes, locale) }),
  duration_too_short: (t, { minMinutes }, { locale }) =>
    t('problems.duration_too_short', { min: formatDuration(minMinutes, locale) }),
  duration_too_long: (t, { maxMinutes }, { locale }) =>
    t('problems.duration_too_long', { max: formatDuration(maxMinutes, locale) }),
  notice_too_short: (t, { minutes }, { locale }) =>
    t('problems.notice_too_short', { notice: formatDuration(minutes, locale) }),
  beyond_horizon: (t, { days, latest }, context) =>
    t('problems.beyond_horizon', { days, latest: formatDateTime(new Date(latest), context) }),
  long_needs_notice: (t, { maxMinutes, longMinutes, minutes }, { locale }) =>
    t('problems.long_needs_notice', {
      max: formatDuration(maxMinutes, locale), long: formatDuration(longMinutes, locale), notice: formatDuration(minutes, locale),
    }),
  slot_booked_whole: (t, params, context) => t('problems.slot_booked_whole', { period: periodText(params, context) }),
  reserved_for_owners: (t, params, context) =>
    t('problems.reserved_for_owners', {
      period: periodText(params, context), for: params.for, at: formatDateTime(new Date(params.opensAt), context),
    }),
  not_open_to_you: (t, { reach }) => t('problems.not_open_to_you', { reach }),
  kind_not_admitted: (t, { kinds }, { locale }) =>
    t('problems.kind_not_admitted', { kinds: formatList(kinds.map((each) => word(t, `policies.kind.${each}`) ?? each), locale) }),
  purpose_not_allowed: (t, { purpose, allowed }, { locale }) => {
    const named = (each: string) => word(t, `bookings.use.${each}`) ?? each
    return t('problems.purpose_not_allowed', { purpose: named(purpose), allowed: formatList(allowed.map(named), locale) })
  },
  protected_share_reached: (t, params, context) => t('problems.protected_share_reached', shareText(params, context)),
  outside_ceiling_reached: (t, params, context) => t('problems.outside_ceiling_reached', shareText(params, context)),
  outside_opening_hours: (t, { opening }, context) =>
    opening.length === 0
      ? t('problems.closed_that_day')
      : t('problems.outside_opening_hours', { opening: openingText(opening, context) }),
  suspended_here: (t, { until, zh, en }, context) => t('problems.suspended_here', { place: bilingual({ zh, en }, context.locale).text, until: formatDateTime(new Date(until), context) }),
  suspended_at_university: (t, { until, zh, en }, context) => t('problems.suspended_at_university', { place: bilingual({ zh, en }, context.locale).text, until: formatDateTime(new Date(until), context) }),
  suspended_everywhere: (t, { until }, context) => t('problems.suspended_everywhere', { until: formatDateTime(new Date(until), context) }),
  plea_too_late: (t, { until }, context) => t('problems.plea_too_late', { until: formatDateTime(new Date(until), context) }),
  resource_unknown: (t, { id }) => t('problems.resource_unknown', { id }),
  resource_by_contact_only: (t, { contact }) =>
    contact === null || contact === ''
      ? t('problems.resource_by_contact_only_unknown')
      : t('problems.resource_by_contact_only', { contact }),
  booked_elsewhere: (t, { url }) => t('problems.booked_elsewhere', { url }),
  not_shared_with_you: (t, { scope }) => t('problems.not_shared_with_you', { scope }),
  mode_not_offered: (t, { mode, offered }, { locale }) =>
    t('problems.mode_not_offered', {
      mode: modeName(t, mode),
      offered: formatList(offered.map((each) => modeName(t, each)), locale),
    }),
  quantity_exceeds_capacity: (t, { capacity }) =>
    t('problems.quantity_exceeds_capacity', { capacity }),
  too_many_items: (t, { limit, asks }) => t('problems.too_many_items', { limit, asks }),
  room_full: (t, { limit, present, asks }) => t('problems.room_full', { limit, present, asks }),
  too_many_people: (t, { limit, asks }) => t('problems.too_many_people', { limit, asks }),
  answer_missing: (t, question, { locale }) => t('problems.answer_missing', { question: bilingual(question, locale).text }),
  answer_invalid: (t, { rule, ...question }, { locale }) => t('problems.answer_invalid', { question: bilingual(question, locale).text, rule }),
  slot_taken: (t, { nextFree }, context) =>
    nextFree.length === 0
      ? t('problems.slot_taken_no_free')
      : t('problems.slot_taken', { next: periodsText(nextFree, context) }),
  no_operator_on_duty: (t, { duty, nextFree }, context) => t('problems.no_operator_on_duty', { duty: orNone(duty, context), next: orNone(nextFree, context) }),
  operators_taken: (t, { count, nextFree }, context) => t('problems.operators_taken', { count, next: orNone(nextFree, context) }),
  attendance_required: (t, { least }) => t('problems.attendance_required', { least }),
  operator_unfit: (t, { why }) => t('problems.operator_unfit', { why }),
  qualification_missing: (t, { modesWithout, why, at }, context) => {
    const modes = modesWithout.length === 0 ? 'none' : formatList(modesWithout.map((mode) => modeName(t, mode)), context.locale, 'disjunction')
    if (why === 'lapsed') return t('problems.qualification_lapsed', { at: at ? formatDateTime(new Date(at), context) : '', modes })
    if (why === 'suspended') return t('problems.qualification_suspended')
    if (why === 'night') return t('problems.night_qualification_missing')
    return modes === 'none' ? t('problems.qualification_missing_no_mode') : t('problems.qualification_missing', { modes })
  },
  local_admission_missing: (t, { partZh, partEn }, { locale }) =>
    t('problems.local_admission_missing', { part: bilingual({ zh: partZh, en: partEn }, locale).text || 'none' }),
  certificate_missing: (t, { kind, state }) =>
    t('problems.certificate_missing', { kind: word(t, `training.certificate.${kind}`) ?? kind, state }),
  person_elsewhere: (t, params, context) =>
    t('problems.person_elsewhere', {
      period: periodText(params, context),
      campus: campusName(params, context.locale),
    }),
  person_busy: (t, params, context) =>
    t('problems.person_busy', { period: periodText(params, context) }),
  use_too_early: (t, { opensAt }, context) => t('problems.use_too_early', { at: formatDateTime(new Date(opensAt), context) }),
  use_over: (t, { endedAt }, context) => t('problems.use_over', { at: formatDateTime(new Date(endedAt), context) }),
  use_overlaps: (t, params, context) => t('problems.use_overlaps', { period: periodText(params, context) }),
  use_parts_too_long: (t, { minutes }, { locale }) => t('problems.use_parts_too_long', { used: formatDuration(minutes, locale) }),
  run_begun: (t, { startedAt }, context) => t('problems.run_begun', { at: formatDateTime(new Date(startedAt), context) }),
  run_to_come: (t, { startsAt }, context) => t('problems.run_to_come', { at: formatDateTime(new Date(startsAt), context) }),
  part_outside: (t, params, context) =>
    t('problems.part_outside', { period: periodText(params, context) }),
  journey_too_short: (t, params, { locale }) =>
    t('problems.journey_too_short', {
      campus: campusName(params, locale),
      journey: formatDuration(params.minutes, locale),
      gap: formatDuration(params.gapMinutes, locale),
    }),
  too_many_future: (t, { limit }) => t('problems.too_many_future', { limit }),
  too_many_waits: (t, { limit }) => t('problems.too_many_waits', { limit: String(limit) }),
  project_not_running: (t, { startsOn, endsOn, isClosed }, { locale }) =>
    t('problems.project_not_running', {
      isClosed: isClosed ? 'yes' : 'no',
      period: [startsOn, endsOn].map((each) => (each === null ? '…' : formatPlainDate(each, locale))).join(' – '),
    }),
  project_quota_spent: (t, { year, leftSeconds }, { locale }) =>
    t('problems.project_quota_spent', { year: String(year), left: formatHours(leftSeconds, locale) }),
  project_budget_spent: (t, { leftSeconds }, { locale }) =>
    t('problems.project_budget_spent', { left: formatHours(leftSeconds, locale) }),
  quota_exceeded: (t, { measure, limit, used, asks, from, ...rest }, context) => {
    const amount = (count: number) => (measure === 'hours' ? formatHours(count * 60, context.locale) : t('policies.times', { count }))
    return t('problems.quota_exceeded', {
      ...rest, limit: amount(limit), used: amount(used), asks: amount(asks), from: formatDate(new Date(from), context),
    })
  },
  attendee_unknown: (t, { email }) => t('problems.attendee_unknown', { email }),
  state_forbids: (t, { status }) => t('problems.state_forbids', { status: statusName(t, status) }),
  cancel_too_late: (t, { minutes }, { locale }) =>
    t('problems.cancel_too_late', { notice: formatDuration(minutes, locale) }),
  change_too_late: (t, { minutes }, { locale }) =>
    t('problems.change_too_late', { notice: formatDuration(minutes, locale) }),
  already_decided: (t, { status }) =>
    t('problems.already_decided', { status: statusName(t, status) }),
  decision_not_offered: (t, { decision }) => t('problems.decision_not_offered', { decision }),
  recurrence_invalid: (t, { part }) => t('problems.recurrence_invalid', { part }),
  recurrence_too_many: (t, { limit }) => t('problems.recurrence_too_many', { limit }),
  recurrence_too_long: (t, { days }) => t('problems.recurrence_too_long', { days }),
  series_clash: (t, { count }) => t('problems.series_clash', { count }),
  bookings_in_the_way: (t, { count }) => t('problems.bookings_in_the_way', { count }),
  booking_cannot_move: (t) => t('problems.booking_cannot_move'),
  holds_in_the_way: (t, { holds }) => t('problems.holds_in_the_way', { count: holds.length }),
  entries_in_the_way: (t, { entries }) => t('problems.entries_in_the_way', { count: entries.length }),
  status_forbids: (t, { status }) =>
    t('problems.status_forbids', { status: word(t, `listing.status.${status}`) ?? status }),
  field_invalid: (t, { field, rule }) =>
    t('problems.field_invalid', { field, rule: ruleMessage(t, rule) }),
}

/** Codes with parameters that their sentence does not use. */
type UnusedParams = 'commitment_missing' | 'group_not_yours' | 'project_not_yours' | 'version_conflict'
type CodesWithParams = Exclude<
  { [C in ProblemCode]: keyof ProblemParams[C] extends never ? never : C }[ProblemCode],
  UnusedParams
>

/** Hours of a share, each with its unit. */
function shareText({ percent, window, from, ...rest }: ProblemParams['protected_share_reached'], context: ProblemContext) {
  const hours = (minutes: number) => formatHours(minutes * 60, context.locale)
  return {
    percent, window, from: formatDate(new Date(from), context),
    limit: hours(rest.limit), used: hours(rest.used), asks: hours(rest.asks),
  }
}

const asPeriod = ({ start, end }: IsoPeriod) => ({ start: new Date(start), end: new Date(end) })
const periodText = (period: IsoPeriod, context: ProblemContext) =>
  formatPeriod(asPeriod(period), context)

/** As a message's select reads it. */
const orNone = (periods: IsoPeriod[] | undefined, context: ProblemContext) => (periods?.length ? periodsText(periods, context) : 'none')

function periodsText(periods: IsoPeriod[], context: ProblemContext): string {
  const shown = periods.slice(0, 3).map((period) => periodText(period, context))
  return shown.join(context.locale === 'zh-CN' ? '；' : '; ')
}

/** Opening hours of one day in short; of several days with their dates. */
function openingText(opening: IsoPeriod[], context: ProblemContext): string {
  const dates = new Set(opening.map(({ start }) => formatDate(new Date(start), context)))
  const text = dates.size === 1 ? formatTimeRange : formatPeriod
  return formatList(opening.map((each) => text(asPeriod(each), context)), context.locale)
}

const campusName = (params: { campusZh: string; campusEn: string }, locale: Locale) =>
  bilingual({ zh: params.campusZh, en: params.campusEn }, locale).text

const modeName = (t: Translator, mode: string) => word(t, `common.mode.${mode}`) ?? mode

const statusName = (t: Translator, status: string) =>
  word(t, `common.bookingStatus.${status}`) ?? word(t, `orders.status.${status}`) ?? status
