import type { Occupation } from '~/domain/booking/item'
import { subtract } from '~/domain/time/interval'

/** The parts of a new occupation that the old ones of the same unit do not hold yet. */
export function newlyHeld(next: readonly Occupation[], held: readonly Occupation[]): Occupation[] {
  return next.flatMap((each) =>
    subtract(
      [each],
      held.filter((old) => old.resourceId === each.resourceId && old.unit === each.unit),
    ).map((part) => ({ ...part, resourceId: each.resourceId, unit: each.unit })),
  )
}
