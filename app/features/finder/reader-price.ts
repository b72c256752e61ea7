import type { Actor } from '~/domain/access/permission'
import { type ListPrice, type OriginClass, originClass } from '~/domain/pricing/quote'
import { type HourlyPrice, hourlyPrice, priceSpan } from '~/features/catalogue/hourly-price'

/** What an hour costs the reader; for a visitor the span of all list prices, with no origin class. */
export function readerPrice(
  actor: Actor | null,
  resource: { prices: readonly ListPrice[]; modes: readonly string[]; universityId: string },
  at: Date,
): { price: HourlyPrice | null; origin: OriginClass | null } {
  const { prices, modes } = resource
  if (actor === null) return { price: priceSpan({ prices, modes, at }), origin: null }
  const origin = originClass({
    personUniversityId: actor.homeUniversityId,
    personKind: actor.homeKind,
    resourceUniversityId: resource.universityId,
  })
  return { price: hourlyPrice({ prices, originClass: origin, modes, at }), origin }
}
