import { Temporal } from 'temporal-polyfill'
import { addDays, plainDateOf, startOfDay } from '~/domain/time/zone'

/** The first instant after so many calendar months, counted in whole days of the zone. */
export function addMonths(from: Date, months: number, timeZone: string): Date {
  const last = Temporal.PlainDate.from(plainDateOf(from, timeZone)).add({ months }).toString()
  return endOfDay(last, timeZone)
}

/** The first instant after the last day. */
export const endOfDay = (lastDay: string, timeZone: string) => startOfDay(addDays(lastDay, 1), timeZone)
