import { createTranslator as createIntl } from 'use-intl/core'
import { describe, expect, test } from 'vitest'
import { overriddenBy } from '~/domain/booking/override'
import { problem, type Problem, type ProblemCode, type ProblemParams } from '~/domain/problem'
import { locales } from '~/i18n/locale'
import { messagesOf } from '~/i18n/messages'
import { problemMessage } from '~/i18n/problem-message'
import type { Translator } from '~/i18n/translator'

const start = '2026-11-24T01:00:00.000Z'
const end = '2026-11-24T04:00:00.000Z'
const campus = { campusZh: '望江校区', campusEn: 'Wangjiang' }
const share = { percent: 20, limit: 2400, used: 1800, asks: 660, from: start }
const quota = { limit: 480, used: 360, asks: 240, from: start, days: 0, over: 'resource' }

/** Every problem with each shape that its parameters may take. */
const TABLE: { [C in ProblemCode]: ProblemParams[C][] } = {
  period_reversed: [{}], period_in_past: [{}], period_too_far: [{ years: 3 }], off_grid: [{ gridMinutes: 30 }],
  duration_too_short: [{ minMinutes: 60 }], duration_too_long: [{ maxMinutes: 480 }], notice_too_short: [{ minutes: 120 }],
  beyond_horizon: [{ days: 7, latest: end }], long_needs_notice: [{ maxMinutes: 240, longMinutes: 480, minutes: 5760 }],
  slot_booked_whole: [{ start, end }], reserved_for_owners: (['groups', 'own_university'] as const).map((owners) => ({ start, end, for: owners, opensAt: start })),
  outside_opening_hours: [{ opening: [] }, { opening: [{ start, end }] }],
  resource_unknown: [{ id: 'x' }], resource_not_in_service: [{}], resource_by_contact_only: [{ contact: null }, { contact: 'lab@x.example' }],
  booked_elsewhere: [{ url: 'https://x.example' }],
  not_shared_with_you: (['own_university', 'alliance', 'all', 'contact_only'] as const).map((scope) => ({ scope })),
  not_open_to_you: ['own_group', 'own_university', 'alliance'].map((reach) => ({ reach })), kind_not_admitted: [{ kinds: ['student', 'teacher'] }],
  purpose_not_allowed: [{ purpose: 'research', allowed: ['teaching', 'social_service'] }],
  protected_share_reached: [{ ...share, window: 'week' }, { ...share, window: 'month' }], outside_ceiling_reached: [{ ...share, window: 'week' }, { ...share, window: 'month' }],
  mode_not_offered: [{ mode: 'remote', offered: ['self_operation'] }], quantity_exceeds_capacity: [{ capacity: 2 }],
  too_many_items: [{ limit: 8, asks: 100 }], too_many_people: [{ limit: 12, asks: 30 }], room_full: [{ limit: 6, present: 0, asks: 7 }, { limit: 6, present: 5, asks: 2 }], answer_missing: [{ zh: '样品数', en: 'Samples' }, { zh: '样品数', en: null }],
  answer_invalid: (['number', 'range', 'choice', 'long'] as const).map((rule) => ({ zh: '样品数', en: 'Samples', rule })),
  slot_taken: [{ nextFree: [] }, { nextFree: [{ start, end }] }], sign_in_required: [{}], account_not_confirmed: [{}], affiliation_missing: [{}],
  qualification_missing: [{ modesWithout: [] }, { modesWithout: ['remote'] }, ...(['lapsed', 'suspended', 'night'] as const).flatMap((why) => [{ modesWithout: [], why, at: start }, { modesWithout: ['remote'], why, at: start }])],
  general_admission_missing: [{}], local_admission_missing: [{ partZh: null, partEn: null }, { partZh: '洁净室', partEn: 'Clean room' }],
  commitment_missing: [{ documentId: null }], certificate_missing: ['missing', 'waiting', 'expired'].map((state) => ({ kind: 'laser', state })),
  declaration_required: [{}], lone_night_forbidden: [{}], seat_taken: [{}], person_elsewhere: [{ start, end, ...campus }], person_busy: [{ start, end }],
  journey_too_short: [{ minutes: 150, gapMinutes: 60, ...campus }], too_many_future: [{ limit: 3 }],
  quota_exceeded: (['hours', 'count'] as const).flatMap((measure) => ['day', 'week', 'month', 'rolling'].flatMap((window) => ['person', 'group', 'university'].map((per) => ({ ...quota, measure, window, per })))),
  group_not_yours: [{ groupId: 'g' }], project_not_yours: [{ projectId: 'p' }], group_not_confirmed: [{}],
  samples_missing: [{}],
  run_begun: [{ startedAt: '2026-11-24T01:00:00.000Z' }],
  run_to_come: [{ startsAt: '2026-11-24T01:00:00.000Z' }],
  suspended_here: [{ until: end, zh: '实验室', en: 'Lab' }, { until: end, zh: '实验室', en: null }], suspended_at_university: [{ until: end, zh: '某大学', en: 'A university' }], suspended_everywhere: [{ until: end }], plea_too_late: [{ until: end }],
  use_too_early: [{ opensAt: '2026-11-24T01:00:00.000Z' }],
  use_over: [{ endedAt: '2026-11-24T01:00:00.000Z' }],
  use_not_begun: [{}],
  use_not_over: [{}],
  use_overlaps: [{ start: '2026-11-24T01:00:00.000Z', end: '2026-11-24T02:00:00.000Z' }],
  use_parts_too_long: [{ minutes: 90 }],
  project_not_running: [{ startsOn: null, endsOn: null, isClosed: true }, { startsOn: '2026-01-01', endsOn: '2026-12-31', isClosed: false }],
  project_quota_spent: [{ year: 2026, leftSeconds: 3600 }], project_budget_spent: [{ leftSeconds: 3600 }], attendee_unknown: [{ email: 'x@x.example' }],
  not_allowed: [{}], state_forbids: [{ status: 'cancelled' }], version_conflict: [{ current: 2 }], cancel_too_late: [{ minutes: 120 }], change_too_late: [{ minutes: 120 }],
  change_pending: [{}], nothing_changed: [{}],
  several_resources: [{}], part_outside: [{ start: '2026-11-24T01:00:00Z', end: '2026-11-24T03:00:00Z' }], nothing_left: [{}], not_running: [{}],
  time_is_free: [{}], already_waiting: [{}], too_many_waits: [{ limit: 20 }], offer_over: [{}],
  own_request: [{}], already_decided: [{ status: 'approved' }], override_own: [{}], reason_required: [{}],
  recurrence_invalid: [{ part: 'BYDAY' }], recurrence_endless: [{}], recurrence_empty: [{}], recurrence_too_many: [{ limit: 100 }], recurrence_too_long: [{ days: 366 }],
  series_clash: [{ count: 1 }, { count: 3 }], series_changed: [{}],
  bookings_in_the_way: [{ count: 1 }, { count: 3 }],
  booking_cannot_move: [{ bookingId: '00000000-0000-0000-0000-000000000000' }],
  block_cannot_shift: [{}],
  no_operator_on_duty: [{ duty: [] }, { duty: [{ start, end }], nextFree: [{ start, end }] }], operators_taken: [{ count: 1 }, { count: 3, nextFree: [{ start, end }] }], attendance_required: [{ least: 'ends' }, { least: 'whole' }],
  operator_unfit: (['off_duty', 'taken', 'cannot_run'] as const).map((why) => ({ why })), not_assisted: [{}],
  holds_in_the_way: [{ holds: [] }], entries_in_the_way: [{ entries: [] }], status_forbids: [{ status: 'active' }], decision_not_offered: [{ decision: 'ask' }],
  field_invalid: [{ field: 'title', rule: 'required' }], key_reused: [{}],
}
const CASES = (Object.keys(TABLE) as ProblemCode[]).flatMap((code) => (TABLE[code] as ProblemParams[typeof code][]).map((params) => problem(code, params)))

/** The figures that a refusal must not keep to itself. */
const FIGURES: [Problem, RegExp][] = [
  [problem('quota_exceeded', { ...quota, measure: 'hours', window: 'week', per: 'person' }), /8.*6.*4/],
  [problem('long_needs_notice', { maxMinutes: 240, longMinutes: 480, minutes: 5760 }), /4.*(4.*8|8.*4)/],
  [problem('protected_share_reached', { ...share, window: 'week' }), /20.*40.*30.*11/],
  [problem('outside_ceiling_reached', { ...share, window: 'week' }), /20.*40.*30.*11/],
]

describe.each(locales)('every problem in %s', (locale) => {
  const failures: string[] = []
  const t = createIntl({ locale, messages: messagesOf(locale), onError: (error) => failures.push(error.message) }) as Translator
  const say = (each: Problem) => problemMessage(t, each, { locale, timeZone: 'Asia/Shanghai' })

  test.each(CASES.map((each) => [each.code, each] as const))('%s has a whole sentence', (_, each) => {
    failures.length = 0
    const said = say(each)
    expect(failures).toEqual([])
    expect(said).not.toMatch(/[{}]|undefined|null|NaN|problems\./)
    expect(said).toMatch(/[。.）)：:]$|https/)
  })

  test('names its figures', () => {
    for (const [each, figures] of FIGURES) expect(say(each)).toMatch(figures)
  })

  test('says who may set it aside just where somebody may', () => {
    const who = locale === 'en' ? /may set this aside/ : /特批/
    const said = CASES.filter((each) => each.code !== 'override_own' && who.test(say(each))).map(({ code }) => code)
    expect(said).toEqual(CASES.map(({ code }) => code).filter((code) => overriddenBy(code) !== null))
  })
})
