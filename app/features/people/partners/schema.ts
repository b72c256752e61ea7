import { z } from 'zod'

export const PARTNER_KINDS = ['institute', 'enterprise', 'hospital', 'other'] as const

const fields = {
  kind: z.enum(PARTNER_KINDS),
  nameZh: z.string().trim().min(1).max(200),
  nameEn: z.string().trim().max(200).optional(),
  /** Unified social credit code (GB 32100): 18 digits and capital letters. */
  creditCode: z.string().trim().toUpperCase().regex(/^[0-9A-Z]{18}$/, 'affiliations.rules.credit_code').optional(),
}

export const newPartnerSchema = z.object({ ...fields, universityId: z.string().min(1).max(40) })
export type NewPartnerInput = z.output<typeof newPartnerSchema>

const which = { id: z.uuid(), version: z.coerce.number().int().min(1) }
export const partnerSchema = z.object({ ...fields, ...which })
export type PartnerInput = z.output<typeof partnerSchema>

export const endPartnerSchema = z.object({ ...which, reason: z.string().trim().min(1).max(300) })
export type EndPartnerInput = z.output<typeof endPartnerSchema>
