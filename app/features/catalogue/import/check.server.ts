import type { Actor } from '~/domain/access/permission'
import { INVENTORY_FIELDS, REQUIRED_FIELDS } from '~/domain/inventory/fields'
import { done, type Outcome, problem, type Problem, refused } from '~/domain/problem'
import { normaliseHeading } from '~/domain/spreadsheet/headings'
import { inspectFile } from '~/features/catalogue/import/inspect.server'
import { usableImport } from '~/features/catalogue/import/held.server'
import { type ImportPlan, importPlan, NO_PROGRESS } from '~/features/catalogue/import/plan'
import { TableProblem } from '~/platform/spreadsheet/table-problem'
import { transaction, type Tx } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'
import { addJob } from '~/platform/jobs.server'

export type PlanWish = Pick<ImportPlan, 'columns' | 'valueUnit' | 'defaults'> & { version: number }

/** Keeps how the file is to be understood, remembers it for the university, and has every row checked. */
export async function checkInventory(actor: Actor, id: string, wish: PlanWish): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const found = await usableImport(tx, actor, id)
    if (found === null) return refused(problem('not_allowed', {}))
    if (!['mapping', 'checked', 'failed'].includes(found.status)) return refused(problem('version_conflict', { current: found.version }))
    const problems = problemsOf(wish, found.headings)
    if (problems.length > 0) return refused(...problems)
    const columns = found.headings.map((_, at) => wish.columns[at] ?? null)
    const plan = importPlan.parse({ ...found.plan, ...wish, columns })
    const { count } = await tx.inventoryImport.updateMany({
      where: { id, version: wish.version },
      data: { mapping: plan, status: 'reading', failure: Prisma.DbNull, version: { increment: 1 }, progress: { ...NO_PROGRESS, samples: found.progress.samples } },
    })
    if (count === 0) return refused(problem('version_conflict', { current: found.version }))
    await remember(tx, found.universityId, found.headings, columns)
    await addJob(tx, 'inventory-read', { importId: id }, { queue: `inventory:${id}`, maxAttempts: 5 })
    return done({ id })
  })
}

function problemsOf({ columns }: PlanWish, headings: readonly string[]): Problem[] {
  const wrong = (field: string, rule: string) => problem('field_invalid', { field, rule })
  const missing = REQUIRED_FIELDS.filter((field) => !columns.includes(field)).map((field) => wrong('columns', `inventory.rule.needs_${field}`))
  const twice = INVENTORY_FIELDS.flatMap((field) => {
    const at = columns.flatMap((each, index) => (each === field && index < headings.length ? [index] : []))
    return at.length > 1 ? at.map((index) => wrong(`column-${index}`, 'inventory.rule.field_twice')) : []
  })
  return [...missing, ...twice]
}

async function remember(tx: Tx, universityId: string, headings: readonly string[], columns: ImportPlan['columns']): Promise<void> {
  const rows = new Map(headings.map((heading, at) => [normaliseHeading(heading), columns[at] ?? null]))
  rows.delete('')
  const named = [...rows].map(([heading, field]) => ({ heading, field }))
  await tx.$executeRaw`
    INSERT INTO inventory_mapping (university_id, heading, field)
    SELECT ${universityId}, x.heading, x.field FROM jsonb_to_recordset(${JSON.stringify(named)}::jsonb) AS x(heading text, field text)
    ON CONFLICT (university_id, heading) DO UPDATE SET field = excluded.field, updated_at = now()`
}

/** Takes another row of the file for its headings, and proposes their meaning anew. */
export async function moveHeading(actor: Actor, id: string, headingRow: number): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const found = await usableImport(tx, actor, id)
    if (found === null) return refused(problem('not_allowed', {}))
    if (found.status !== 'mapping') return refused(problem('version_conflict', { current: found.version }))
    const file = await tx.storedFile.findUniqueOrThrow({ where: { id: found.fileId }, select: { bytes: true } })
    try {
      const { samples, columns, valueUnit, ...rest } = await inspectFile(Buffer.from(file.bytes), found.universityId, { sheet: found.sheet, headingRow })
      if (rest.headingRow !== headingRow) return refused(problem('field_invalid', { field: 'headingRow', rule: 'inventory.rule.no_such_row' }))
      await tx.inventoryImport.update({
        where: { id },
        data: { ...rest, mapping: { ...found.plan, columns, valueUnit }, progress: { ...found.progress, samples }, version: { increment: 1 } },
        select: { id: true },
      })
      return done({ id })
    } catch (error) {
      if (error instanceof TableProblem) return refused(problem('field_invalid', { field: 'headingRow', rule: `inventory.file.${error.code}` }))
      throw error
    }
  })
}

/** Back to the columns, from a check that stands or was stopped; what was corrected by hand is forgotten. */
export async function reopenPlan(actor: Actor, id: string): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const found = await usableImport(tx, actor, id)
    if (found === null) return refused(problem('not_allowed', {}))
    const { count } = await tx.inventoryImport.updateMany({
      where: { id, status: { in: ['checked', 'reading', 'failed'] } },
      data: { status: 'mapping', version: { increment: 1 } },
    })
    return count === 0 ? refused(problem('version_conflict', { current: found.version })) : done({ id })
  })
}

/** Puts an import aside that has changed nothing. */
export async function discardInventory(actor: Actor, id: string): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const found = await usableImport(tx, actor, id)
    if (found === null) return refused(problem('not_allowed', {}))
    const { count } = await tx.inventoryImport.updateMany({
      where: { id, status: { in: ['mapping', 'checked', 'reading', 'failed'] } },
      data: { status: 'discarded', version: { increment: 1 } },
    })
    return count === 0 ? refused(problem('version_conflict', { current: found.version })) : done({ id })
  })
}
