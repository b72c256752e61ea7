import { z } from 'zod'
import { HAZARD_CLASSES } from '~/domain/catalogue/classes'
import { id, optionalChoice, optionalId, optionalText, requiredText } from '~/features/catalogue/fields'

export const ROOM_FIELDS = ['campusId', 'buildingZh', 'buildingEn', 'number', 'nameZh', 'nameEn', 'labId', 'hazardClass', 'safetyLevel'] as const

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
})
export type RoomInput = z.output<typeof roomSchema>
