import { plainDateOf } from '~/domain/time/zone'
import { defaultTimeZone } from '~/i18n/locale'

/** The day of an instant in the alliance's own calendar, as a date field wants it. */
export const plainDay = (at: Date): string => plainDateOf(at, defaultTimeZone)
