import { z } from 'zod'
import { isPlainDate, weekdayOf } from '~/domain/time/zone'

const plainDate = z.string().trim().refine((text) => isPlainDate(text) && text.startsWith('20'), { error: 'date' })
const name = z.string().trim().min(1).max(60)

export const dayForm = z
  .object({ date: plainDate, kind: z.enum(['holiday', 'workday']), nameZh: name, nameEn: name })
  .refine(({ date, kind }) => kind === 'holiday' || !isPlainDate(date) || weekdayOf(date) >= 6, { path: ['kind'], error: 'hours.calendar.rule.weekend_only' })
export type DayInput = z.output<typeof dayForm>

export const removeDayForm = z.object({ date: plainDate })

export const LONGEST_TABLE = 60_000
export const arrangementForm = z.object({
  table: z.string().max(LONGEST_TABLE).optional().transform((text) => text ?? ''),
  replace: z.literal('on').optional().transform((value) => value === 'on'),
})
export type ArrangementInput = z.output<typeof arrangementForm>
