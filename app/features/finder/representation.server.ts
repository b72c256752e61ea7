import { z } from 'zod'
import { problem, type Problem } from '~/domain/problem'
import type { Period } from '~/domain/time/interval'
import { isPlainDate, startOfDay } from '~/domain/time/zone'
import { rfc3339 } from '~/features/catalogue/representation.server'
import type { Availability } from '~/features/finder/availability.server'
import { MAX_FREE_DAYS, SORTS, USABLE } from '~/features/finder/schema'
import { instantOrDate, instantShape, listOf, pageSize, word } from '~/platform/json-shapes'

/** Search and availability as the JSON API takes and gives them. */

const DAY_MS = 86_400_000
/** The longest stretch of availability that one call computes. */
const MAX_AVAILABILITY_DAYS = 92
const DEFAULT_AVAILABILITY_DAYS = 7

/** What a search may ask. A facet's value that does not exist does not narrow, so that old links live on. */
export const resourcesQuery = z.object({
  q: word.optional(),
  usable: listOf(z.enum(USABLE)),
  university: listOf(word),
  campus: listOf(word),
  city: listOf(word),
  level: listOf(word),
  kind: listOf(word),
  mode: listOf(word),
  tag: listOf(word),
  lab: listOf(word),
  freeFrom: instantOrDate.optional(),
  freeTo: instantOrDate.optional(),
  minMinutes: z.coerce.number().int().min(1).max(MAX_FREE_DAYS * 1440).optional(),
  sort: z.enum(SORTS).optional(),
  cursor: z.string().regex(/^p[0-9a-z]{1,5}$/).optional(),
  limit: pageSize,
})

/** The instant of a text that a schema has let through; a date is its first moment in the zone. */
export function toInstant(text: string, timeZone: string): Date {
  return isPlainDate(text) ? startOfDay(text, timeZone) : new Date(text)
}

/** The checked query as an address that the finder's own parser reads. */
export function searchParamsOf(query: z.output<typeof resourcesQuery>): URLSearchParams {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined) params.append(key, String(each))
    }
  }
  return params
}

/** Why "who is free" cannot be computed for the period asked about. */
export function freeProblems(query: z.output<typeof resourcesQuery>, now: Date, timeZone: string): Problem[] {
  const from = query.freeFrom === undefined ? now : toInstant(query.freeFrom, timeZone)
  const to = query.freeTo === undefined ? null : toInstant(query.freeTo, timeZone)
  if (to === null) return []
  if (to <= from) return [field('freeTo', 'period_reversed')]
  if (to <= now) return [problem('period_in_past', {})]
  const start = from < now ? now : from
  return to.getTime() - start.getTime() > MAX_FREE_DAYS * DAY_MS ? [field('freeTo', 'api.rule.at_most_31_days')] : []
}

export const availabilityQuery = z.object({ from: instantOrDate.optional(), to: instantOrDate.optional() })

/** The period asked about: a week from now unless the query says otherwise. */
export function availabilityPeriod(
  query: z.output<typeof availabilityQuery>,
  timeZone: string,
  now: Date,
): { period: Period; problems: Problem[] } {
  const start = query.from === undefined ? now : toInstant(query.from, timeZone)
  const end =
    query.to === undefined
      ? new Date(start.getTime() + DEFAULT_AVAILABILITY_DAYS * DAY_MS)
      : toInstant(query.to, timeZone)
  const length = end.getTime() - start.getTime()
  const problems =
    length <= 0
      ? [field('to', 'period_reversed')]
      : length > MAX_AVAILABILITY_DAYS * DAY_MS
        ? [field('to', 'api.rule.at_most_92_days')]
        : []
  return { period: { start, end }, problems }
}

const field = (name: string, rule: string) => problem('field_invalid', { field: name, rule })

const periodShape = z.object({ startsAt: instantShape, endsAt: instantShape })

export const availabilityShape = z.object({
  resourceId: z.string(),
  timeZone: z.string(),
  from: instantShape,
  to: instantShape,
  bookedElsewhere: z.string().nullable(),
  opening: z.array(periodShape),
  busy: z.array(periodShape.extend({ kind: z.enum(['booking', 'hold', 'maintenance', 'closure']) })),
  free: z.array(periodShape),
})

/** No titles, no names: who has booked is not said here. */
export function availabilityJson(
  resource: { id: string; timeZone: string },
  period: Period,
  found: Availability,
): z.output<typeof availabilityShape> {
  const { timeZone } = resource
  const json = ({ start, end }: Period) => ({ startsAt: rfc3339(start, timeZone), endsAt: rfc3339(end, timeZone) })
  return {
    resourceId: resource.id,
    timeZone,
    from: rfc3339(period.start, timeZone),
    to: rfc3339(period.end, timeZone),
    bookedElsewhere: found.externalUrl,
    opening: found.opening.map(json),
    busy: found.busy.map((each) => ({ ...json(each), kind: each.kind })),
    free: found.free.map(json),
  }
}
