import { z } from 'zod'
import { type AlertWish } from '~/domain/booking/waiting'
import { bookingForm } from '~/features/bookings/form'

/*
 * The forms of waiting, as they post. Hours of the day are the campus's wall clock.
 */

/** The booking form as somebody waits with it; anything but `wait` only looks. */
export const waitForm = bookingForm.extend({ intent: z.enum(['wait', 'look']).catch('look') })

/** A time of the day; an end at midnight is written 24:00. */
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: 'time' })

const LEAST_HOURS = 0.25
const MOST_HOURS = 8784

export const alertForm = z
  .object({
    minHours: z.coerce.number().min(LEAST_HOURS).max(MOST_HOURS),
    daysAhead: z.coerce.number().int().min(1).max(366),
    from: clock.default('00:00'),
    to: clock.default('24:00'),
  })
  .refine(({ from, to }) => minuteOf(from) < minuteOf(to), { path: ['to'], error: 'waits.rule.ends_first' })
  .refine(({ minHours, from, to }) => isWholeDay(from, to) || minHours * 60 <= minuteOf(to) - minuteOf(from), { path: ['minHours'], error: 'waits.rule.longer_than_hours' })

export function alertInputOf({ minHours, daysAhead, from, to }: z.output<typeof alertForm>): AlertWish {
  return { minMinutes: Math.round(minHours * 60), daysAhead, fromMinute: minuteOf(from), toMinute: minuteOf(to) }
}

export function minuteOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * 60 + minutes
}

export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

const isWholeDay = (from: string, to: string) => minuteOf(from) === 0 && minuteOf(to) === 1440
