import { z } from 'zod'
import { ON_CLASH } from '~/domain/booking/series'
import { formatRule, type RecurrenceRule, type RuleDay } from '~/domain/recurrence/rule'
import { MAX_OCCURRENCES, SERIES_DAYS } from '~/domain/recurrence/occurrences'
import { isPlainDate, type Weekday, weekdayOf } from '~/domain/time/zone'
import { bookingForm, bookingInputOf } from '~/features/bookings/form'
import type { SeriesInput } from '~/features/bookings/series/schema'

/** How a form says that a booking repeats; the rule is made of it. */

export const REPEATS = ['workdays', 'daily', 'weekly', 'month_day', 'month_weekday'] as const
export type Repeat = (typeof REPEATS)[number]

const date = z.string().refine(isPlainDate, { error: 'date' })

export const seriesForm = bookingForm
  .omit({ intent: true, guestName: true, guestUniversityId: true })
  .extend({
    /** `repeat` comes from the booking form, which says nothing of repeating yet. */
    intent: z.enum(['repeat', 'preview', 'book']).default('preview'),
    repeat: z.enum(REPEATS).default('weekly'),
    interval: z.coerce.number().int().min(1).max(52).default(1),
    weekday: z.array(z.coerce.number().int().min(1).max(7)).max(7).default([]),
    days: z.enum(SERIES_DAYS).default('no_holidays'),
    ends: z.enum(['count', 'until']).default('count'),
    count: z.coerce.number().int().min(1).max(MAX_OCCURRENCES).optional(),
    until: date.optional(),
    except: z.array(date).max(MAX_OCCURRENCES).default([]),
    onClash: z.enum(ON_CLASH).default('fail'),
    /** Names the plan that was shown. */
    seen: z.string().max(100).optional(),
  })
  .superRefine(({ ends, count, until, intent }, context) => {
    if (intent === 'repeat') return
    if (ends === 'count' && count === undefined) context.addIssue({ code: 'custom', path: ['count'], message: 'required' })
    if (ends === 'until' && until === undefined) context.addIssue({ code: 'custom', path: ['until'], message: 'required' })
  })
export type SeriesForm = z.output<typeof seriesForm>

/** The rule that the form means; what a month repeats by is read off its first date. */
export function ruleOfForm(form: SeriesForm): RecurrenceRule {
  const first = form.startDate
  const end = form.ends === 'count' ? { count: form.count ?? null, until: null } : { count: null, until: form.until?.replaceAll('-', '') ?? null }
  const rule = (freq: RecurrenceRule['freq'], days: RuleDay[] = [], monthDays: number[] = []): RecurrenceRule => ({
    freq, days, monthDays, ...end, interval: form.repeat === 'workdays' ? 1 : form.interval, weekStart: 1,
  })
  switch (form.repeat) {
    case 'workdays':
    case 'daily':
      return rule('DAILY')
    case 'weekly': {
      const weekdays = form.weekday.length > 0 ? form.weekday : [weekdayOf(first)]
      return rule('WEEKLY', weekdays.map((each) => ({ weekday: each as Weekday, nth: null })))
    }
    case 'month_day':
      return rule('MONTHLY', [], [Number(first.slice(8, 10))])
    case 'month_weekday':
      return rule('MONTHLY', [{ weekday: weekdayOf(first), nth: nthOf(first) }])
  }
}

/** Which of its weekday a date is in the month; the fifth is the last. */
export function nthOf(plainDate: string): number {
  const nth = Math.ceil(Number(plainDate.slice(8, 10)) / 7)
  return nth === 5 ? -1 : nth
}

export function seriesInputOf(form: SeriesForm, resource: { id: string; timeZone: string }): SeriesInput {
  return {
    booking: bookingInputOf({ ...form, intent: 'book' }, resource),
    rule: formatRule(ruleOfForm(form)),
    days: form.repeat === 'workdays' ? 'workdays' : form.days,
    except: form.except,
    onClash: form.onClash,
  }
}
