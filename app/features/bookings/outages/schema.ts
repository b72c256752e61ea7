import { z } from 'zod'
import { localDateTimeToInstant } from '~/domain/time/zone'
import { requiredLine, versionNumber, writtenText } from '~/features/people/qualifications/schema'

export const OUTAGE_KINDS = ['maintenance', 'closure', 'fault'] as const
export const CHOICES = ['cancel', 'move', 'elsewhere'] as const
export const REPEATS = ['none', 'DAILY', 'WEEKLY', 'MONTHLY'] as const
/** A taking-out repeats at most so often. */
export const MOST_REPEATS = 52
const localTime = z.string().refine(
  (text) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) && localDateTimeToInstant(text, 'UTC') !== null,
  { error: 'datetime' },
)

/** A period on the campus's clock, once or repeated. */
export const takeOutForm = z.object({
  key: z.uuid(),
  kind: z.enum(['maintenance', 'closure']),
  from: localTime,
  to: localTime,
  repeat: z.enum(REPEATS).default('none'),
  count: z.coerce.number().int().min(1).max(MOST_REPEATS).default(1),
  reason: requiredLine(300),
  step: z.enum(['look', 'confirm']),
})
export type TakeOutForm = z.output<typeof takeOutForm>

/** Out of service from now on; the end is a guess. */
export const stopForm = z.object({ key: z.uuid(), kind: z.enum(['fault', 'closure']), until: localTime, reason: requiredLine(300) })
export type StopForm = z.output<typeof stopForm>
export const backForm = z.object({ outageId: z.uuid(), version: versionNumber })
export const shiftForm = z.object({ minutes: z.coerce.number().int().min(5).max(480), reason: requiredLine(300), key: z.uuid() })
export const messageForm = z.object({ key: z.uuid(), from: localTime, to: localTime, body: writtenText(2000).min(1) })
export type MessageForm = z.output<typeof messageForm>
export const supplyForm = z.object({ supplyId: requiredLine(100), to: z.enum(['add', 'remove']) })

/** What becomes of one booking in the way. */
export type Choice = { do: 'cancel' } | { do: 'move'; startsAt: Date } | { do: 'elsewhere'; resourceId: string; startsAt: Date }

/** The choice of a form: `cancel`, `move|<start>` or `elsewhere|<start>|<resource>`; null where it is none. */
export function parseChoice(text: unknown): Choice | null {
  if (typeof text !== 'string') return null
  if (text === 'cancel') return { do: 'cancel' }
  const [what, start, ...rest] = text.split('|')
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(start ?? '') || /\p{Cc}/u.test(text)) return null
  const startsAt = new Date(start ?? '')
  if (Number.isNaN(startsAt.getTime())) return null
  if (what === 'move' && rest.length === 0) return { do: 'move', startsAt }
  return what === 'elsewhere' && rest.length === 1 && rest[0] ? { do: 'elsewhere', resourceId: rest[0], startsAt } : null
}

export const choiceText = (choice: Choice): string =>
  choice.do === 'cancel' ? 'cancel' : [choice.do, choice.startsAt.toISOString(), ...(choice.do === 'elsewhere' ? [choice.resourceId] : [])].join('|')
