import { freezePayers, type FrozenPayer } from '~/domain/people/shares'
import { db, type Tx } from '~/platform/db.server'

/** Who pays which part of a price, in basis points and fen; `fen` null while no price is listed. */
export type PayerLine = { zh: string; en: string; share: number; fen: number | null }

/** The payers with their names; none: the booking's group pays alone. */
export async function payerLines(payers: readonly FrozenPayer[] | null): Promise<PayerLine[]> {
  if (payers === null || payers.length === 0) return []
  const ids = payers.flatMap(({ groupId }) => groupId ?? [])
  const groups = await db.researchGroup.findMany({ where: { id: { in: ids } }, select: { id: true, nameZh: true, nameEn: true } })
  return payers.map(({ groupId, label, share, fen }) => {
    const group = groups.find(({ id }) => id === groupId)
    return { zh: group?.nameZh ?? label ?? '', en: group?.nameEn ?? label ?? '', share, fen }
  })
}

/** As they were frozen with the booking. */
export async function payersOf(bookingId: string): Promise<PayerLine[]> {
  const { payers } = await db.booking.findUniqueOrThrow({ where: { id: bookingId }, select: { payers: true } })
  return payerLines(payers as FrozenPayer[] | null)
}

/** After a new price for a booking that keeps its payers: the parts make the whole again. */
export async function splitAnew(tx: Tx, bookingId: string, totalFen: number | null): Promise<void> {
  const { payers } = await tx.booking.findUniqueOrThrow({ where: { id: bookingId }, select: { payers: true } })
  const split = freezePayers((payers as FrozenPayer[] | null) ?? [], totalFen)
  if (split !== null) await tx.booking.update({ where: { id: bookingId }, data: { payers: split }, select: { id: true } })
}
