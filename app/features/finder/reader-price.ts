import { standsFor } from '~/domain/affiliation/belonging'
import type { Actor } from '~/domain/access/permission'
import { type ListPrice, ORIGIN_CLASSES, type OriginClass, originClass, quote } from '~/domain/pricing/quote'
import type { Period } from '~/domain/time/interval'
import { type HourlyPrice, hourlyPrice, priceSpan } from '~/features/catalogue/hourly-price'

/** What an hour costs the reader; for a visitor the span of all list prices, with no origin class. */
export function readerPrice(
  actor: Actor | null,
  resource: { prices: readonly ListPrice[]; modes: readonly string[]; universityId: string },
  at: Date,
): { price: HourlyPrice | null; origin: OriginClass | null } {
  const { prices, modes } = resource
  if (actor === null) return { price: priceSpan({ prices, modes, at }), origin: null }
  const { universityId, kind } = standsFor(actor, resource.universityId)
  const origin = originClass({ personUniversityId: universityId, personKind: kind, resourceUniversityId: resource.universityId })
  return { price: hourlyPrice({ prices, originClass: origin, modes, at }), origin }
}

type Priced = { prices: readonly ListPrice[]; modes: readonly string[] }

/** The price of every origin class, the reader's own marked. */
export function priceList({ prices, modes }: Priced, mine: OriginClass | null, at: Date) {
  return ORIGIN_CLASSES.map((origin) => ({
    origin,
    price: hourlyPrice({ prices, originClass: origin, modes, at }),
    isMine: mine === origin,
  }))
}

/** What one unit costs the reader for the period, in fen, in the first mode open to them; null: by agreement. */
export function slotPrice(
  { prices, modes }: Priced,
  reader: { origin: OriginClass; needsOtherThanSelf: boolean },
  period: Period,
): number | null {
  const mode = modes.find((each) => each !== 'self_operation' || !reader.needsOtherThanSelf) ?? modes[0] ?? null
  return quote({ prices, originClass: reader.origin, mode, period, quantity: 1 })?.totalFen ?? null
}
