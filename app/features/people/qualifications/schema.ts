import { z } from 'zod'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { TIME_BANDS } from '~/domain/eligibility/facts'
import { isPlainDate } from '~/domain/time/zone'

const WRITABLE = /^(\P{Cc}|[\t\n\r])*$/u
export const writtenText = (max: number) =>
  z.string().trim().max(max).refine((text) => WRITABLE.test(text) && text.isWellFormed(), { error: 'invalid' })
export const requiredLine = (max: number) => writtenText(max).min(1)
export const optionalLine = (max: number) => writtenText(max).optional().transform((text) => text || null)
export const dayText = z.string().refine(isPlainDate, { error: 'date' })
export const versionNumber = z.coerce.number().int().min(1)
export const mailAddress = z.email().max(254).toLowerCase()
export const entryId = z.string().min(1).max(100)
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const ticked = z.literal('on').optional().transform((text) => text === 'on')

/** What the office of a lab may write down as done; an introduction ends in an admission instead. */
export const STEP_KINDS = ['theory', 'practical', 'supervised', 'exam'] as const

export const grantForm = z.object({
  email: mailAddress,
  resourceId: entryId,
  mode: z.enum(RESOURCE_MODES).default('self_operation'),
  band: z.enum(TIME_BANDS).default('any'),
  /** The last day on the campus; empty: as the rule says, or without end. */
  lastDay: dayText.optional(),
})
export type GrantInput = z.output<typeof grantForm>

export const stepForm = z.object({
  email: mailAddress,
  resourceId: entryId,
  kind: z.enum(STEP_KINDS),
  day: dayText,
  note: optionalLine(500),
})
export type StepInput = z.output<typeof stepForm>

export const QUALIFICATION_VERBS = ['suspend', 'lift', 'revoke', 'extend'] as const
export const changeQualificationForm = z.object({
  version: versionNumber,
  to: z.enum(QUALIFICATION_VERBS),
  reason: optionalLine(500),
  lastDay: dayText.optional(),
})
export type ChangeQualificationInput = z.output<typeof changeQualificationForm>

export const GRANTERS = ['last_step', 'manager'] as const

export const ruleForm = z.object({
  /** The rule that is edited, which ends with this. */
  replaces: z.uuid().optional(),
  /** A resource, or a lab with, perhaps, a kind. */
  subject: z.string().regex(/^(resource|lab):.{1,100}$/, { error: 'choice' }),
  kindId: entryId.optional().transform((id) => id ?? null),
  mode: z.enum(RESOURCE_MODES).default('self_operation'),
  band: z.enum(TIME_BANDS).default('any'),
  needsTheory: ticked,
  needsPractical: ticked,
  supervisedSessions: whole(0, 50).default(0),
  needsExam: ticked,
  /** Who grants: the last step by itself, or a manager by hand. */
  grantedBy: z.enum(GRANTERS).default('last_step'),
  validMonths: whole(1, 120).optional().transform((months) => months ?? null),
  idleDays: whole(1, 3650).optional().transform((days) => days ?? null),
  warnDays: whole(1, 365).default(30),
})
export type RuleInput = z.output<typeof ruleForm>
export const endRuleForm = z.object({ id: z.uuid(), version: versionNumber })
