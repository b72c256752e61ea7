import { z } from 'zod'
import { HAZARD_CLASSES } from '~/domain/catalogue/classes'
import { isPlainDate } from '~/domain/time/zone'
import { id, optionalChoice, optionalId, optionalText, requiredText, version } from '~/features/catalogue/fields'

const day = z.string().refine(isPlainDate, { error: 'date' })

export const ROOM_FIELDS = ['campusId', 'buildingZh', 'buildingEn', 'number', 'nameZh', 'nameEn', 'labId', 'hazardClass', 'safetyLevel', 'reassessOn', 'maxPeople'] as const

export const roomSchema = z.object({
  campusId: id,
  buildingZh: optionalText(100),
  buildingEn: optionalText(100),
  number: requiredText(60),
  nameZh: optionalText(100),
  nameEn: optionalText(100),
  labId: optionalId,
  hazardClass: optionalChoice(HAZARD_CLASSES),
  /** I to IV, I the gravest. */
  safetyLevel: z
    .number()
    .int()
    .min(1)
    .max(4)
    .optional()
    .transform((level) => level ?? null),
  /** The day by which class and level are to be assessed anew. */
  reassessOn: day.optional().transform((text) => text ?? null),
  /** How many may be in it at once. */
  maxPeople: z.number().int().min(1).max(10_000).optional().transform((count) => count ?? null),
})
/** What came of assessing a room anew; the next time is always said. */
export const reassessForm = z.object({
  id,
  version,
  hazardClass: optionalChoice(HAZARD_CLASSES),
  safetyLevel: z.coerce.number().int().min(1).max(4).optional().transform((level) => level ?? null),
  reassessOn: day,
})
export type ReassessInput = z.output<typeof reassessForm>
export type RoomInput = z.output<typeof roomSchema>
