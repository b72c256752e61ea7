import { z } from 'zod'
import { ACHIEVEMENT_KINDS, doiOf } from '~/domain/usage/achievement'

const CONTROLS = /[^\P{Cc}\t\n\r]/u
const text = (most: number) => z.string().trim().max(most).refine((each) => !CONTROLS.test(each) && each.isWellFormed())
const optional = (most: number) => text(most).optional().transform((each) => each || null)

export const rateSchema = z.object({
  stars: z.enum(['1', '2', '3', '4', '5']).transform(Number),
  words: optional(1000),
})
export type RateInput = z.output<typeof rateSchema>

export const acknowledgementSchema = z.object({ textZh: optional(1000), textEn: optional(1000), version: z.coerce.number().int().min(0) })
export type AcknowledgementInput = z.output<typeof acknowledgementSchema>

export const MOST_LINKS = 60
const ids = z.preprocess((each) => (each === undefined ? [] : Array.isArray(each) ? each : [each]), z.array(z.string().min(1).max(100)).max(MOST_LINKS)).transform((each) => [...new Set(each)])

export const achievementSchema = z.object({
  kind: z.enum(ACHIEVEMENT_KINDS),
  title: text(500).min(1),
  people: text(1000).min(1),
  venue: optional(300),
  year: z.coerce.number().int().min(1950).max(2200),
  doi: z.string().trim().max(300).optional().transform((each, context) => {
    if (!each) return null
    const doi = doiOf(each)
    if (doi === null) context.addIssue({ code: 'custom', message: 'conductAfter.rules.doi' })
    return doi
  }),
  number: optional(100),
  uses: ids,
  resources: ids,
  projects: ids,
  version: z.coerce.number().int().min(0).default(0),
})
export type AchievementInput = z.output<typeof achievementSchema>

export const removeSchema = z.object({ version: z.coerce.number().int() })
