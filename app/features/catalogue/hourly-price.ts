import { type ListPrice, ORIGIN_CLASSES, type OriginClass } from '~/domain/pricing/quote'

/** Fen per hour; equal ends are one price. */
export type HourlyPrice = { minFen: number; maxFen: number }

const inForce = (price: ListPrice, at: Date) =>
  price.validFrom <= at && (price.validTo === null || at < price.validTo)

const latest = (list: readonly ListPrice[]) =>
  list.toSorted((a, b) => b.validFrom.getTime() - a.validFrom.getTime())[0]

/**
 * What an hour costs a reader of the origin class, over the modes on offer; null when no price is
 * listed, which means "to be agreed". The choice among several prices is that of `domain/pricing`:
 * a price for the mode goes before one for every mode, then the latest counts.
 */
export function hourlyPrice(facts: {
  prices: readonly ListPrice[]
  originClass: OriginClass
  modes: readonly string[]
  at: Date
}): HourlyPrice | null {
  const listed = facts.prices.filter(
    (each) => each.originClass === facts.originClass && inForce(each, facts.at),
  )
  const modes = facts.modes.length > 0 ? facts.modes : [null]
  const amounts = modes.flatMap((mode) => {
    const price =
      latest(listed.filter((each) => each.mode === mode && mode !== null)) ??
      latest(listed.filter((each) => each.mode === null))
    return price ? [price.perHourFen] : []
  })
  return amounts.length === 0 ? null : { minFen: Math.min(...amounts), maxFen: Math.max(...amounts) }
}

/** The span over all origin classes, for a reader who has none yet. */
export function priceSpan(facts: {
  prices: readonly ListPrice[]
  modes: readonly string[]
  at: Date
}): HourlyPrice | null {
  const each = ORIGIN_CLASSES.flatMap((originClass) => hourlyPrice({ ...facts, originClass }) ?? [])
  if (each.length === 0) return null
  return {
    minFen: Math.min(...each.map((price) => price.minFen)),
    maxFen: Math.max(...each.map((price) => price.maxFen)),
  }
}
