import type { Actor } from '~/domain/access/permission'
import type { Changes } from '~/domain/inventory/changes'
import type { InventoryValues, RowProblem } from '~/domain/inventory/fields'
import { type HeldImport, usableImport } from '~/features/catalogue/import/held.server'
import { importPlan, importProgress, NO_PROGRESS, type Outcome } from '~/features/catalogue/import/plan'
import { importScopes, mayUseImport } from '~/features/catalogue/import/scope.server'
import { db } from '~/platform/db.server'

const LISTED = 50
export const ROWS_A_PAGE = 50

/** Imports of the actor's universities and labs, the latest first. */
export async function listImports(actor: Actor) {
  const scopes = await importScopes(actor)
  const rows = await db.inventoryImport.findMany({
    where: { universityId: { in: scopes.map((each) => each.universityId) }, status: { not: 'discarded' } },
    select: {
      id: true, status: true, createdAt: true, appliedAt: true, mapping: true, progress: true, universityId: true,
      university: { select: { nameZh: true, nameEn: true } },
      file: { select: { fileName: true, sizeBytes: true } },
    },
    orderBy: { createdAt: 'desc' },
    take: LISTED,
  })
  const imports = rows
    .filter((row) => mayUseImport(actor, { universityId: row.universityId, labIds: importPlan.parse(row.mapping).labIds }))
    .map(({ mapping: _, progress, ...row }) => ({ ...row, counts: (importProgress.safeParse(progress).data ?? NO_PROGRESS).counts }))
  return { scopes, imports }
}

export type ImportRow = {
  row: number
  outcome: Outcome
  assetNumber: string | null
  values: InventoryValues
  changes: Changes
  problems: RowProblem[]
  resource: { id: string; nameZh: string; nameEn: string | null; status: string } | null
}

/** An import with what its page needs in its state; null: none that the actor may use. */
export async function importPage(actor: Actor, id: string, wish: { outcome: Outcome | null; page: number }) {
  const found = await usableImport(db, actor, id)
  if (found === null) return null
  const [file, university, choices] = await Promise.all([
    db.storedFile.findUniqueOrThrow({ where: { id: found.fileId }, select: { fileName: true, sizeBytes: true } }),
    db.university.findUniqueOrThrow({ where: { id: found.universityId }, select: { id: true, nameZh: true, nameEn: true } }),
    choicesOf(found),
  ])
  const { counts } = found.progress
  const first = (['refused', 'added', 'changed', 'missing', 'same'] as const).find((each) => (counts[each] ?? 0) > 0) ?? 'added'
  const outcome = wish.outcome ?? first
  const isRead = found.status === 'checked' || found.status === 'applied'
  const [rows, drafts] = await Promise.all([
    isRead ? rowsOf(id, outcome, wish.page) : [],
    found.status === 'applied' ? draftsOf(id) : { items: [], total: 0 },
  ])
  const { id: _, fileId: _file, createdById: _by, appliedById: _applied, mapping: _mapping, ...rest } = found
  return { ...rest, id, file, university, choices, outcome, rows, total: counts[outcome] ?? 0, drafts }
}
export type ImportPage = NonNullable<Awaited<ReturnType<typeof importPage>>>

async function choicesOf({ universityId, plan }: HeldImport) {
  const [labs, campuses, kinds] = await Promise.all([
    db.lab.findMany({
      where: {
        retiredAt: null, OR: [{ hostUniversityId: universityId }, { owners: { some: { universityId } } }],
        ...(plan.labIds && { id: { in: plan.labIds } }),
      },
      select: { id: true, nameZh: true, nameEn: true },
      orderBy: { id: 'asc' },
    }),
    db.campus.findMany({ where: { universityId }, select: { id: true, nameZh: true, nameEn: true }, orderBy: { id: 'asc' } }),
    db.resourceKind.findMany({ select: { id: true, zh: true, en: true }, orderBy: { id: 'asc' } }),
  ])
  return { labs, campuses, kinds }
}

async function rowsOf(importId: string, outcome: Outcome, page: number): Promise<ImportRow[]> {
  const rows = await db.inventoryImportRow.findMany({
    where: { importId, outcome },
    select: {
      row: true, outcome: true, assetNumber: true, values: true, changes: true, problems: true,
      resource: { select: { id: true, nameZh: true, nameEn: true, status: true } },
    },
    orderBy: { row: outcome === 'missing' ? 'desc' : 'asc' },
    skip: (page - 1) * ROWS_A_PAGE,
    take: ROWS_A_PAGE,
  })
  return rows.map((row) => ({
    ...row,
    values: row.values as InventoryValues,
    changes: row.changes as Changes,
    problems: row.problems as unknown as RowProblem[],
  }))
}

const MOST_DRAFTS = 200

async function draftsOf(importId: string) {
  const where = { importId, status: 'draft' as const }
  const [items, total] = await Promise.all([
    db.resource.findMany({
      where,
      select: { id: true, nameZh: true, nameEn: true, assetNumber: true, lab: { select: { nameZh: true, nameEn: true, confirmedAt: true } } },
      orderBy: [{ labId: 'asc' }, { sortKey: 'asc' }, { id: 'asc' }],
      take: MOST_DRAFTS,
    }),
    db.resource.count({ where }),
  ])
  return { items, total }
}

/** One row for its form; null where there is none that may be corrected. */
export async function importRow(actor: Actor, id: string, row: number) {
  const found = await usableImport(db, actor, id)
  if (found === null || !Number.isSafeInteger(row) || row < 1 || row > 2 ** 31 - 1) return null
  const stored = await db.inventoryImportRow.findUnique({
    where: { importId_row: { importId: id, row } },
    select: { row: true, outcome: true, values: true, problems: true },
  })
  if (stored === null) return null
  const choices = await choicesOf(found)
  return { ...stored, status: found.status, values: stored.values as InventoryValues, problems: stored.problems as unknown as RowProblem[], choices }
}

/** Every row with a problem, for the list that is taken away as a file; null: none that the actor may use. */
export async function problemRows(actor: Actor, id: string) {
  const found = await usableImport(db, actor, id)
  if (found === null) return null
  const rows = await db.inventoryImportRow.findMany({
    where: { importId: id, outcome: 'refused' },
    select: { row: true, assetNumber: true, values: true, problems: true },
    orderBy: { row: 'asc' },
  })
  return rows.map((row) => ({ ...row, values: row.values as InventoryValues, problems: row.problems as unknown as RowProblem[] }))
}

