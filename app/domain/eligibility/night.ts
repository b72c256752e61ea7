import type { Period } from '~/domain/time/interval'
import { minutesOfDay, plainDateOf, wallToInstant } from '~/domain/time/zone'

/** Night on the campus's wall clock, in minutes of the day: from 22:00 to 6:00. */
export const NIGHT_FROM = 22 * 60
export const NIGHT_TO = 6 * 60

/** Whether any part of the period lies in the night of that zone. */
export function touchesNight(period: Period, timeZone: string): boolean {
  const minute = minutesOfDay(period.start, timeZone)
  if (minute < NIGHT_TO || minute >= NIGHT_FROM) return true
  return period.end > wallToInstant(plainDateOf(period.start, timeZone), NIGHT_FROM, timeZone)
}
