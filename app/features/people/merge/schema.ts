import { z } from 'zod'

const address = z.string().trim().toLowerCase().max(200).pipe(z.email())

/** Two addresses that may be one person's. */
export const pairSchema = z.object({ keptEmail: address, goneEmail: address })
export type PairInput = z.output<typeof pairSchema>

/** The merge as its preview showed it. */
export const mergeSchema = z.object({
  keptId: z.uuid(),
  goneId: z.uuid(),
  keptVersion: z.coerce.number().int().min(1),
  goneVersion: z.coerce.number().int().min(1),
  reason: z.string().trim().min(1).max(300),
})
export type MergeInput = z.output<typeof mergeSchema>
