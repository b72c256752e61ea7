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

/** A problem as a sentence: what is wrong, why, and what to do next. */
export function problemMessage(t: Translator, problem: Problem, context: ProblemContext): string {
  // Each entry takes the parameters of its own code; the union of entries cannot say so.
  const say = wording[problem.code] as SayAny | undefined
  if (say !== undefined) return say(t, problem.params, context)
  return t(`problems.${problem.code}` as 'problems.not_allowed')
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
  outside_opening_hours: (t, { opening }, context) =>
    opening.length === 0
      ? t('problems.closed_that_day')
      : t('problems.outside_opening_hours', { opening: openingText(opening, context) }),
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
  slot_taken: (t, { nextFree }, context) =>
    nextFree.length === 0
      ? t('problems.slot_taken_no_free')
      : t('problems.slot_taken', { next: periodsText(nextFree, context) }),
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
  journey_too_short: (t, params, { locale }) =>
    t('problems.journey_too_short', {
      campus: campusName(params, locale),
      journey: formatDuration(params.minutes, locale),
      gap: formatDuration(params.gapMinutes, locale),
    }),
  too_many_future: (t, { limit }) => t('problems.too_many_future', { limit }),
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

const asPeriod = ({ start, end }: IsoPeriod) => ({ start: new Date(start), end: new Date(end) })
const periodText = (period: IsoPeriod, context: ProblemContext) =>
  formatPeriod(asPeriod(period), context)

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
  word(t, `common.bookingStatus.${status}`) ?? status
