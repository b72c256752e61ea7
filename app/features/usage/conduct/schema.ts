import { z } from 'zod'
import { EXCUSES } from '~/domain/conduct/kinds'

const CONTROLS = /[^\P{Cc}\t\n\r]/u

/** Words of some length, trimmed, without control characters. */
export const words = (least: number, most: number) =>
  z.string().trim().min(least).max(most).refine((text) => !CONTROLS.test(text) && text.isWellFormed())

const version = z.coerce.number().int('choice')
const verdict = z.enum(['yes', 'no'], { error: 'choice' }).transform((each) => each === 'yes')

export const pleaSchema = z.object({ excuse: z.enum(EXCUSES, { error: 'choice' }), text: words(5, 2000) })
export type PleaInput = z.output<typeof pleaSchema>

export const decidePleaSchema = z.object({ id: z.uuid('choice'), accept: verdict, reason: words(1, 1000), version })

export const decideConsequenceSchema = z.object({
  id: z.uuid('choice'), accept: verdict, reason: words(1, 1000), version,
  days: z.coerce.number({ error: 'not_whole' }).int('not_whole').min(1, 'not_whole').max(3660, 'not_whole').optional(),
})
export type DecideConsequenceInput = Omit<z.output<typeof decideConsequenceSchema>, 'id'>

export const liftSchema = z.object({ id: z.uuid('choice'), reason: words(1, 1000), version })
export type LiftInput = Omit<z.output<typeof liftSchema>, 'id'>

export const reportMisuseSchema = z.object({
  key: z.uuid('choice'),
  /** Of the booking. */
  code: z.string({ error: 'required' }).trim().regex(/^[0-9A-Za-z]{4,12}$/, 'conduct.rules.code'),
  what: words(10, 2000),
})
export type ReportMisuseInput = z.output<typeof reportMisuseSchema>

export const CONDUCT_TABS = ['pleas', 'proposals', 'in_force'] as const
