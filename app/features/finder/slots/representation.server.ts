import { z } from 'zod'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { problem, type Problem } from '~/domain/problem'
import { addMinutes, type Period } from '~/domain/time/interval'
import { rfc3339 } from '~/features/catalogue/representation.server'
import { toInstant } from '~/features/finder/representation.server'
import type { JointPlan, ResourceSlots } from '~/features/finder/slots/queries.server'
import { DEFAULT_GAP_MINUTES, LONGEST_GAP_MINUTES, LONGEST_MINUTES, MAX_SEARCH_DAYS, MOST_TOGETHER, SLOT_SORTS } from '~/features/finder/slots/schema'
import type { FoundSlot } from '~/features/finder/slots/search.server'
import { flag, instantOrDate, instantShape, listOf, pageSize, word } from '~/platform/json-shapes'

/** Free slots as the JSON API takes and gives them. */

const length = z.coerce.number().int().min(1).max(LONGEST_MINUTES)
const period = { from: instantOrDate.optional(), to: instantOrDate.optional() }
const DEFAULT_DAYS = 14

export const slotsQuery = z.object({
  minutes: length,
  ...period,
  /** One resource: its next slots. Otherwise the first slot of each that matches. */
  resource: word.optional(),
  q: word.optional(),
  kind: listOf(word),
  city: listOf(word),
  campus: listOf(word),
  university: listOf(word),
  mode: z.enum(RESOURCE_MODES).optional(),
  usable: flag.optional(),
  sort: z.enum(SLOT_SORTS).optional(),
  /** The campus that journeys begin at. */
  near: word.optional(),
  cursor: z.string().regex(/^p[1-9]\d{0,3}$/).optional(),
  limit: pageSize,
})

export const jointQuery = z.object({
  resource: z.preprocess((value) => (Array.isArray(value) ? value : [value]).flatMap((each) => (typeof each === 'string' ? each.split(',') : [each])), z.array(word).min(2).max(MOST_TOGETHER)),
  minutes: z.preprocess((value) => (Array.isArray(value) ? value : [value]).flatMap((each) => (typeof each === 'string' ? each.split(',') : [each])), z.array(length).min(1).max(MOST_TOGETHER)),
  maxGapMinutes: z.coerce.number().int().min(0).max(LONGEST_GAP_MINUTES).default(DEFAULT_GAP_MINUTES),
  ...period,
  limit: pageSize,
})

const slot = { startsAt: instantShape, endsAt: instantShape }
export const slotShape = z.object({ resourceId: z.string(), timeZone: z.string(), ...slot, journeyMinutes: z.number().int().nullable() })
export const planShape = z.object({
  ...slot,
  parts: z.array(z.object({ resourceId: z.string(), timeZone: z.string(), ...slot, journeyMinutes: z.number().int(), waitMinutes: z.number() })),
})

/** The period asked about: two weeks from now unless the query says otherwise; it never begins before now. */
export function slotWindow(query: { from?: string; to?: string }, timeZone: string, now: Date): { window: Period; problems: Problem[] } {
  const asked = query.from === undefined ? now : toInstant(query.from, timeZone)
  const start = asked < now ? now : asked
  const end = query.to === undefined ? addMinutes(start, DEFAULT_DAYS * 1440) : toInstant(query.to, timeZone)
  const field = (rule: string) => problem('field_invalid', { field: 'to', rule })
  const problems = end <= asked ? [field('period_reversed')]
    : end <= now ? [problem('period_in_past', {})]
      : end.getTime() - start.getTime() > MAX_SEARCH_DAYS * 86_400_000 ? [field('api.rule.at_most_31_days')] : []
  return { window: { start, end }, problems }
}

export const pageOfCursor = (cursor: string | undefined) => (cursor === undefined ? 1 : Number(cursor.slice(1)))
export const cursorOfPage = (page: number) => `p${page}`

const slotJson = ({ start, end }: Period, timeZone: string) => ({ startsAt: rfc3339(start, timeZone), endsAt: rfc3339(end, timeZone) })

export const foundJson = ({ resourceId, timeZone, slot: each, journeyMinutes }: FoundSlot): z.output<typeof slotShape> => ({
  resourceId, timeZone, ...slotJson(each, timeZone), journeyMinutes,
})

export const slotsJson = ({ resourceId, timeZone, slots }: ResourceSlots): z.output<typeof slotShape>[] =>
  slots.map((each) => ({ resourceId, timeZone, ...slotJson(each, timeZone), journeyMinutes: null }))

export const planJson = ({ start, end, parts }: JointPlan): z.output<typeof planShape> => ({
  startsAt: rfc3339(start, parts[0]!.timeZone),
  endsAt: rfc3339(end, parts.at(-1)!.timeZone),
  parts: parts.map(({ resourceId, timeZone, journeyMinutes, waitMinutes, ...each }) => ({ resourceId, timeZone, ...slotJson(each, timeZone), journeyMinutes, waitMinutes })),
})
