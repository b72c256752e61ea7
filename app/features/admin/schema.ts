import { z } from 'zod'

export const removeDomainSchema = z.object({ domain: z.string().trim().toLowerCase().min(1).max(253) })
