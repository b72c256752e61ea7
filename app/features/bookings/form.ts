import { parseWithZod } from '@conform-to/zod/v4'
import { z } from 'zod'
import { ATTENDANCES, RESOURCE_MODES } from '~/domain/booking/facts'
import { LONGEST_ANSWER } from '~/domain/booking/questions'
import { ACTIVITIES, type Activity, type Purpose, PURPOSES } from '~/domain/booking/states'
import type { OriginClass, Quote } from '~/domain/pricing/quote'
import type { Problem } from '~/domain/problem'
import type { Period } from '~/domain/time/interval'
import { instantToLocalDateTime, isPlainDate, localDateTimeToInstant, wallToInstant } from '~/domain/time/zone'
import type { PayerLine } from '~/features/bookings/payers.server'
import { type BookingInput, decisionInput } from '~/features/bookings/schema'
import { ruleOf } from '~/i18n/rules'

/*
 * The forms of bookings: what they post, read on the campus's wall clock. A purpose and the activity
 * that refines it are one choice, so are a group and its project.
 */

const isActivity = (text: string): text is Activity => text in ACTIVITIES
const USES = [...PURPOSES, ...Object.keys(ACTIVITIES)] as [string, ...string[]]

const date = z.string().refine(isPlainDate, { error: 'date' })
/** An end at midnight may be written 24:00. */
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: 'time' })
const plainText = (max: number) =>
  z.string().trim().max(max).refine((text) => !/[^\P{Cc}\t\n\r]/u.test(text) && text.isWellFormed())
const period = { startDate: date, startTime: time, endDate: date, endTime: time }

/** To what is asked: `answer.<question>`; what was left empty is left out. */
const answers = z.record(z.string(), plainText(LONGEST_ANSWER).optional()).optional()
export const answersForm = z.object({ answer: answers.transform((given) => saidOf(given)) })
const saidOf = (given: Record<string, string | undefined> = {}) => Object.fromEntries(Object.entries(given).flatMap(([id, text]) => (text ? [[id, text]] : [])))

export const bookingForm = z.object({
  intent: z.enum(['check', 'book']).default('check'),
  ...period,
  mode: z.enum(RESOURCE_MODES).optional(),
  quantity: z.coerce.number().int().min(1).max(1000).default(1),
  attendance: z.enum(ATTENDANCES).optional(),
  use: z.enum(USES).default('research'),
  carrier: plainText(201).optional(),
  title: plainText(200).optional(),
  notes: plainText(4000).optional(),
  declaration: plainText(2000).optional(),
  answer: answers,
  headCount: z.coerce.number().int().min(1).max(10_000).optional(),
  attendeeId: z.uuid().toLowerCase().optional(),
  attendeeEmail: z.email().max(254).toLowerCase().optional(),
  overrideReason: plainText(1000).optional(),
  guestName: plainText(80).optional(),
  guestUniversityId: plainText(40).optional(),
  key: z.uuid().optional(),
})
export type BookingForm = z.output<typeof bookingForm>

export const changeForm = z.object({
  intent: z.enum(['check', 'change']).default('check'),
  ...period,
  title: plainText(200).default(''),
  notes: plainText(4000).default(''),
  overrideReason: plainText(1000).optional(),
  version: z.coerce.number().int().min(1),
})
export type ChangeForm = z.output<typeof changeForm>

const instantText = z.iso.datetime({ offset: true }).transform((text) => new Date(text)).refine((at) => storable(at) !== null)

/** One's own booking given up for another resource. */
export const relocateForm = answersForm.extend({
  resource: z.string().min(1).max(100).refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed()),
  start: instantText,
  end: instantText,
  version: z.coerce.number().int().min(1),
  key: z.uuid().optional(),
})

export const decisionForm = decisionInput.extend({ version: z.coerce.number().int().min(1).optional() })

/** The period of a form on the zone's wall clock; its ends may come in the wrong order. */
export function periodOf(form: Pick<BookingForm, 'startDate' | 'startTime' | 'endDate' | 'endTime'>, timeZone: string): Period {
  return { start: instantOf(form.startDate, form.startTime, timeZone), end: instantOf(form.endDate, form.endTime, timeZone) }
}

function instantOf(plainDate: string, clock: string, timeZone: string): Date {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return wallToInstant(plainDate, hours * 60 + minutes, timeZone)
}

export function bookingInputOf(form: BookingForm, resource: { id: string; timeZone: string }): BookingInput {
  const { start, end } = periodOf(form, resource.timeZone)
  const [groupId, projectId] = (form.carrier ?? '').split('|')
  return {
    items: [{ resourceId: resource.id, startsAt: start, endsAt: end, mode: form.mode, quantity: form.quantity, attendance: form.attendance }],
    ...purposeOf(form.use),
    title: form.title,
    notes: form.notes,
    declaration: form.declaration,
    answers: saidOf(form.answer),
    groupId: groupId || undefined,
    projectId: projectId || undefined,
    headCount: form.headCount,
    attendeeId: form.attendeeId,
    attendeeEmail: form.attendeeEmail,
    overrideReason: form.overrideReason,
  }
}

export function purposeOf(use: string): { purpose: Purpose; activity?: Activity } {
  if (isActivity(use)) return { purpose: ACTIVITIES[use], activity: use }
  return { purpose: PURPOSES.find((each) => each === use) ?? 'research' }
}

export type PeriodFields = Record<'startDate' | 'startTime' | 'endDate' | 'endTime', string>

/** A period as the form shows it. An end at midnight stays on its day, as 24:00. */
export function periodFields({ start, end }: Period, timeZone: string): PeriodFields {
  const from = instantToLocalDateTime(start, timeZone)
  const to = instantToLocalDateTime(end, timeZone)
  if (to.endsWith('T00:00') && end > start) {
    const last = instantToLocalDateTime(new Date(end.getTime() - 60_000), timeZone)
    return { startDate: from.slice(0, 10), startTime: from.slice(11), endDate: last.slice(0, 10), endTime: '24:00' }
  }
  return { startDate: from.slice(0, 10), startTime: from.slice(11), endDate: to.slice(0, 10), endTime: to.slice(11) }
}

/** An instant of an address: RFC 3339 with its offset, or `YYYY-MM-DDTHH:mm` on the campus's clock. */
export function readInstant(text: string | null, timeZone: string): Date | null {
  if (!text) return null
  const local = localDateTimeToInstant(text, timeZone)
  if (local) return storable(local)
  // A plus sign that was not encoded arrives as a blank.
  const fixed = text.replace(/ (\d\d:\d\d)$/, '+$1')
  const isFull = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(fixed)
  const instant = isFull ? new Date(fixed) : null
  return instant && Number.isFinite(instant.getTime()) ? storable(instant) : null
}

/** PostgreSQL and ISO 8601 disagree on how to write years of other than four digits. */
const storable = (instant: Date) => (instant.getUTCFullYear() >= 1000 && instant.getUTCFullYear() <= 9000 ? instant : null)

/** A slot picked from an answer takes the place of the period in the fields; false when none was. */
export function takeChosenSlot(posted: FormData, timeZone: string): boolean {
  const [from, to] = String(posted.get('slot') ?? '').split('/')
  const start = readInstant(from ?? null, timeZone)
  const end = readInstant(to ?? null, timeZone)
  if (!start || !end) return false
  for (const [name, value] of Object.entries(periodFields({ start, end }, timeZone))) posted.set(name, value)
  posted.delete('slot')
  return true
}

export type ReadForm<T> = { values: Record<string, string> } & (
  | { ok: true; value: T }
  | { ok: false; errors: Record<string, string[]> }
)

/** What was posted, against its schema, with the texts as they were typed. */
export function readPosted<T>(posted: FormData, schema: z.ZodType<T>): ReadForm<T> {
  const values = Object.fromEntries(
    [...posted].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
  const submission = parseWithZod(posted, { schema, error: ruleOf })
  if (submission.status === 'success') return { ok: true, value: submission.value, values }
  const errors = Object.entries(submission.error ?? {}).flatMap(([name, rules]) => (rules ? [[name, rules]] : []))
  return { ok: false, errors: Object.fromEntries(errors), values }
}

/** What a form is told before and after it is sent. */
export type VerdictView = {
  ok: boolean
  problems: Problem[]
  price: Quote | null
  originClass: OriginClass | null
  /** Who pays which part of the price; empty: the group alone. */
  payers: PayerLine[]
  /** Who has to say yes, stage by stage; empty: nobody. */
  approvers: string[][]
  holdExpiresAt: Date | null
  /** Of a change: stays as it is, moves at once, or is asked anew while the old time is kept. */
  change: 'moves' | 'asks_anew' | null
  /** Nobody has this address yet: they are registered with the booking, and judged then. */
  guestEmail: string | null
  /** When each part of a chain takes place. */
  parts?: (Period & { timeZone: string })[]
}

export type BookingReply = {
  errors: Record<string, string[]>
  values: Record<string, string>
  verdict: VerdictView | null
}
