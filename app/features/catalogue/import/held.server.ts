import type { Actor } from '~/domain/access/permission'
import { type ImportPlan, importPlan, type ImportProgress, importProgress, NO_PROGRESS } from '~/features/catalogue/import/plan'
import { mayUseImport } from '~/features/catalogue/import/scope.server'
import type { db, Tx } from '~/platform/db.server'

const held = {
  id: true, universityId: true, status: true, fileId: true, sheet: true, encoding: true, headings: true, headingRow: true, mapping: true,
  progress: true, failure: true, version: true, createdById: true, createdAt: true, appliedAt: true, appliedById: true,
} as const

export type HeldImport = Awaited<ReturnType<typeof heldImport>> & object

/** An import with its plan and progress as they were checked; null where there is none. */
export async function heldImport(client: Tx | typeof db, id: string) {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null
  const row = await client.inventoryImport.findUnique({ where: { id }, select: held })
  if (row === null) return null
  const plan: ImportPlan = importPlan.parse(row.mapping)
  const progress: ImportProgress = importProgress.safeParse(row.progress).data ?? NO_PROGRESS
  return { ...row, plan, progress }
}

/** The import, if the actor may go on with it; null says nothing about whether there is one. */
export async function usableImport(client: Tx | typeof db, actor: Actor, id: string): Promise<HeldImport | null> {
  const found = await heldImport(client, id)
  return found && mayUseImport(actor, { universityId: found.universityId, labIds: found.plan.labIds }) ? found : null
}
