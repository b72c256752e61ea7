import { createHash } from 'node:crypto'
import type { Actor } from '~/domain/access/permission'
import type { BookingFacts } from '~/domain/booking/facts'
import { NEAREST_DAYS, type PlannedOccurrence, planSeries, type SeriesWish } from '~/domain/booking/series'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { expand, type LeftOut, type Repetition } from '~/domain/recurrence/occurrences'
import { parseRule } from '~/domain/recurrence/rule'
import { addMinutes } from '~/domain/time/interval'
import { minutesOfDay, plainDateOf } from '~/domain/time/zone'
import { questionOf, wishOf } from '~/features/bookings/create.server'
import type { SeriesInput } from '~/features/bookings/series/schema'
import { db } from '~/platform/db.server'

/** A series as it is asked for, read on the campus's clock, with the question for its facts. */
export type AskedSeries = {
  wish: SeriesWish
  repetition: Repetition
  onClash: SeriesInput['onClash']
  question: ReturnType<typeof questionOf> & { projectId: string | null }
}

export type SeriesPlan = { occurrences: PlannedOccurrence[]; leftOut: LeftOut[] }

/** Reads a series before its facts are known: everything that can be refused without them is. */
export async function askedSeries(actor: Actor, input: SeriesInput, now: Date): Promise<Outcome<AskedSeries>> {
  const asked = await wishOf(actor, input.booking, now)
  if (!asked.ok) return asked
  const { items, ...who } = asked.value
  const [wanted] = items
  if (!wanted || items.length > 1) return refused(problem('recurrence_invalid', { part: 'items' }))
  const { period, ...item } = wanted
  if (!(period.start < period.end)) return refused(problem('period_reversed', {}))
  const timeZone = await timeZoneOf(item.resourceId)
  if (timeZone === null) return refused(problem('resource_unknown', { id: item.resourceId }))
  const rule = parseRule(input.rule)
  if (!rule.ok) return rule
  const first = plainDateOf(period.start, timeZone)
  const startMinute = minutesOfDay(period.start, timeZone)
  const repetition: Repetition = {
    rule: rule.value,
    days: input.days,
    first,
    startMinute,
    endMinute: endMinuteOf(first, period.end, timeZone),
    timeZone,
    except: input.except,
  }
  // Which dates are holidays is known only with the facts; without the calendar the series is at its longest.
  const longest = expand({ ...repetition, days: 'all', except: [] }, [])
  if (!longest.ok) return longest
  const all = longest.value.occurrences.map((each) => each.period)
  const reach = NEAREST_DAYS * 1440
  const [from, to] = [all[0]!, all.at(-1)!]
  const window = [{ start: addMinutes(from.start, -reach), end: from.end }, { start: to.start, end: addMinutes(to.end, reach) }]
  return done({
    wish: { ...who, item },
    repetition,
    onClash: input.onClash,
    question: {
      ...questionOf({ items: window.map((each) => ({ ...item, period: each })), attendeeId: who.attendeeId }, now),
      projectId: who.projectId,
    },
  })
}

/** Minutes from the midnight that the first date begins with, on the wall clock; 1440 and more lie on later days. */
export function endMinuteOf(first: string, end: Date, timeZone: string): number {
  const days = (Date.parse(`${plainDateOf(end, timeZone)}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / 86_400_000
  return days * 1440 + minutesOfDay(end, timeZone)
}

/** Every occurrence with its verdict, over facts that were read before or after the lock. */
export function planOf({ wish, repetition, onClash }: AskedSeries, facts: BookingFacts, now: Date): Outcome<SeriesPlan> {
  const resource = facts.resources[wish.item.resourceId]
  const expansion = expand(repetition, resource?.calendarDays ?? [], resource?.universityId)
  if (!expansion.ok) return expansion
  const { occurrences, leftOut } = expansion.value
  return done({ occurrences: planSeries(facts, wish, occurrences, { onClash, now }), leftOut })
}

/** What somebody who has seen a plan agrees to: which occurrences take place, when, and when its person is there. */
export function planHash(plan: readonly PlannedOccurrence[]): string {
  const text = plan.map(({ key, period, verdict }) => [...[key, period?.start, period?.end].map((each) => each?.getTime() ?? ''), period ? verdict.items[0]?.attendance : ''].join('/')).join(' ')
  return createHash('sha256').update(text).digest('base64url')
}

async function timeZoneOf(resourceId: string): Promise<string | null> {
  const found = await db.resource.findUnique({ where: { id: resourceId }, select: { campus: { select: { timeZone: true } } } })
  return found?.campus.timeZone ?? null
}
