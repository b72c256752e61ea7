import type { Actor } from '~/domain/access/permission'
import type { ResourceMode } from '~/domain/booking/facts'
import { firstSlots, slotSearch, type Span } from '~/domain/booking/free-slots'
import { jointSlots } from '~/domain/booking/joint-slots'
import { doorToDoorMinutes } from '~/domain/scheduling/travel'
import type { Period } from '~/domain/time/interval'
import { getCampusPlaces, getRailLegs } from '~/features/alliance/queries.server'
import { listedFor } from '~/features/catalogue/visibility.server'
import { type Searchable, searchables } from '~/features/finder/slots/facts.server'
import { Prisma } from '~/platform/generated/prisma/client'

export type ResourceSlots = { resourceId: string; timeZone: string; slots: Period[] }

/** The first slots of each of the resources that the reader may see, in the order of their ids as given. */
export async function slotsOf(
  actor: Actor | null,
  resourceIds: readonly string[],
  wish: { minutes: number; window: Period; count: number; mode?: ResourceMode | null },
  now: Date,
): Promise<ResourceSlots[]> {
  const found = await named(actor, resourceIds, wish, now)
  return found.map((each) => ({
    resourceId: each.id,
    timeZone: each.timeZone,
    slots: firstSlots(searchOf(each, wish, now), wish.window.start.getTime(), wish.count).map(asPeriod),
  }))
}

export type JointPlan = { start: Date; end: Date; parts: (Period & { resourceId: string; timeZone: string; /** From the part before. */ journeyMinutes: number; waitMinutes: number })[] }

export type JointAnswer = {
  plans: JointPlan[]
  /** Resources that are not there for the reader, or not booked here. */
  missing: string[]
  /** Between two that follow each other no way is known. */
  hasNoWay: boolean
}

/**
 * When the resources can be used one after another, in the order given: with the journey between their
 * campuses and at most so long a wait after it.
 */
export async function slotsTogether(
  actor: Actor | null,
  wish: { parts: readonly { resourceId: string; minutes: number }[]; window: Period; maxGapMinutes: number; count: number },
  now: Date,
): Promise<JointAnswer> {
  const ids = wish.parts.map((each) => each.resourceId)
  const [found, places, rail] = await Promise.all([named(actor, ids, wish, now), getCampusPlaces(), getRailLegs()])
  const byId = new Map(found.map((each) => [each.id, each]))
  const missing = ids.filter((id) => !byId.has(id))
  if (missing.length > 0) return { plans: [], missing, hasNoWay: false }
  const resources = ids.map((id) => byId.get(id)!)
  const place = (id: string) => places.find((each) => each.id === id)!
  const journeys = resources.map((each, at) => (at === 0 ? 0 : doorToDoorMinutes(place(resources[at - 1]!.campusId), place(each.campusId), rail)))
  if (journeys.includes(null)) return { plans: [], missing, hasNoWay: true }
  const plans = jointSlots(
    resources.map((each, at) => ({ search: searchOf(each, { minutes: wish.parts[at]!.minutes, window: wish.window }, now), journeyMinutes: journeys[at]! })),
    { window: spanOf(wish.window), maxGapMinutes: wish.maxGapMinutes, count: wish.count },
  )
  return {
    missing,
    hasNoWay: false,
    plans: plans.map((slots) => ({
      start: new Date(slots[0]!.start),
      end: new Date(slots.at(-1)!.end),
      parts: slots.map((slot, at) => ({
        ...asPeriod(slot),
        resourceId: resources[at]!.id,
        timeZone: resources[at]!.timeZone,
        journeyMinutes: journeys[at]!,
        waitMinutes: at === 0 ? 0 : (slot.start - slots[at - 1]!.end) / 60_000 - journeys[at]!,
      })),
    })),
  }
}

async function named(actor: Actor | null, ids: readonly string[], wish: { window: Period; mode?: ResourceMode | null }, now: Date): Promise<Searchable[]> {
  // PostgreSQL text holds no NUL; nothing has such an id.
  const asked = ids.filter((id) => !id.includes('\0'))
  if (asked.length === 0) return []
  const condition = Prisma.sql`r.id = ANY (${asked}::text[]) AND ${listedFor(actor)}`
  const found = await searchables({ condition, isNarrow: true, priceClass: null }, wish.window, now, wish.mode ?? null)
  return found.toSorted((a, b) => asked.indexOf(a.id) - asked.indexOf(b.id))
}

const searchOf = ({ facts }: Searchable, wish: { minutes: number; window: Period }, now: Date) =>
  slotSearch(facts, { minutes: wish.minutes, window: spanOf(wish.window), now: now.getTime() })
const spanOf = ({ start, end }: Period): Span => ({ start: start.getTime(), end: end.getTime() })
const asPeriod = ({ start, end }: Span): Period => ({ start: new Date(start), end: new Date(end) })
