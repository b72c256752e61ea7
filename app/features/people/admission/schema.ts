import { z } from 'zod'
import { HAZARD_CLASSES } from '~/domain/catalogue/classes'
import { CERTIFICATE_KINDS } from '~/domain/eligibility/facts'
import { dayText, entryId, mailAddress, optionalLine, requiredLine, versionNumber } from '~/features/people/qualifications/schema'

const ticked = z.literal('on').optional().transform((text) => text === 'on')

export const admitForm = z.object({ email: mailAddress, labId: entryId, lastDay: dayText.optional() })
export type AdmitInput = z.output<typeof admitForm>
export const revokeForm = z.object({ reason: requiredLine(500) })

export const certificateForm = z.object({
  kind: z.enum(CERTIFICATE_KINDS),
  number: requiredLine(80),
  issuer: optionalLine(120),
  validFrom: dayText.optional().transform((day) => day ?? null),
  validUntil: dayText,
})
export type CertificateInput = z.output<typeof certificateForm>

export const verifyForm = z.object({
  id: z.uuid(),
  version: versionNumber,
  decision: z.enum(['verify', 'refuse']),
  reason: optionalLine(500),
})
export const withdrawForm = z.object({ version: versionNumber, reason: requiredLine(500) })
export type WithdrawInput = { id: string } & z.output<typeof withdrawForm>
export type VerifyInput = z.output<typeof verifyForm>

export const admissionRuleForm = z.object({
  /** A university, a lab or a room; the alliance by its name alone. */
  subject: z.string().regex(/^(alliance|(university|lab|room):.{1,100})$/, { error: 'choice' }),
  hazardClass: z.enum(HAZARD_CLASSES).optional().transform((value) => value ?? null),
  upToLevel: z.coerce.number().int().min(1).max(4).optional().transform((level) => level ?? null),
  needsGeneral: ticked,
  needsLocal: ticked,
  commitment: optionalLine(100),
  certificate: z.enum(CERTIFICATE_KINDS).optional().transform((value) => value ?? null),
  needsDeclaration: ticked,
  forbidsLoneNight: ticked,
})
export type AdmissionRuleInput = z.output<typeof admissionRuleForm>

export const acceptForm = z.object({ agree: z.literal('on', { error: 'required' }) })

export const recognitionForm = z
  .object({
    layer: z.enum(['general', 'local', 'qualification']),
    fromUniversityId: entryId.optional().transform((id) => id ?? null),
    toUniversityId: entryId.optional().transform((id) => id ?? null),
    fromLabId: entryId.optional().transform((id) => id ?? null),
    toLabId: entryId.optional().transform((id) => id ?? null),
    fromResourceId: entryId.optional().transform((id) => id ?? null),
    toResourceId: entryId.optional().transform((id) => id ?? null),
    lastDay: dayText.optional(),
    localPartZh: optionalLine(200),
    localPartEn: optionalLine(200),
    note: optionalLine(500),
  })
export type RecognitionInput = z.output<typeof recognitionForm>
export const endRowForm = z.object({ id: z.uuid(), version: versionNumber })
