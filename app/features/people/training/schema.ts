import { z } from 'zod'
import { TRAINING_KINDS } from '~/domain/eligibility/facts'
import { dayText, entryId, optionalLine, requiredLine, versionNumber } from '~/features/people/qualifications/schema'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'time' })

export const sessionForm = z.object({
  key: z.uuid(),
  /** A resource; or a lab, for its introduction. */
  subject: z.string().regex(/^(resource|lab):.{1,100}$/, { error: 'choice' }),
  kind: z.enum(TRAINING_KINDS),
  titleZh: requiredLine(100),
  titleEn: optionalLine(100),
  placeZh: optionalLine(100),
  placeEn: optionalLine(100),
  day: dayText,
  from: clock,
  to: clock,
  seats: z.coerce.number().int().min(1).max(200),
  /** Whether the machine is taken for it. */
  holds: z.literal('on').optional().transform((text) => text === 'on'),
})
export type SessionInput = z.output<typeof sessionForm>

export const seatForm = z.object({ sessionId: z.uuid(), to: z.string().max(300).optional() })
export const askForm = z.object({ resourceId: entryId, note: optionalLine(500), to: z.string().max(300).optional() })
export const wishForm = z.object({ wishId: z.uuid() })
export const moveSessionForm = z.object({ version: versionNumber, day: dayText, from: clock, to: clock })
export type MoveSessionInput = z.output<typeof moveSessionForm>
/** Minutes from midnight of a wall clock's HH:MM. */
export const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
export const cancelSessionForm = z.object({ version: versionNumber })

const PRESENT = z.union([z.string(), z.array(z.string())]).optional().transform((value) => (value === undefined ? [] : [value].flat()))
/** Who came, by id; the others with a seat did not. */
export const attendanceForm = z.object({ version: versionNumber, present: PRESENT })
