import { type ListPrice, type OriginClass, quote, type Quote } from '~/domain/pricing/quote'
import { problem, type Problem } from '~/domain/problem'
import { addMinutes } from '~/domain/time/interval'
import { SENT } from './ask'

/** What the lab says an order costs; `minutes` is the machine time that it reckons with. */
export type OrderQuote = Quote & { minutes: number; note: string | null }

export type QuoteInput = { minutes: number; /** Another total than the list's. */ totalFen?: number | null; note?: string | null }

/**
 * The quote of an order, in fen: machine time at the list price in force for the applicant's origin, as with a
 * booking; or the total that the lab names, which asks for a word why where there is a list price.
 */
export function quoteOrder(
  order: { originClass: OriginClass; prices: readonly ListPrice[] },
  { minutes, totalFen = null, note = null }: QuoteInput,
  now: Date,
): { ok: true; quote: OrderQuote } | { ok: false; problems: Problem[] } {
  const listed = quote({ prices: order.prices, originClass: order.originClass, mode: SENT, period: { start: now, end: addMinutes(now, minutes) }, quantity: 1 })
  const said = note?.trim() || null
  if (totalFen === null) {
    if (listed === null) return { ok: false, problems: [problem('field_invalid', { field: 'total', rule: 'required' })] }
    return { ok: true, quote: { ...listed, minutes, note: said } }
  }
  const isListed = listed?.totalFen === totalFen
  if (listed !== null && !isListed && said === null) return { ok: false, problems: [problem('field_invalid', { field: 'note', rule: 'required' })] }
  return { ok: true, quote: { totalFen, lines: isListed ? listed.lines : [], currency: 'CNY', minutes, note: said } }
}
