import { z } from 'zod'

/*
 * The forms at the machine. People type minutes and counts; the commands take seconds and keep what is not told
 * apart from nothing.
 */

const plain = (max: number) =>
  z.string().trim().max(max).refine((text) => !/[^\P{Cc}\t\n\r]/u.test(text) && text.isWellFormed())
const MOST_COUNTERS = 5
const MOST_MINUTES = 366 * 1440
const minutes = z.coerce.number().int().min(0).max(MOST_MINUTES).optional()

/** One of the big buttons. */
export const actForm = z.object({
  intent: z.enum(['in', 'out', 'late']),
  item: z.uuid(),
  key: z.uuid(),
})
export type ActForm = z.output<typeof actForm>

export const faultForm = z.object({
  key: z.uuid(),
  what: plain(1000).min(1),
  takeOut: z.literal('on').optional(),
})
export type FaultInput = z.output<typeof faultForm>

export const afterForm = z.object({
  key: z.uuid(),
  /** Of the report of a fault, which is an act of its own. */
  faultKey: z.uuid(),
  samples: z.coerce.number().int().min(0).max(100_000).optional(),
  warmUp: minutes,
  measuring: minutes,
  post: minutes,
  /** Readings of the machine's own counters, each with its name. */
  counter: z.array(z.object({ name: plain(40).optional(), value: z.coerce.number().min(0).max(1e12).optional() })).max(MOST_COUNTERS).optional(),
  remarks: plain(2000).optional(),
  hasFault: z.literal('on').optional(),
  what: plain(1000).optional(),
  takeOut: z.literal('on').optional(),
}).superRefine(({ hasFault, what }, context) => {
  if (hasFault === 'on' && !what) context.addIssue({ code: 'custom', path: ['what'], message: 'required' })
})
export type AfterForm = z.output<typeof afterForm>

/** What the form after use tells, as the command takes it. */
export function detailsOf({ samples, warmUp, measuring, post, counter, remarks }: AfterForm) {
  const counters = Object.fromEntries((counter ?? []).flatMap(({ name, value }) => (name && value !== undefined ? [[name, value]] : [])))
  return {
    ...(samples !== undefined && { samples }),
    ...(warmUp !== undefined && { warmUpSeconds: warmUp * 60 }),
    ...(measuring !== undefined && { measuringSeconds: measuring * 60 }),
    ...(post !== undefined && { postSeconds: post * 60 }),
    ...(Object.keys(counters).length > 0 && { counters }),
    ...(remarks && { remarks }),
  }
}
