import { z } from 'zod'

export const decideSchema = z.object({
  id: z.uuid(),
  decision: z.enum(['keep', 'hand', 'cancel']),
  /** Who takes the booking over. */
  personId: z.uuid().optional(),
})
export type HandoverInput = z.output<typeof decideSchema>
