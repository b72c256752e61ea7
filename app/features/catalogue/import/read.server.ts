import { INVENTORY_HEADINGS } from '~/domain/inventory/headings'
import { rowContext } from '~/features/catalogue/import/context.server'
import { heldImport, type HeldImport } from '~/features/catalogue/import/held.server'
import { assetNumberOf, judgeRows, type RawRow } from '~/features/catalogue/import/judge.server'
import { putMissing, putRows, summaryOf } from '~/features/catalogue/import/rows.server'
import { db } from '~/platform/db.server'
import { tableRecords } from '~/platform/spreadsheet/records.server'
import { TableProblem } from '~/platform/spreadsheet/table-problem'

const BATCH = 200
/**
 * Reads a file to its end and judges every row, in batches that are forgotten as soon as they are
 * written. From the beginning again when it was stopped in the middle; writes nothing but the
 * import's own rows.
 */
export async function readInventory(importId: string, signal: AbortSignal): Promise<void> {
  const found = await heldImport(db, importId)
  if (found?.status !== 'reading') return
  await db.$executeRaw`DELETE FROM inventory_import_row WHERE import_id = ${importId}::uuid`
  const file = await db.storedFile.findUniqueOrThrow({ where: { id: found.fileId }, select: { bytes: true } })
  const context = await rowContext(db, found.universityId, found.plan)
  let read = 0
  let batch: RawRow[] = []
  const flush = async () => {
    await putRows(db, importId, await judgeRows(db, found.universityId, batch, context))
    read += batch.length
    batch = []
    // Nobody waits for a check that was stopped or begun anew.
    return (await keep(found, { ...found.progress, read })) && !signal.aborted
  }
  try {
    const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength)
    for await (const raw of rawRows(bytes, found)) {
      batch.push(raw)
      if (batch.length >= BATCH && !(await flush())) return stopped(signal)
    }
    if (!(await flush())) return stopped(signal)
    await putMissing(db, { importId, universityId: found.universityId, labIds: found.plan.labIds })
    await keep(found, { ...found.progress, read, ...(await summaryOf(db, importId)) }, { status: 'checked' })
  } catch (error) {
    if (!(error instanceof TableProblem)) throw error
    await keep(found, { ...found.progress, read }, { status: 'failed', failure: { code: error.code } })
  }
}

/** A worker that is told to stop leaves the job to the next one. */
function stopped(signal: AbortSignal): void {
  signal.throwIfAborted()
}

/** False when the import has moved on in the meantime. */
async function keep(found: HeldImport, progress: object, change: { status?: 'checked' | 'failed'; failure?: object } = {}): Promise<boolean> {
  const { count } = await db.inventoryImport.updateMany({
    where: { id: found.id, status: 'reading', version: found.version },
    data: { progress, ...change },
  })
  return count > 0
}

async function* rawRows(bytes: Buffer, { plan, ...mapped }: HeldImport): AsyncGenerator<RawRow> {
  const seen = new Map<string, number>()
  for await (const record of tableRecords(bytes, INVENTORY_HEADINGS, { ...mapped, columns: plan.columns })) {
    const number = assetNumberOf(record.values)
    const duplicateOf = number === null ? null : (seen.get(number) ?? null)
    if (number !== null && duplicateOf === null) seen.set(number, record.row)
    yield { ...record, duplicateOf }
  }
}
