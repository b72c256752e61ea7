import { z } from 'zod'

export const eraseSchema = z.object({
  current: z.string().min(1).max(200),
  sure: z.literal('on', { error: 'consent' }),
})
