import { z } from 'zod'

export const FEED_INTERVALS = [5, 15, 30, 60, 180, 720, 1440] as const

export const feedForm = z.object({
  url: z
    .string()
    .trim()
    .max(2_000)
    .refine((text) => URL.canParse(text), { error: 'url' })
    .refine((text) => !URL.canParse(text) || new URL(text).protocol === 'https:', { error: 'feeds.rule.https' })
    .refine((text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''), { error: 'feeds.rule.no_password' }),
  intervalMinutes: z.coerce.number().pipe(z.literal(FEED_INTERVALS)),
  isEnabled: z.literal('on').optional(),
  /** Of the settings that were shown; 0: there were none. */
  version: z.coerce.number().int().min(0).default(0),
})
export type FeedForm = z.output<typeof feedForm>
