import type { Actor } from '~/domain/access/permission'
import type { BookingFacts, ResourceFacts, WantedItem, Wish } from '~/domain/booking/facts'
import { firstSlots, slotSearch } from '~/domain/booking/free-slots'
import { slotFactsOf } from '~/domain/booking/slot-facts'
import type { Problem, ProblemCode } from '~/domain/problem'
import { withoutFixedSlots } from '~/domain/scheduling/fixed-slots'
import { freePeriods } from '~/domain/scheduling/occupancy'
import { openingPeriods } from '~/domain/scheduling/opening'
import { nextFreeSlots } from '~/domain/scheduling/slots'
import { addMinutes, intersectAll, minutes, type Period } from '~/domain/time/interval'
import { blockSlots } from '~/features/bookings/chains/starts.server'
import { readFacts } from '~/features/bookings/facts.server'
import { readerPrice, slotPrice } from '~/features/finder/reader-price'
import { type FoundResource, foundResources } from '~/features/finder/search.server'
import { searchSlots } from '~/features/finder/slots/search.server'

/** How far ahead free slots are looked for after a refusal. */
const LOOK_AHEAD_DAYS = 21
const ALTERNATIVES = 3

/** What another time would mend, the resource itself before those who can run it. */
const WAYS_OUT = ['slot_taken', 'operators_taken', 'no_operator_on_duty'] as const satisfies ProblemCode[]

/** Fills a taken slot's answer with the next free ones of the same length on the same resource, with an operator where one has to assist; of several, those of the block. */
export async function withAlternatives(problems: Problem[], wish: Wish, now: Date): Promise<Problem[]> {
  const wanted = wish.items[0]
  const at = WAYS_OUT.map((code) => problems.findIndex((each) => each.code === code)).find((found) => found !== -1)
  if (!wanted || at === undefined) return problems
  const isBlock = wish.items.length > 1
  const nextFree = isBlock ? (await blockSlots(wish.items, now, ALTERNATIVES)).map(iso) : await nextFreeFor(wanted, now)
  return problems.with(at, { ...problems[at]!, params: { ...problems[at]!.params, nextFree } } as Problem)
}

async function nextFreeFor(
  wanted: Wish['items'][number],
  now: Date,
): Promise<{ start: string; end: string }[]> {
  const from = wanted.period.start > now ? wanted.period.start : now
  const window = { start: from, end: addMinutes(from, LOOK_AHEAD_DAYS * 1440) }
  const facts = await readFacts({ attendeeId: null, resourceIds: [wanted.resourceId], window, now })
  const resource = facts.resources[wanted.resourceId]
  if (!resource) return []
  return slotsWithin(facts, resource, wanted, { minutes: minutes(wanted.period), window, count: ALTERNATIVES }, now).map(iso)
}

const iso = ({ start, end }: Period) => ({ start: start.toISOString(), end: end.toISOString() })

/** The first periods of a length to which the rules on time, what is taken and those who assist have nothing to say, by facts read for the window. */
export function slotsWithin(
  facts: BookingFacts, resource: ResourceFacts, wanted: WantedItem, wish: { minutes: number; window: Period; count: number }, now: Date,
): Period[] {
  const window = { start: wish.window.start.getTime(), end: wish.window.end.getTime() }
  const search = slotSearch(slotFactsOf(facts, resource, wanted, wish.window, now), { minutes: wish.minutes, window, now: now.getTime() })
  return firstSlots(search, window.start, wish.count).map(({ start, end }) => ({ start: new Date(start), end: new Date(end) }))
}

/** The first periods of a length in which a resource is open and free, whatever else its rules say, by facts read for the window. */
export function freeSlots(
  resource: ResourceFacts, wanted: { quantity: number; minutes: number; window: Period; count: number }, now: Date,
): Period[] {
  const { window } = wanted
  // A space is free only while everything inside it is.
  const targets = [
    { id: resource.id, capacity: resource.capacity, quantity: wanted.quantity },
    ...resource.inside.map((each) => ({ ...each, quantity: each.capacity })),
  ]
  const opening = openingPeriods({ ...resource, window })
  const free = targets
    .map(({ id, capacity, quantity }) =>
      freePeriods({
        opening, capacity, quantity, window, now,
        taken: resource.taken.filter((each) => each.resourceId === id).map((each) => ({ ...each, kind: each.cause })),
        turnaround: resource.policy,
      }),
    )
    .reduce(intersectAll)
  return nextFreeSlots({
    free: withoutFixedSlots(free, resource.policy.fixedSlots, resource.timeZone),
    minutes: wanted.minutes,
    gridMinutes: resource.policy.gridMinutes,
    timeZone: resource.timeZone,
    earliest: addMinutes(now, resource.policy.minNoticeMinutes),
    count: wanted.count,
  })
}

export type Elsewhere = {
  resource: Omit<FoundResource, 'prices'>
  slot: Period
  journeyMinutes: number | null
  /** Fen for the slot; null: by agreement. */
  priceFen: number | null
}

/** How far after the wished beginning a like resource is looked for. */
const ELSEWHERE_DAYS = 14

/**
 * Like resources that the actor may use, for as long as wished and not before: nearest first, with the
 * journey from the actor's own university and the price.
 */
export async function elsewhere(
  actor: Actor,
  resource: { id: string; kind: { id: string } },
  wished: Period,
  now: Date,
): Promise<Elsewhere[]> {
  const start = wished.start > now ? wished.start : now
  const found = await searchSlots(actor, {
    q: '', kind: [resource.kind.id], city: [], campus: [], university: [], mode: null,
    minutes: minutes(wished), window: { start, end: addMinutes(start, ELSEWHERE_DAYS * 1440) },
    isUsable: true, sort: 'nearest', near: null, page: 1, limit: ALTERNATIVES + 1,
  }, now)
  const others = found.items.filter((each) => each.resourceId !== resource.id).slice(0, ALTERNATIVES)
  const shown = new Map((await foundResources(actor, others.map((each) => each.resourceId))).map((each) => [each.id, each]))
  return others.flatMap(({ resourceId, slot, journeyMinutes }): Elsewhere[] => {
    const like = shown.get(resourceId)
    if (!like) return []
    const { prices, ...rest } = like
    const { origin } = readerPrice(actor, { prices, modes: like.modes, universityId: like.university.id }, slot.start)
    const priceFen = origin && slotPrice(like, { origin, needsOtherThanSelf: false }, slot)
    return [{ resource: rest, slot, journeyMinutes, priceFen }]
  })
}
