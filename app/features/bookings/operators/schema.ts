import { z } from 'zod'
import { entryId, requiredLine, versionNumber, writtenText } from '~/features/people/qualifications/schema'

const localTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, { error: 'date' })

/** More than any lab has. */
const MOST_RESOURCES = 200

const described = {
  nameZh: requiredLine(80),
  nameEn: writtenText(80).optional(),
  /** Of the account, if there is one: who signs in with it sees the plan and takes leave. */
  email: z.email().max(254).toLowerCase().optional(),
  resourceIds: z.array(requiredLine(100)).min(1, { error: 'operators.rule.resources' }).max(MOST_RESOURCES),
}
export const newOperatorForm = z.object({ ...described, key: z.uuid() })
export type NewOperatorInput = z.output<typeof newOperatorForm>
export const operatorForm = z.object({ ...described, version: versionNumber })
export type OperatorInput = z.output<typeof operatorForm>

/** On the campus's clock. `stuck`: what becomes of bookings that nobody else can assist. */
export const leaveForm = z.object({
  key: z.uuid(),
  from: localTime,
  to: localTime,
  reason: requiredLine(200),
  stuck: z.enum(['refuse', 'cancel']).default('refuse'),
  step: z.enum(['look', 'confirm']).default('look'),
})
export type LeaveForm = z.output<typeof leaveForm>
export const endLeaveForm = z.object({ outageId: z.uuid(), version: versionNumber })

export const swapForm = z.object({ itemId: z.uuid(), operatorId: entryId, version: versionNumber })
export type SwapInput = z.output<typeof swapForm>
