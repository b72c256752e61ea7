import { z } from 'zod'
import { changeForm } from '~/features/bookings/form'

/** An instant with its offset (RFC 3339) that the database can hold. */
const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((date) => Number.isFinite(date.getTime()) && date.getUTCFullYear() >= 1970 && date.getUTCFullYear() < 2200, { error: 'datetime' })

export const releaseInput = z.object({ startsAt: instant, endsAt: instant })
export const extendInput = z.object({ until: instant })

/** What is given back, on the campus's clock; `look` says what would stay, `end` gives all that is left. */
export const releaseForm = changeForm
  .pick({ startDate: true, startTime: true, endDate: true, endTime: true, version: true })
  .extend({ intent: z.enum(['look', 'give']).default('look') })

export const extendForm = z.object({ until: instant, version: z.coerce.number().int().min(1) })
