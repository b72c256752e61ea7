import { z } from 'zod'
import { id, optionalText, requiredText, version } from '~/features/catalogue/fields'

export const GROUP_ROLES = ['member', 'supervisor'] as const
export type GroupRole = (typeof GROUP_ROLES)[number]

const email = z.string().trim().toLowerCase().max(254).pipe(z.email())
const names = { nameZh: requiredText(120), nameEn: requiredText(120), discipline: optionalText(120) }

/** `key` makes a repeated submission one group. */
export const openGroupSchema = z.object({ key: z.uuid(), ...names })
export type OpenGroupInput = z.output<typeof openGroupSchema>
export const renameGroupSchema = z.object({ version, ...names })
export type RenameGroupInput = z.output<typeof renameGroupSchema>

export const confirmGroupSchema = z.object({
  groupId: id,
  version,
  decision: z.enum(['confirm', 'refuse']),
  reason: optionalText(300),
})
export type ConfirmGroupInput = z.output<typeof confirmGroupSchema>

export const closeGroupSchema = z.object({ version, reason: requiredText(300) })
export const handOverSchema = z.object({ version, email })
export type HandOverInput = z.output<typeof handOverSchema>

export const inviteSchema = z.object({ email, role: z.enum(GROUP_ROLES).default('member'), message: optionalText(500) })
export type InviteInput = z.output<typeof inviteSchema>
export const joinSchema = z.object({ groupId: id, message: optionalText(500) })
export type JoinInput = z.output<typeof joinSchema>
export const letterSchema = z.object({ letterId: z.uuid(), answer: z.enum(['accept', 'decline', 'withdraw']) })
export type LetterInput = z.output<typeof letterSchema>

export const memberRoleSchema = z.object({ personId: z.uuid(), role: z.enum(GROUP_ROLES) })
/** `keep`: the person's bookings to come stay as they are. */
export const endMembershipSchema = z.object({ personId: z.uuid(), bookings: z.literal('keep').optional() })
