import { z } from 'zod'
import { HAZARD_CLASSES, LAB_ACCESS, LAB_LEVELS } from '~/domain/catalogue/classes'
import { contact, ids, lines, optionalChoice, optionalId, optionalText, requiredText } from '~/features/catalogue/fields'

/** What is the university's to say of a lab; whoever merely runs it leaves it alone. */
export const LAB_STANDING = ['level', 'hostUniversityId', 'owners'] as const

export const LAB_FIELDS = [
  'nameZh', 'nameEn', 'formerNames', 'level', 'hostUniversityId', 'owners', 'campusId', 'access', 'disciplineZh', 'disciplineEn',
  'safetyClass', 'externalLeads', 'noteZh', 'noteEn', 'tags', 'contactNameZh', 'contactNameEn', 'contactEmail', 'contactPhone', 'emergencyPhone',
] as const

const own = {
  nameZh: requiredText(),
  nameEn: requiredText(),
  formerNames: lines(),
  campusId: optionalId,
  access: z.enum(LAB_ACCESS),
  disciplineZh: optionalText(100),
  disciplineEn: optionalText(100),
  safetyClass: optionalChoice(HAZARD_CLASSES),
  externalLeads: lines(),
  noteZh: optionalText(2000),
  noteEn: optionalText(4000),
  tags: ids(40),
  ...contact,
}

/** Owners as `lead:scu` and `member:cqu`; a lab of one university names its host alone. */
const OWNER = /^(lead|member):.{1,60}$/
const standing = {
  level: z.enum(LAB_LEVELS),
  hostUniversityId: optionalId,
  owners: ids(60).refine((all) => all.every((each) => OWNER.test(each)), { error: 'choice' }),
}

export const labSchema = z.object({ ...own, ...standing }).superRefine(({ owners, hostUniversityId }, context) => {
  const leads = owners.filter((each) => each.startsWith('lead:'))
  if (owners.length === 0 && hostUniversityId === null) context.addIssue({ code: 'custom', path: ['hostUniversityId'], message: 'listing.rules.host_or_owners' })
  if (owners.length > 0 && leads.length === 0) context.addIssue({ code: 'custom', path: ['owners'], message: 'listing.rules.lead_missing' })
})
export const labOwnSchema = z.object(own)
export type LabInput = z.output<typeof labSchema>
export type LabOwnInput = z.output<typeof labOwnSchema>

export const keyForm = z.object({ key: z.uuid() })
export const retireForm = z.object({ version: z.coerce.number().int().min(1), to: z.enum(['retired', 'active']) })
