import { z } from 'zod'
import { LONGEST_ANSWER } from '~/domain/booking/questions'
import { PURPOSES } from '~/domain/booking/states'
import { MOST_SAMPLES } from '~/domain/orders/samples'
import { SAMPLE_STATES } from '~/domain/orders/states'
import { isPlainDate } from '~/domain/time/zone'

const line = (max: number) =>
  z.string().max(max).refine((text) => !/[^\P{Cc}\t\n\r]/u.test(text) && text.isWellFormed()).transform((text) => text.trim())
const said = (max: number) => line(max).pipe(z.string().min(1))
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text)).refine((at) => Number.isFinite(at.getTime()))
const version = z.coerce.number().int().min(1).optional()
const id = z.string().min(1).max(100)

export const HAZARDS = ['none', 'flammable', 'toxic', 'corrosive', 'oxidising', 'explosive', 'biological', 'radioactive', 'magnetic', 'nano'] as const
export type Hazard = (typeof HAZARDS)[number]
export const STORAGES = ['room', 'cool', 'frozen', 'deep_frozen', 'dry', 'dark', 'inert'] as const
export type Storage = (typeof STORAGES)[number]
export const AFTERWARDS = ['return', 'dispose'] as const
export type Afterwards = (typeof AFTERWARDS)[number]

export const orderInput = z.object({
  resourceId: id,
  title: said(200),
  samples: z.number().int().min(1).max(MOST_SAMPLES),
  /** Of the samples in their order; what is left out has its number alone. */
  names: z.array(line(100)).max(MOST_SAMPLES).optional(),
  nature: said(2000),
  hazards: z.array(z.enum(HAZARDS)).min(1).max(HAZARDS.length).refine((all) => !all.includes('none') || all.length === 1, { error: 'orders.rules.none_alone' }),
  storage: z.enum(STORAGES).default('room'),
  conditions: line(2000).optional(),
  afterwards: z.enum(AFTERWARDS),
  purpose: z.enum(PURPOSES).default('research'),
  groupId: id.optional(),
  projectId: id.optional(),
  answers: z.record(z.string().max(40), line(LONGEST_ANSWER)).refine((each) => Object.keys(each).length <= 100).optional(),
  attendeeId: z.uuid().toLowerCase().optional(),
  attendeeEmail: z.email().max(254).toLowerCase().optional(),
}).refine(({ names = [], samples }) => names.length <= samples, { error: 'orders.rules.more_names', path: ['names'] })
export type OrderInput = z.output<typeof orderInput>

/** Ten years of machine time is a slip of the keyboard; a million yuan is not. */
const machineMinutes = z.number().int().min(1).max(10 * 366 * 1440)
const MOST_FEN = 100_000_000_000

export const acceptInput = z.object({ minutes: machineMinutes, totalFen: z.number().int().min(0).max(MOST_FEN).nullish(), note: line(1000).nullish(), version })
export type AcceptInput = z.output<typeof acceptInput>
export const reasonInput = z.object({ reason: line(1000).optional(), version })
export type ReasonInput = z.output<typeof reasonInput>

const numbers = z.array(z.number().int().min(1).max(10_000)).max(MOST_SAMPLES)
export const receiveInput = z.object({ place: line(200).optional(), /** Numbers of samples that did not come. */ missing: numbers.default([]), version })
export type ReceiveInput = z.output<typeof receiveInput>
export const measureInput = z.object({ /** Numbers of samples that were spoilt. */ lost: numbers.default([]), version })
export type MeasureInput = z.output<typeof measureInput>
export const markInput = z.object({
  samples: z.array(z.object({ number: z.number().int().min(1), state: z.enum(SAMPLE_STATES), place: line(200).nullish() })).max(MOST_SAMPLES),
  version,
})
export type MarkInput = z.output<typeof markInput>

/** A link that is opened by a press on it must not run anything. */
const link = z.string().trim().max(2000).refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:', { error: 'orders.rules.link' })
const day = z.string().refine(isPlainDate, { error: 'date' })
export const releaseInput = z.object({ link: link.optional(), until: day, note: line(1000).optional(), version })
export type ReleaseInput = z.output<typeof releaseInput>
export const returnInput = z.object({ how: z.enum(AFTERWARDS), note: line(1000).optional(), version })
export type ReturnInput = z.output<typeof returnInput>

export const MOST_ORDERS_A_RUN = 50
const queued = z.array(z.object({ id: z.uuid().toLowerCase(), version })).min(1).max(MOST_ORDERS_A_RUN)
export const queueInput = z.object({ orders: queued, resourceId: id, startsAt: instant, endsAt: instant, overrideReason: line(1000).optional() })
export type QueueInput = z.output<typeof queueInput>
export const joinInput = z.object({ orders: queued, runItemId: z.uuid().toLowerCase() })
export type JoinInput = z.output<typeof joinInput>
