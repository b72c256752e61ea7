import type { Actor } from '~/domain/access/permission'
import { INVENTORY_FIELDS, type InventoryValues } from '~/domain/inventory/fields'
import { foldName } from '~/domain/inventory/matching'
import type { LabChoice } from '~/domain/inventory/row'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { rowContext } from '~/features/catalogue/import/context.server'
import { type HeldImport, usableImport } from '~/features/catalogue/import/held.server'
import { assetNumberOf } from '~/features/catalogue/import/judge.server'
import { type ImportPlan, importPlan } from '~/features/catalogue/import/plan'
import { putMissing, rejudge, summaryOf } from '~/features/catalogue/import/rows.server'
import { transaction, type Tx } from '~/platform/db.server'

const BATCH = 500

/** Puts a row right by hand; it is judged again at once, with those that shared its number. */
export async function correctRow(actor: Actor, id: string, row: number, values: InventoryValues): Promise<Outcome<{ outcome: string }>> {
  return transaction(async (tx) => {
    const found = await lockChecked(tx, actor, id)
    if (!found.ok) return found
    const held = found.value
    const before = await tx.inventoryImportRow.findUnique({ where: { importId_row: { importId: id, row } }, select: { assetNumber: true, values: true } })
    if (before === null || row < 1) return refused(problem('not_allowed', {}))
    // Fields without a column of their own keep what they have; an empty one is emptied.
    const kept = Object.fromEntries(
      INVENTORY_FIELDS.flatMap((field) => {
        const text = field in values ? values[field] : (before.values as InventoryValues)[field]
        return text ? [[field, text]] : []
      }),
    )
    await tx.inventoryImportRow.update({
      where: { importId_row: { importId: id, row } },
      data: { values: kept, assetNumber: assetNumberOf(kept) },
      select: { row: true },
    })
    const numbers = [before.assetNumber, assetNumberOf(kept)].filter((each) => each !== null)
    const touched = await tx.inventoryImportRow.findMany({ where: { importId: id, row: { gt: 0 }, assetNumber: { in: numbers } }, select: { row: true }, take: BATCH })
    const context = await rowContext(tx, held.universityId, held.plan)
    await rejudge(tx, { importId: id, universityId: held.universityId }, [...new Set([row, ...touched.map((each) => each.row)])], context, new Set([row]))
    await settle(tx, held, held.plan)
    const after = await tx.inventoryImportRow.findUniqueOrThrow({ where: { importId_row: { importId: id, row } }, select: { outcome: true } })
    return done({ outcome: after.outcome })
  })
}

export type Decisions = {
  /** By the name as the file writes it. */
  labs: Record<string, LabChoice>
  /** For rows whose kind cannot be told from their name; null: undecided. */
  kindId: string | null
}

/** Decides what unknown labs and kinds of the file are, and judges the rows that waited for it. */
export async function decideInventory(actor: Actor, id: string, { labs, kindId }: Decisions): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const found = await lockChecked(tx, actor, id)
    if (!found.ok) return found
    const held = found.value
    // A lab's manager may not found labs of the university.
    const allowed = Object.entries(labs).filter(([, choice]) => choice !== 'create' || held.plan.labIds === null)
    const plan = importPlan.parse({
      ...held.plan,
      labChoices: { ...held.plan.labChoices, ...Object.fromEntries(allowed.map(([name, choice]) => [foldName(name), choice])) },
      defaults: { ...held.plan.defaults, kindId: kindId ?? held.plan.defaults.kindId },
    })
    const waiting = await tx.inventoryImportRow.findMany({ where: { importId: id, row: { gt: 0 }, outcome: 'refused' }, select: { row: true }, orderBy: { row: 'asc' } })
    const context = await rowContext(tx, held.universityId, plan)
    for (let at = 0; at < waiting.length; at += BATCH) {
      await rejudge(tx, { importId: id, universityId: held.universityId }, waiting.slice(at, at + BATCH).map((each) => each.row), context)
    }
    await settle(tx, held, plan)
    return done({ id })
  })
}

/** One correction after another: each sees what the one before it made of the rows. */
async function lockChecked(tx: Tx, actor: Actor, id: string): Promise<Outcome<HeldImport>> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return refused(problem('not_allowed', {}))
  await tx.$queryRaw`SELECT 1 FROM inventory_import WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  const found = await usableImport(tx, actor, id)
  if (found === null) return refused(problem('not_allowed', {}))
  return found.status === 'checked' ? done(found) : refused(problem('version_conflict', { current: found.version }))
}

async function settle(tx: Tx, held: HeldImport, plan: ImportPlan): Promise<void> {
  await putMissing(tx, { importId: held.id, universityId: held.universityId, labIds: plan.labIds })
  await tx.inventoryImport.update({
    where: { id: held.id },
    data: { mapping: plan, progress: { ...held.progress, ...(await summaryOf(tx, held.id)) }, version: { increment: 1 } },
    select: { id: true },
  })
}
