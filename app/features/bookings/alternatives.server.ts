import type { Wish } from '~/domain/booking/facts'
import { problem, type Problem } from '~/domain/problem'
import { withoutFixedSlots } from '~/domain/scheduling/fixed-slots'
import { freePeriods } from '~/domain/scheduling/occupancy'
import { openingPeriods } from '~/domain/scheduling/opening'
import { nextFreeSlots } from '~/domain/scheduling/slots'
import { addMinutes, intersectAll, minutes } from '~/domain/time/interval'
import { readFacts } from '~/features/bookings/facts.server'

/** How far ahead free slots are looked for after a refusal. */
const LOOK_AHEAD_DAYS = 21
const ALTERNATIVES = 3

/** Fills a taken slot's answer with the next free ones of the same length on the same resource. */
export async function withAlternatives(problems: Problem[], wish: Wish, now: Date): Promise<Problem[]> {
  const wanted = wish.items[0]
  if (!wanted || !problems.some((each) => each.code === 'slot_taken')) return problems
  const nextFree = await nextFreeFor(wanted, now)
  return problems.map((each) => (each.code === 'slot_taken' ? problem('slot_taken', { nextFree }) : each))
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
    minutes: minutes(wanted.period),
    gridMinutes: resource.policy.gridMinutes,
    timeZone: resource.timeZone,
    earliest: addMinutes(now, resource.policy.minNoticeMinutes),
    count: ALTERNATIVES,
  }).map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() }))
}
