import type { ResourceFacts, TakenFact } from '~/domain/booking/facts'

/** What a use of the resource takes: its own units, and every unit of what is inside it. */
export function targetsOf(resource: ResourceFacts, quantity: number): { id: string; capacity: number; quantity: number }[] {
  return [
    { id: resource.id, capacity: resource.capacity, quantity },
    ...resource.inside.map((each) => ({ ...each, quantity: each.capacity })),
  ]
}

/** Units are interchangeable: a booking that has not begun may be given another one. */
export const isMovable = (each: TakenFact, now: Date) => each.cause === 'booking' && each.start > now
