import { z } from 'zod'
import { LONGEST_ANSWER } from '~/domain/booking/questions'
import { ACTIVITIES, PURPOSES } from '~/domain/booking/states'
import { MOST_SAMPLES } from '~/domain/orders/samples'
import { SAMPLE_STATES } from '~/domain/orders/states'
import { fenOfYuan } from '~/domain/pricing/yuan'
import type { Problem } from '~/domain/problem'
import { isPlainDate } from '~/domain/time/zone'
import { purposeOf } from '~/features/bookings/form'
import { AFTERWARDS, HAZARDS, MOST_ORDERS_A_RUN, type OrderInput, STORAGES } from '~/features/usage/orders/schema'

/* What the forms of orders post, and what goes back to one that was refused. */

const text = (max: number) => z.string().trim().max(max).refine((typed) => !/[^\P{Cc}\t\n\r]/u.test(typed) && typed.isWellFormed())
const words = (max: number) => text(max).min(1)
const USES = [...PURPOSES, ...Object.keys(ACTIVITIES)] as [string, ...string[]]
const version = z.coerce.number().int().min(1).optional()
const tick = z.literal('on').optional()

/** "3, 5 7" in numbers of samples; full-width commas too. */
const numbers = z.string().trim().max(2000).default('').transform((typed, context) => {
  const parts = typed.split(/[\s,，、;；]+/).filter(Boolean)
  if (parts.some((part) => !/^[1-9]\d{0,4}$/.test(part))) {
    context.addIssue({ code: 'custom', message: 'orders.rules.numbers' })
    return []
  }
  return [...new Set(parts.map(Number))]
})

export const orderForm = z.object({
  title: words(200),
  samples: z.coerce.number().int().min(1).max(MOST_SAMPLES),
  names: text(MOST_SAMPLES * 101).default('').transform((typed) => (typed === '' ? [] : typed.split(/\r?\n/).map((line) => line.trim()))),
  nature: words(2000),
  hazard: z.partialRecord(z.enum(HAZARDS), tick).default({}),
  storage: z.enum(STORAGES).default('room'),
  conditions: text(2000).optional(),
  afterwards: z.enum(AFTERWARDS),
  use: z.enum(USES).default('research'),
  carrier: text(201).optional(),
  attendeeId: z.uuid().toLowerCase().optional(),
  attendeeEmail: z.email().max(254).toLowerCase().optional(),
  answer: z.record(z.string(), text(LONGEST_ANSWER).optional()).optional(),
  key: z.uuid().optional(),
}).superRefine(({ hazard, names, samples }, context) => {
  const ticked = HAZARDS.filter((each) => hazard[each])
  if (ticked.length === 0) context.addIssue({ code: 'custom', path: ['hazard'], message: 'required' })
  if (ticked.includes('none') && ticked.length > 1) context.addIssue({ code: 'custom', path: ['hazard'], message: 'orders.rules.none_alone' })
  if (names.length > samples) context.addIssue({ code: 'custom', path: ['names'], message: 'orders.rules.more_names' })
  if (names.some((name) => name.length > 100)) context.addIssue({ code: 'custom', path: ['names'], message: 'too_long:100' })
})
export type OrderForm = z.output<typeof orderForm>

export function orderInputOf(form: OrderForm, resourceId: string): OrderInput {
  const { hazard, use, carrier, answer, key: _key, ...rest } = form
  const [groupId, projectId] = (carrier ?? '').split('|')
  return {
    ...rest, resourceId, hazards: HAZARDS.filter((each) => hazard[each]), purpose: purposeOf(use).purpose,
    groupId: groupId || undefined, projectId: projectId || undefined,
    answers: Object.fromEntries(Object.entries(answer ?? {}).flatMap(([id, said]) => (said ? [[id, said]] : []))),
  }
}

const yuan = z.string().trim().max(20).default('').transform((typed, context) => {
  if (typed === '') return null
  const fen = fenOfYuan(typed)
  if (fen === null) context.addIssue({ code: 'custom', message: 'not_a_number' })
  return fen
})
const day = z.string().refine(isPlainDate, { error: 'date' })

/** The forms of the lab, by their button. */
export const labForms = {
  accept: z.object({ minutes: z.coerce.number().int().min(1).max(5_270_400), total: yuan, note: text(1000).optional(), version }),
  decline: z.object({ reason: words(1000), version }),
  receive: z.object({ place: text(200).optional(), missing: numbers, version }),
  measure: z.object({ lost: numbers, version }),
  unqueue: z.object({ reason: words(1000), version }),
  release: z.object({
    link: z.string().trim().max(2000).refine((typed) => URL.canParse(typed) && new URL(typed).protocol === 'https:', { error: 'orders.rules.link' }).optional(),
    until: day, version,
  }),
  return: z.object({ how: z.enum(AFTERWARDS), note: text(1000).optional(), version }),
  mark: z.object({ state: z.record(z.string(), z.enum(SAMPLE_STATES)), place: z.record(z.string(), text(200).optional()).default({}), version }),
} as const
export type LabIntent = keyof typeof labForms

const clock = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/, { error: 'datetime' })
/** Orders ticked on a resource's list, for a new run or one that is there. */
export const runForm = z.object({
  resource: z.string().min(1).max(100),
  intent: z.enum(['plan', 'join']),
  order: z.record(z.uuid(), z.string().regex(/^\d{1,9}$/)).default({}).refine((all) => Object.keys(all).length > 0, { error: 'required' }).refine((all) => Object.keys(all).length <= MOST_ORDERS_A_RUN, { error: `too_many:${MOST_ORDERS_A_RUN}` }),
  start: clock.optional(),
  end: clock.optional(),
  run: z.uuid().optional(),
  overrideReason: text(1000).optional(),
  key: z.uuid().optional(),
}).superRefine(({ intent, start, end, run }, context) => {
  const missing = intent === 'join' ? [run ? null : 'run'] : [start ? null : 'start', end ? null : 'end']
  for (const name of missing) if (name) context.addIssue({ code: 'custom', path: [name], message: 'required' })
})

export type OrderReply = { errors: Record<string, string[]>; problems: Problem[]; values: Record<string, string>; /** Which of several forms it was. */ form: string }

/** Problems of a field go to the field, the others above the form. */
export function replyOf(problems: readonly Problem[], values: Record<string, string>, form = ''): OrderReply {
  const errors: Record<string, string[]> = {}
  for (const each of problems) if (each.code === 'field_invalid') errors[each.params.field] = [...(errors[each.params.field] ?? []), each.params.rule]
  return { errors, values, form, problems: problems.filter(({ code }) => code !== 'field_invalid') }
}
