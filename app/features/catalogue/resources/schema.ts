import { z } from 'zod'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { HAZARDS, isOpened, RATED_CLASSES, SHARE_SCOPES } from '~/domain/catalogue/classes'
import { fenOfYuan } from '~/domain/pricing/yuan'
import { isPlainDate } from '~/domain/time/zone'
import { contact, id, ids, lines, optionalId, optionalText, requiredText, version } from '~/features/catalogue/fields'

/** What the form of a resource posts, field by field; the same names stand in the history. */
export const RESOURCE_SECTIONS = {
  what: ['nameZh', 'nameEn', 'formerNames', 'kindId', 'maker', 'model', 'assetNumber', 'valueFen', 'nriiClass', 'summaryZh', 'summaryEn', 'tags'],
  where: ['labId', 'universityId', 'listedBy', 'campusId', 'roomId', 'buildingZh', 'buildingEn', 'roomNumber', 'parentId'],
  use: ['modes', 'capacity', 'needsQualification', 'hazards', 'ratedClass', 'ratedHours'],
  sharing: ['shareScope', 'notOpenReason', 'reviewOn', 'externalUrl'],
  access: ['gateZh', 'gateEn', 'accessZh', 'accessEn'],
  contact: ['contactNameZh', 'contactNameEn', 'contactEmail', 'contactPhone', 'emergencyPhone'],
} as const
export type ResourceSection = keyof typeof RESOURCE_SECTIONS
export const RESOURCE_FIELDS = Object.values(RESOURCE_SECTIONS).flat()

/** Original value in yuan as written, in fen. */
const value = z
  .string()
  .max(40)
  .optional()
  .transform((text, context) => {
    if (text === undefined || text.trim() === '') return null
    const fen = fenOfYuan(text)
    if (fen === null) context.addIssue({ code: 'custom', message: 'listing.rules.yuan' })
    return fen
  })

const sharing = {
  shareScope: z.enum(SHARE_SCOPES),
  notOpenReason: optionalText(500),
  reviewOn: z
    .string()
    .refine((text) => isPlainDate(text) && /^[2-9]/.test(text), { error: 'date' })
    .optional()
    .transform((text) => text ?? null),
}

const httpsAddress = z
  .string()
  .trim()
  .max(500)
  .refine((text) => URL.canParse(text) && /^https:\/\/[^@\s]+$/i.test(text) && new URL(text).username === '', { error: 'url' })
  .optional()
  .transform((text) => text ?? null)

const fields = z.object({
  nameZh: requiredText(),
  nameEn: optionalText(),
  formerNames: lines(),
  kindId: id,
  maker: optionalText(),
  model: optionalText(),
  assetNumber: optionalText(60),
  valueFen: value,
  nriiClass: z
    .string()
    .trim()
    .regex(/^\d{6}$/, { error: 'listing.rules.nrii' })
    .optional()
    .transform((text) => text ?? null),
  summaryZh: optionalText(2000),
  summaryEn: optionalText(4000),
  tags: ids(40),
  labId: id,
  universityId: optionalId,
  listedBy: ids(40),
  campusId: id,
  roomId: optionalId,
  buildingZh: optionalText(100),
  buildingEn: optionalText(100),
  roomNumber: optionalText(60),
  parentId: optionalId,
  modes: z.array(z.enum(RESOURCE_MODES)).max(RESOURCE_MODES.length),
  capacity: z.number().int().min(1).max(1000),
  needsQualification: z.boolean().optional().default(false),
  hazards: z.array(z.enum(HAZARDS)).max(HAZARDS.length),
  ratedClass: z.enum(RATED_CLASSES),
  ratedHours: z.number().int().min(1).max(8784),
  ...sharing,
  externalUrl: httpsAddress,
  gateZh: optionalText(100),
  gateEn: optionalText(100),
  accessZh: optionalText(1000),
  accessEn: optionalText(2000),
  ...contact,
})

type Sharing = { shareScope: (typeof SHARE_SCOPES)[number]; notOpenReason: string | null; reviewOn: string | null }

function judgeSharing(input: Sharing, context: z.RefinementCtx): void {
  if (isOpened(input.shareScope)) return
  for (const field of ['notOpenReason', 'reviewOn'] as const) {
    if (input[field] === null) context.addIssue({ code: 'custom', path: [field], message: 'listing.rules.not_open' })
  }
}

export const resourceSchema = fields.superRefine((input, context) => {
  judgeSharing(input, context)
  if (input.modes.length === 0 && input.shareScope !== 'contact_only') {
    context.addIssue({ code: 'custom', path: ['modes'], message: 'listing.rules.modes' })
  }
})
export type ResourceInput = z.output<typeof resourceSchema>

export const newResourceForm = z.object({
  /** A repeat of the form with the same key is the same resource. */
  key: z.uuid(),
  copyOf: optionalId,
  copyPrices: z.boolean().optional().default(false),
})
export const versionForm = z.object({ version })
export const statusForm = z.object({ version, to: z.enum(['active', 'retired']) })

/** What many resources may be given at once; null leaves each as it is. */
export const patchSchema = z
  .object({
    shareScope: z.enum(SHARE_SCOPES).optional().transform((scope) => scope ?? null),
    notOpenReason: sharing.notOpenReason,
    reviewOn: sharing.reviewOn,
    ...contact,
    gateZh: optionalText(100),
    gateEn: optionalText(100),
    accessZh: optionalText(1000),
    accessEn: optionalText(2000),
    setModes: z.boolean().optional().default(false),
    modes: z.array(z.enum(RESOURCE_MODES)).max(RESOURCE_MODES.length),
    status: z.enum(['active', 'retired']).optional().transform((status) => status ?? null),
    addTags: ids(40),
    removeTags: ids(40),
  })
  .superRefine((input, context) => {
    if (input.shareScope !== null) judgeSharing({ ...input, shareScope: input.shareScope }, context)
    if (input.setModes && input.modes.length === 0) context.addIssue({ code: 'custom', path: ['modes'], message: 'listing.rules.modes' })
  })
export type ResourcePatch = z.output<typeof patchSchema>

export const RESOURCE_PAGE_SIZE = 50

/** Identifiers with the version that was seen, as `id:version`. */
export const chosenSchema = z.array(z.string().regex(/^.{1,100}:\d{1,9}$/)).min(1, { error: 'listing.rules.none_chosen' }).max(500)

export function parseChosen(all: readonly string[]): { id: string; version: number }[] {
  return all.map((each) => {
    const at = each.lastIndexOf(':')
    return { id: each.slice(0, at), version: Number(each.slice(at + 1)) }
  })
}
