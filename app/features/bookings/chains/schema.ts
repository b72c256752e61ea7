import { z } from 'zod'
import type { ChainStep } from '~/domain/booking/chain'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import type { Period } from '~/domain/time/interval'
import { wallToInstant } from '~/domain/time/zone'
import { bookingForm, bookingInputOf } from '~/features/bookings/form'
import type { BookingInput } from '~/features/bookings/schema'
import { chainItems } from '~/domain/booking/chain'

/** A step may be as long as two weeks, and so may the wait before it. */
const LONGEST_STEP_MINUTES = 14 * 1440
/** Only so that no form is endless: how many one booking may have is a rule of the domain, said as such. */
const MOST_ROWS = 200

const plain = (max: number) => z.string().trim().max(max).refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed())

const stepForm = z.object({
  resourceId: plain(100),
  mode: z.enum(RESOURCE_MODES).optional(),
  quantity: z.coerce.number().int().min(1).max(1000).default(1),
  minutes: z.coerce.number().int().min(1).max(LONGEST_STEP_MINUTES),
  begins: z.enum(['after', 'with']).default('after'),
  gapMinutes: z.coerce.number().int().min(0).max(LONGEST_STEP_MINUTES).default(0),
})
type StepForm = z.output<typeof stepForm>

const steps = z.array(stepForm).max(MOST_ROWS).default([])

/** A booking of several resources: its beginning, and step by step what follows. */
export const chainForm = bookingForm
  .omit({ intent: true, endDate: true, endTime: true, mode: true, quantity: true, overrideReason: true, guestName: true, guestUniversityId: true })
  .extend({ intent: z.enum(['check', 'book', 'find']).default('check'), steps })
export type ChainForm = z.output<typeof chainForm>

export const templateForm = z.object({
  id: z.uuid().optional(),
  version: z.coerce.number().int().min(0).default(0),
  nameZh: plain(80).pipe(z.string().min(1)),
  nameEn: plain(80).optional(),
  steps,
})
export type TemplateForm = z.output<typeof templateForm>

const stepOf = ({ mode, ...step }: StepForm): ChainStep => ({ ...step, mode: mode ?? null })
export const stepsOf = (form: Pick<ChainForm, 'steps'>): ChainStep[] => form.steps.map(stepOf)

export const startOf = (form: Pick<ChainForm, 'startDate' | 'startTime'>, timeZone: string): Date => {
  const [hours = 0, minutes = 0] = form.startTime.split(':').map(Number)
  return wallToInstant(form.startDate, hours * 60 + minutes, timeZone)
}

/** What the form asks for; its beginning stands on the clock of the first resource's campus. */
export function chainInputOf(form: ChainForm, timeZone: string): BookingInput {
  const { steps: _steps, intent: _intent, ...rest } = form
  const details = bookingInputOf({ ...rest, intent: 'check', endDate: form.startDate, endTime: form.startTime, quantity: 1 }, { id: '', timeZone })
  const items = chainItems(startOf(form, timeZone), stepsOf(form)).map(({ resourceId, period, mode, quantity }) => ({
    resourceId, startsAt: period.start, endsAt: period.end, mode: mode ?? undefined, quantity,
  }))
  return { ...details, items }
}

// ── The rows of a form as text ──────────────────────────────────────────────────────────────

const PARTS = ['resourceId', 'mode', 'quantity', 'minutes', 'begins', 'gapMinutes'] as const
/** A row as it was typed. */
export type StepValues = Record<(typeof PARTS)[number], string>

export const rowOf = (step: Partial<ChainStep> & { resourceId: string }): StepValues => ({
  resourceId: step.resourceId,
  mode: step.mode ?? '',
  quantity: String(step.quantity ?? 1),
  minutes: String(step.minutes ?? 60),
  begins: step.begins ?? 'after',
  gapMinutes: String(step.gapMinutes ?? 0),
})

/** The rows of a posted form, in order. */
export function rowsIn(values: Readonly<Record<string, string>>): StepValues[] {
  const found = Object.keys(values).flatMap((name) => /^steps\[(\d{1,3})\]\.resourceId$/.exec(name)?.[1] ?? [])
  return found.map(Number).toSorted((a, b) => a - b).map((at) => {
    const part = (name: keyof StepValues) => values[`steps[${at}].${name}`] ?? ''
    return Object.fromEntries(PARTS.map((name) => [name, part(name)])) as StepValues
  })
}

/** The same form with other rows. */
export function putRows(body: FormData, rows: readonly StepValues[]): void {
  const names = [...body.keys()]
  for (const name of names) if (name.startsWith('steps[')) body.delete(name)
  rows.forEach((row, at) => {
    for (const part of PARTS) body.set(`steps[${at}].${part}`, row[part])
  })
}

/** What a button of the rows does: `add` a resource, `remove` a row, or put it before the one above (`up`). */
export function editRows(rows: readonly StepValues[], body: FormData): StepValues[] | null {
  const said = (name: string) => {
    const value = body.get(name)
    return typeof value === 'string' && value !== '' ? value : null
  }
  const [add, remove, up] = [said('add'), said('remove'), said('up')]
  const at = Number(remove ?? up)
  if (add !== null) return [...rows, rowOf({ resourceId: add.slice(0, 100) })]
  if (remove !== null) return rows.filter((_, index) => index !== at)
  if (up === null) return null
  const [before, moved] = [rows[at - 1], rows[at]]
  return before && moved ? rows.with(at - 1, moved).with(at, before) : [...rows]
}

/** When each part of a chain takes place. */
export type ChainPart = Period & { timeZone: string }
