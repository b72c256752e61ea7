import { z } from 'zod'
import { AFFILIATION_KINDS } from '~/features/auth/kinds'

export const admitSchema = z.object({ personId: z.uuid(), kind: z.enum(AFFILIATION_KINDS) })
export const declineSchema = z.object({
  personId: z.uuid(),
  reason: z.string().trim().min(1).max(300),
})
export const requestAdmissionSchema = z.object({
  universityId: z.string().min(1).max(40),
  kind: z.enum(AFFILIATION_KINDS),
})

/** A caller or walk-in without an account; without a university they come from elsewhere. */
export type GuestInput = { email: string; name: string; universityId?: string }
