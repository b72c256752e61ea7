import { z } from 'zod'
import { AFFILIATION_KINDS } from '~/features/auth/schema'

export const admitSchema = z.object({ personId: z.uuid(), kind: z.enum(AFFILIATION_KINDS) })
export const declineSchema = z.object({
  personId: z.uuid(),
  reason: z.string().trim().min(1).max(300),
})
export const requestAdmissionSchema = z.object({
  universityId: z.string().min(1).max(40),
  kind: z.enum(AFFILIATION_KINDS),
})
