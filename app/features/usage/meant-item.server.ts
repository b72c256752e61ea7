import { attribute } from '~/domain/usage/attribution'
import type { BookingView } from '~/features/bookings/queries.server'
import { heldUse, type HeldUse } from '~/features/usage/facts.server'

/** Of a booking the item that a start or an end now is about: the one named, the only one, or the one around now. */
export async function meantItem(booking: Pick<BookingView, 'items'>, kind: 'start' | 'end', itemId: string | undefined, now: Date): Promise<string | null> {
  const ids = booking.items.map(({ id }) => id)
  if (itemId !== undefined) return ids.includes(itemId) ? itemId : null
  if (ids.length <= 1) return ids[0] ?? null
  const held = (await Promise.all(ids.map((id) => heldUse(id)))).filter((each): each is HeldUse => each !== null)
  if (kind === 'end') {
    const running = held.find(({ itemStatus }) => itemStatus === 'in_use')
    if (running?.itemId) return running.itemId
  }
  const candidates = held.flatMap((each) => (each.itemId !== null && each.plan ? [{ itemId: each.itemId, plan: each.plan, rules: each.rules }] : []))
  return attribute(kind, now, candidates) ?? ids[0] ?? null
}
