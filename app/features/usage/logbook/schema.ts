import { z } from 'zod'
import { PURPOSES } from '~/domain/booking/states'
import { BENEFICIARIES, OPERATIONS } from '~/domain/usage/facts'
import { entryId, mailAddress, optionalLine, requiredLine } from '~/features/people/qualifications/schema'

/** What a datetime-local field holds, on the clock of the campus. */
const localTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/, { error: 'datetime' })
const minutes = z.coerce.number().int().min(0).max(366 * 1440).optional()
const version = z.coerce.number().int().min(1).optional()

/** What is told of a use beside its times, as a form has it; an empty field tells nothing. */
const details = {
  operatorEmail: mailAddress.optional(),
  operation: z.enum(OPERATIONS).optional(),
  purpose: z.enum(PURPOSES).optional(),
  beneficiary: z.enum(BENEFICIARIES).optional(),
  samples: z.coerce.number().int().min(0).max(100_000).optional(),
  warmUpMinutes: minutes,
  measuringMinutes: minutes,
  postMinutes: minutes,
  remarks: optionalLine(2000),
}
export const DETAIL_FIELDS = ['operatorEmail', 'operation', 'purpose', 'beneficiary', 'samples', 'warmUpMinutes', 'measuringMinutes', 'postMinutes', 'remarks'] as const

export const OUTCOMES = ['void', 'absent', 'happened'] as const

export const newUseForm = z.object({
  key: z.uuid(), resourceId: entryId, email: mailAddress, startsAt: localTime, endsAt: localTime, ...details,
})
export type NewUseInput = z.output<typeof newUseForm>

export const correctForm = z.object({
  key: z.uuid(), version, startsAt: localTime.optional(), endsAt: localTime.optional(), outcome: z.enum(OUTCOMES).optional(), ...details, reason: requiredLine(1000),
})
export type CorrectInput = z.output<typeof correctForm>

export const checkForm = z.object({ key: z.uuid() })
