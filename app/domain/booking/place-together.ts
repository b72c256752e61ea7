import type { BookingFacts, ResourceFacts } from '~/domain/booking/facts'
import type { ItemVerdict, Occupation } from '~/domain/booking/item'
import { isMovable, targetsOf } from '~/domain/booking/targets'
import { problem } from '~/domain/problem'
import { allocatedPeriod, assignUnits } from '~/domain/scheduling/occupancy'
import type { Period } from '~/domain/time/interval'

/**
 * Units for items of one booking that take the same resource. One by one the first could be given the unit that
 * only the second fits in, and both could re-number the same allocation in different ways; so all of them are
 * placed in one search, and fit exactly when the load stays within the capacity. Items that share nothing stay
 * as they were judged.
 */
export function placeTogether(facts: BookingFacts, items: readonly ItemVerdict[], now: Date): ItemVerdict[] {
  const wanted = items.map((item) => wantedBy(facts, item))
  const counts = new Map<string, number>()
  for (const { id } of wanted.flat()) counts.set(id, (counts.get(id) ?? 0) + 1)
  let placed = [...items]
  for (const [id, count] of counts) if (count > 1) placed = placeOn(id, { facts, items: placed, wanted, now })
  return placed
}

type Wanted = { id: string; capacity: number; quantity: number; resource: ResourceFacts; block: Period }

function wantedBy(facts: BookingFacts, item: ItemVerdict): Wanted[] {
  const resource = facts.resources[item.resourceId]
  if (!resource || item.quantity > resource.capacity) return []
  const block = allocatedPeriod(item.period, item.policy)
  return targetsOf(resource, item.quantity).map((target) => ({ ...target, resource, block }))
}

function placeOn(
  id: string,
  { facts, items, wanted, now }: { facts: BookingFacts; items: readonly ItemVerdict[]; wanted: readonly Wanted[][]; now: Date },
): ItemVerdict[] {
  const asked = wanted.flatMap((list, at) => list.filter((each) => each.id === id).map((each) => ({ ...each, at })))
  const { resource, capacity } = asked[0]!
  const here = (facts.resources[resource.id]?.taken ?? []).filter((each) => each.resourceId === id)
  const pieces = asked.flatMap(({ at, quantity, block }) =>
    Array.from({ length: quantity }, (_, n) => ({ ...block, at, id: `${at}/${n}` })),
  )
  const last = pieces.at(-1)!
  const found = assignUnits({
    capacity,
    fixed: here.filter((each) => !isMovable(each, now)).map((each) => ({ ...each, kind: each.cause })),
    movable: [...here.filter((each) => isMovable(each, now)).map((each) => ({ ...each, id: each.allocationId })), ...pieces.slice(0, -1)],
    request: { start: last.start, end: last.end, quantity: 1 },
  })
  const isHere = new Set(here.map((each) => each.allocationId))
  if (!found) return refuseLast(items, asked.map(({ at }) => at))

  const unitOf = (piece: { id: string }) => found.assignments.get(piece.id) ?? found.units[0]!
  const renumbered = here.flatMap((each) => {
    const unit = found.assignments.get(each.allocationId)
    return unit === undefined || unit === each.unit ? [] : [{ allocationId: each.allocationId, unit }]
  })
  return items.map((item, at) => {
    const kept = item.renumbered.filter((each) => !isHere.has(each.allocationId))
    const own = pieces.filter((piece) => piece.at === at)
    if (own.length === 0) return { ...item, renumbered: kept }
    const wasRefused = item.problems.some(({ code }) => code === 'slot_taken')
    // What also takes something else may have been refused for that: it stays refused.
    if (wasRefused && wanted[at]!.length > 1) return item
    const occupations: Occupation[] = own.map((piece) => ({ start: piece.start, end: piece.end, resourceId: id, unit: unitOf(piece) }))
    return {
      ...item,
      occupations: [...item.occupations.filter((each) => each.resourceId !== id), ...occupations],
      renumbered: at === asked[0]!.at ? [...kept, ...renumbered] : kept,
      problems: item.problems.filter(({ code }) => code !== 'slot_taken'),
    }
  })
}

function refuseLast(items: readonly ItemVerdict[], asking: readonly number[]): ItemVerdict[] {
  if (asking.some((at) => items[at]!.problems.some(({ code }) => code === 'slot_taken'))) return [...items]
  return items.map((item, at) =>
    at === asking.at(-1) ? { ...item, problems: [...item.problems, problem('slot_taken', { nextFree: [] })] } : item,
  )
}
