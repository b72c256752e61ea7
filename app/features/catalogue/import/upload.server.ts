import { createHash } from 'node:crypto'
import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { inspectFile } from '~/features/catalogue/import/inspect.server'
import { importPlan, NO_PROGRESS } from '~/features/catalogue/import/plan'
import { importScopes } from '~/features/catalogue/import/scope.server'
import { TableProblem } from '~/platform/spreadsheet/table-problem'
import { transaction } from '~/platform/db.server'
import { storable } from '~/platform/spreadsheet/inspect.server'

export const MOST_FILE_BYTES = 20_000_000

/**
 * Takes in a file of a member's own and proposes what its headings mean. Nothing is read beyond its
 * top; a file that is no table is refused in words.
 */
export async function uploadInventory(
  actor: Actor,
  wish: { universityId: string; fileName: string; bytes: Buffer },
): Promise<Outcome<{ id: string }>> {
  const scope = (await importScopes(actor)).find((each) => each.universityId === wish.universityId)
  if (scope === undefined) return refused(problem('not_allowed', {}))
  const wrong = (code: string) => refused(problem('field_invalid', { field: 'file', rule: `inventory.file.${code}` }))
  if (wish.bytes.length > MOST_FILE_BYTES) return wrong('too_large')
  try {
    const { samples, columns, valueUnit, ...found } = await inspectFile(wish.bytes, wish.universityId)
    const plan = importPlan.parse({
      columns, valueUnit, labIds: scope.labIds,
      // Who manages one lab imports for it, whatever the file calls it.
      defaults: { labId: scope.labIds?.length === 1 ? scope.labIds[0] : null },
    })
    return await transaction(async (tx) => {
      const file = await tx.storedFile.create({
        data: {
          hash: createHash('sha256').update(wish.bytes).digest('hex'),
          contentType: found.encoding === null ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv',
          fileName: shownName(wish.fileName),
          sizeBytes: wish.bytes.length,
          bytes: new Uint8Array(wish.bytes),
          createdById: actor.personId,
        },
        select: { id: true, hash: true, fileName: true },
      })
      const { id } = await tx.inventoryImport.create({
        data: { ...found, universityId: wish.universityId, fileId: file.id, mapping: plan, progress: { ...NO_PROGRESS, samples }, createdById: actor.personId },
        select: { id: true },
      })
      await record(tx, {
        actorId: actor.personId, action: 'inventory.uploaded', subjectKind: 'inventory_import', subjectId: id,
        universityId: wish.universityId, data: { fileName: file.fileName, hash: file.hash, bytes: wish.bytes.length },
      })
      return done({ id })
    })
  } catch (error) {
    if (error instanceof TableProblem) return wrong(error.code)
    throw error
  }
}

/** The last part of a path, as some browsers send one. */
function shownName(name: string): string {
  return storable(name.split(/[/\\]/).at(-1) ?? '').slice(0, 200) || 'inventory'
}
