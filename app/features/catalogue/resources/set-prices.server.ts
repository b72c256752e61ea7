import { type Actor, can } from '~/domain/access/permission'
import type { ResourceMode } from '~/domain/booking/facts'
import { type Changes, changesBetween } from '~/domain/catalogue/changes'
import type { OriginClass } from '~/domain/pricing/quote'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { startOfDay } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { PRICE_CELLS, priceField } from '~/features/catalogue/resources/price-form'
import { db, transaction, type Tx } from '~/platform/db.server'

/** Mode null: for every mode. */
export type PriceCell = { originClass: OriginClass; mode: ResourceMode | null; perHourFen: number | null }

/** The list prices in force at an instant, a cell each; null where none is listed. */
export async function pricesAt(resourceId: string, at: Date, client: Tx | typeof db = db): Promise<PriceCell[]> {
  const rows = await client.listPrice.findMany({
    where: { resourceId, validFrom: { lte: at }, OR: [{ validTo: null }, { validTo: { gt: at } }] },
    select: { originClass: true, mode: true, perHourFen: true },
    // Of several the latest counts, as in domain/pricing.
    orderBy: { validFrom: 'asc' },
  })
  const inForce = new Map(rows.map((row) => [priceField(row.mode, row.originClass), Number(row.perHourFen)]))
  return PRICE_CELLS.map((cell) => ({ ...cell, perHourFen: inForce.get(priceField(cell.mode, cell.originClass)) ?? null }))
}

/** Cells by the names they have in the history. */
export const priceFields = (cells: readonly PriceCell[]) =>
  Object.fromEntries(cells.map((cell) => [priceField(cell.mode, cell.originClass), cell.perHourFen]))

export type NewPrices = {
  cells: readonly PriceCell[]
  version: number
  /** A day on the campus's calendar from which they hold; null: at once. */
  from: string | null
}

/**
 * New list prices: a price that changes ends the row in force and begins another one, so that what
 * an hour cost on any day can be read later. Prices announced for later than `from` give way: their
 * rows become empty periods, and stay.
 */
export async function setPrices(actor: Actor, resourceId: string, wanted: NewPrices, now: Date): Promise<Outcome<{ version: number }>> {
  return transaction(async (tx): Promise<Outcome<{ version: number }>> => {
    await tx.$executeRaw`SELECT 1 FROM resource WHERE id = ${resourceId} FOR NO KEY UPDATE`
    const resource = await tx.resource.findUnique({
      where: { id: resourceId },
      select: { version: true, labId: true, universityId: true, campus: { select: { timeZone: true } } },
    })
    if (resource === null || !can(actor, 'update:resource', resource)) return refused(problem('not_allowed', {}))
    const from = wanted.from === null ? now : startOfDay(wanted.from, resource.campus.timeZone)
    if (from < now) return refused(problem('field_invalid', { field: 'from', rule: 'listing.rules.price_from' }))
    const before = priceFields(await pricesAt(resourceId, from, tx))
    const changes = changesBetween(before, priceFields(wanted.cells))
    if (resource.version !== wanted.version) {
      // The same prices sent twice are in force already.
      if (Object.keys(changes).length === 0) return done({ version: resource.version })
      return refused(problem('version_conflict', { current: resource.version }))
    }
    if (Object.keys(changes).length === 0) return done({ version: resource.version })
    await writePrices(tx, resourceId, wanted.cells, changes, from)
    await tx.resource.update({ where: { id: resourceId }, data: { version: { increment: 1 } }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId,
      action: 'resource.priced',
      subjectKind: 'resource',
      subjectId: resourceId,
      universityId: resource.universityId,
      data: { changes, from: from.toISOString() },
    })
    return done({ version: resource.version + 1 })
  })
}

async function writePrices(tx: Tx, resourceId: string, cells: readonly PriceCell[], changes: Changes, from: Date): Promise<void> {
  for (const { originClass, mode, perHourFen } of cells) {
    if (!(priceField(mode, originClass) in changes)) continue
    const cell = { resourceId, originClass, mode }
    await tx.listPrice.updateMany({ where: { ...cell, validFrom: { lt: from }, OR: [{ validTo: null }, { validTo: { gt: from } }] }, data: { validTo: from } })
    await tx.$executeRaw`
      UPDATE list_price SET valid_to = valid_from
       WHERE resource_id = ${resourceId} AND origin_class::text = ${originClass} AND mode::text IS NOT DISTINCT FROM ${mode}
         AND valid_from >= ${from}::timestamptz AND (valid_to IS NULL OR valid_to > valid_from)`
    if (perHourFen !== null) await tx.listPrice.create({ data: { ...cell, perHourFen: BigInt(perHourFen), validFrom: from }, select: { id: true } })
  }
}
