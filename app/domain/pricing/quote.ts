import { type Period, seconds as secondsOf } from '~/domain/time/interval'

/** Who asks, seen from the university that owns the resource: list prices differ by it. */
export const ORIGIN_CLASSES = [
  'own_university',
  'alliance_member',
  'other_institution',
  'enterprise',
] as const
export type OriginClass = (typeof ORIGIN_CLASSES)[number]

/**
 * The origin class of a person. Being of an enterprise counts before any university;
 * `personUniversityId` is that of a member, null for everybody else.
 */
export function originClass(facts: {
  personUniversityId: string | null
  personKind: string | null
  resourceUniversityId: string
}): OriginClass {
  if (facts.personKind === 'enterprise') return 'enterprise'
  if (facts.personUniversityId === null) return 'other_institution'
  return facts.personUniversityId === facts.resourceUniversityId
    ? 'own_university'
    : 'alliance_member'
}

/** A list price in fen per hour and unit, in force in [validFrom, validTo). Mode null: for every mode. */
export type ListPrice = {
  originClass: OriginClass
  perHourFen: number
  validFrom: Date
  validTo: Date | null
  mode: string | null
}

export type QuoteLine = {
  perHourFen: number
  seconds: number
  quantity: number
  amountFen: number
  /** Which list price it came from: `list/<origin class>/<mode or any>/<valid from, ISO>`. */
  rule: string
}

export type Quote = { totalFen: number; lines: QuoteLine[]; currency: 'CNY' }

/**
 * The price of a period, in fen, or null when no list price is in force for the origin class: the
 * answer is then "to be agreed", not "free". The price in force when the period begins holds for
 * all of it. A price for the mode goes before one for every mode; of several, the latest
 * `validFrom` wins. Amount = fen per hour × seconds × quantity / 3600, rounded half up, once a line.
 */
export function quote(request: {
  prices: readonly ListPrice[]
  originClass: OriginClass
  mode: string | null
  period: Period
  quantity: number
}): Quote | null {
  const { period, quantity, mode } = request
  const price = request.prices
    .filter(
      (each) =>
        each.originClass === request.originClass &&
        (each.mode === null || each.mode === mode) &&
        each.validFrom <= period.start &&
        (each.validTo === null || period.start < each.validTo),
    )
    .toSorted(
      (a, b) =>
        Number(b.mode !== null) - Number(a.mode !== null) ||
        b.validFrom.getTime() - a.validFrom.getTime(),
    )[0]
  if (!price) return null
  const seconds = secondsOf(period)
  const amountFen = amountOf(price.perHourFen, seconds, quantity)
  const rule = `list/${price.originClass}/${price.mode ?? 'any'}/${price.validFrom.toISOString()}`
  return {
    totalFen: amountFen,
    lines: [{ perHourFen: price.perHourFen, seconds, quantity, amountFen, rule }],
    currency: 'CNY',
  }
}

/**
 * The price of another length by the lines that were kept: what a booking of one item costs when a part of it is
 * given back or it runs on. A quote of any other shape stays as it is.
 */
export function requote(kept: Quote, period: Period): Quote {
  const [line, ...others] = kept.lines
  if (!line || others.length > 0) return kept
  const seconds = secondsOf(period)
  const amountFen = amountOf(line.perHourFen, seconds, line.quantity)
  return { ...kept, totalFen: amountFen, lines: [{ ...line, seconds, amountFen }] }
}

const amountOf = (perHourFen: number, seconds: number, quantity: number) => Math.floor((2 * perHourFen * seconds * quantity + 3600) / 7200)
