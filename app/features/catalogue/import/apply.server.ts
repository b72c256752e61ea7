import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { rowContext } from '~/features/catalogue/import/context.server'
import { heldImport, type HeldImport, usableImport } from '~/features/catalogue/import/held.server'
import { createLabs } from '~/features/catalogue/import/labs.server'
import { summaryOf } from '~/features/catalogue/import/rows.server'
import { writeBatch } from '~/features/catalogue/import/write.server'
import { transaction, type Tx } from '~/platform/db.server'
import { addJob } from '~/platform/jobs.server'

/** Brings the checked rows into the catalogue: new ones as drafts, changes at once. A job does it. */
export async function applyInventory(actor: Actor, id: string, version: number, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const found = await usableImport(tx, actor, id)
    if (found === null) return refused(problem('not_allowed', {}))
    const toApply = (found.progress.counts.added ?? 0) + (found.progress.counts.changed ?? 0)
    if (found.status === 'checked' && toApply === 0) return refused(problem('nothing_changed', {}))
    const { count } = await tx.inventoryImport.updateMany({
      where: { id, version, status: 'checked' },
      data: {
        status: 'applying', appliedById: actor.personId, version: { increment: 1 },
        progress: { ...found.progress, applied: 0, toApply },
      },
    })
    if (count === 0) return refused(problem('version_conflict', { current: found.version }))
    await record(tx, {
      actorId: actor.personId, action: 'inventory.confirmed', subjectKind: 'inventory_import', subjectId: id,
      universityId: found.universityId, data: { counts: found.progress.counts, at: now.toISOString() },
    })
    await addJob(tx, 'inventory-apply', { importId: id }, { queue: `inventory:${id}`, maxAttempts: 10 })
    return done({ id })
  })
}

/**
 * Writes what was confirmed, a batch a transaction: rows and what they change commit together, so a
 * run that is killed anywhere goes on where it stopped, and two runs beside each other take turns.
 */
export async function applyRows(importId: string, now: Date, signal: AbortSignal): Promise<void> {
  const created = await transaction(async (tx) => {
    const held = await lockApplying(tx, importId)
    return held === null ? false : createLabs(tx, held, now).then(() => true)
  })
  if (!created) return
  for (;;) {
    signal.throwIfAborted()
    const isDone = await transaction(async (tx) => {
      const held = await lockApplying(tx, importId)
      if (held === null) return true
      const context = await rowContext(tx, held.universityId, held.plan)
      const written = await writeBatch(tx, held, context, now)
      if (written.rows > 0) {
        const progress = { ...held.progress, applied: held.progress.applied + written.rows }
        await tx.inventoryImport.update({ where: { id: importId }, data: { progress }, select: { id: true } })
        return false
      }
      const progress = { ...held.progress, ...(await summaryOf(tx, importId)) }
      await tx.inventoryImport.update({
        where: { id: importId },
        data: { status: 'applied', appliedAt: now, progress, version: { increment: 1 } },
        select: { id: true },
      })
      await record(tx, {
        actorId: held.appliedById, action: 'inventory.applied', subjectKind: 'inventory_import', subjectId: importId,
        universityId: held.universityId, data: { counts: progress.counts },
      })
      return true
    })
    if (isDone) return
  }
}

async function lockApplying(tx: Tx, importId: string): Promise<HeldImport | null> {
  await tx.$queryRaw`SELECT 1 FROM inventory_import WHERE id = ${importId}::uuid FOR NO KEY UPDATE`
  const held = await heldImport(tx, importId)
  return held?.status === 'applying' ? held : null
}
