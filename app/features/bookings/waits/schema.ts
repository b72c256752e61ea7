import { z } from 'zod'
import { answersInput, type BookingInput, bookingInput } from '~/features/bookings/schema'

/** What is left where time becomes free, of the resource or (`isOperators`) of one who can run it: see `tell_of_freed` in the migrations. */
export const freedTimeSchema = z.object({ resourceId: z.string(), start: z.coerce.date(), end: z.coerce.date(), isOperators: z.boolean().default(false) })
export type FreedTime = Omit<z.output<typeof freedTimeSchema>, 'isOperators'>

/** A booking as somebody waits with it: for themselves, by the rules. */
export const withoutOthers = ({ attendeeEmail: _, overrideReason: __, ...rest }: BookingInput) => rest
export const waitInput = bookingInput.transform(withoutOthers)
export type WaitInput = z.output<typeof waitInput>

/** What is asked anew when an offer is accepted. */
export const acceptBody = z.object({ answers: answersInput.optional() })

const minute = z.coerce.number().int()

/** Of which freed time somebody wants to be told; minutes of the day are the campus's. */
export const alertInput = z
  .object({
    minMinutes: z.coerce.number().int().min(15).max(527_040),
    daysAhead: z.coerce.number().int().min(1).max(366),
    fromMinute: minute.min(0).max(1439).default(0),
    toMinute: minute.min(1).max(1440).default(1440),
  })
  .refine(({ fromMinute, toMinute }) => fromMinute < toMinute, { path: ['toMinute'] })
export type AlertInput = z.output<typeof alertInput>
