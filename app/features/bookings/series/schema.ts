import { z } from 'zod'
import { ON_CLASH } from '~/domain/booking/series'
import { MAX_OCCURRENCES, SERIES_DAYS } from '~/domain/recurrence/occurrences'
import { isPlainDate } from '~/domain/time/zone'
import { bookingInput, cancelInput } from '~/features/bookings/schema'

/** How a booking repeats: its rule on the campus's clock, the dates that count, and what becomes of clashes. */
export const repetitionInput = z.object({
  rule: z.string().min(1).max(300),
  days: z.enum(SERIES_DAYS).default('all'),
  except: z.array(z.string().refine(isPlainDate, { error: 'date' })).max(MAX_OCCURRENCES).default([]),
  onClash: z.enum(ON_CLASH).default('fail'),
})

/** A series asked for: a booking of one resource, at its first time, and how it repeats. */
export const seriesInput = repetitionInput.extend({ booking: bookingInput })
export type SeriesInput = z.output<typeof seriesInput>

/** Which of a series a change or a cancellation is of. */
export const SERIES_SCOPES = ['this', 'following', 'all'] as const
export type SeriesScope = (typeof SERIES_SCOPES)[number]
export const seriesScope = z.enum(SERIES_SCOPES).default('this')

const seriesVersion = z.coerce.number().int().min(1).optional()
export const seriesCancelInput = cancelInput.extend({ scope: seriesScope, seriesVersion })

/** What a change or a decision says of the series beside its own fields. */
export const seriesChangeChoice = z.object({ scope: seriesScope, seriesVersion, onClash: z.enum(['keep', 'fail']).default('fail') })
export const seriesDecisionChoice = z.object({ scope: z.enum(['all', 'one']).default('one') })
