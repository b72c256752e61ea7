import type { Actor } from '~/domain/access/permission'
import { addMinutes } from '~/domain/time/interval'
import { addDays, instantToLocalDateTime, localDateTimeToInstant, plainDateOf, wallToInstant } from '~/domain/time/zone'
import { randomUUID } from 'node:crypto'
import { type Proposed, proposals } from '~/features/bookings/outages/propose.server'
import { type Affected, gaveWay, type OutageRow, outNow, type Stoppable } from '~/features/bookings/outages/queries.server'
import { queryText } from '~/platform/http'

/** A fault that nobody can judge yet is taken to last to the end of the day, or of the next when that is near. */
const END_MINUTE = 18 * 60
const LEAST_MINUTES = 120

export type StopFacts = {
  now: Date
  timeZone: string
  formKey: string
  first: { until: string; reason: string; kind: string }
  affected: Proposed[]
  gave: Affected[]
  out: (OutageRow & { resourceId: string })[]
}

/** What somebody in front of a broken machine has to see: whom a stop would touch, or, once stopped, whom to call. */
export async function stopPage(actor: Actor, target: Stoppable, query: URLSearchParams, now: Date): Promise<StopFacts> {
  const { timeZone, resourceIds } = target
  const out = await outNow(resourceIds, now)
  const asked = localDateTimeToInstant(queryText(query, 'until', 16), timeZone)
  const latest = addMinutes(now, 366 * 1440)
  const until = asked && asked > now && asked < latest ? asked : usualEnd(now, timeZone)
  const isStopped = resourceIds.every((id) => out.some((each) => each.resourceId === id))
  const reason = queryText(query, 'reason', 300)
  const [gave, affected] = await Promise.all([
    out.length > 0 ? gaveWay(actor, out.map(({ resourceId }) => resourceId), now) : [],
    isStopped ? [] : proposals(actor, resourceIds, [{ start: now, end: until }], reason, now),
  ])
  return {
    now, timeZone, out, gave, affected,
    formKey: randomUUID(),
    first: { until: instantToLocalDateTime(until, timeZone), reason, kind: query.get('kind') === 'closure' ? 'closure' : 'fault' },
  }
}

function usualEnd(now: Date, timeZone: string): Date {
  const today = plainDateOf(now, timeZone)
  const end = wallToInstant(today, END_MINUTE, timeZone)
  return end >= addMinutes(now, LEAST_MINUTES) ? end : wallToInstant(addDays(today, 1), END_MINUTE, timeZone)
}
