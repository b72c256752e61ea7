import { INTAKE_HEADINGS } from '~/domain/intake/headings'
import type { IntakeField, IntakeProblem } from '~/domain/intake/fields'
import { holdsIdentityNumber } from '~/domain/intake/identity-number'
import { keyOf } from '~/domain/intake/row'
import { type Client, heldIntake, type HeldIntake } from '~/features/people/intake/held.server'
import { putJudged, putRead, type ReadRow, summaryOf, unjudgedRows } from '~/features/people/intake/rows.server'
import { WORKS, workFor, type Works } from '~/features/people/intake/works.server'
import { db } from '~/platform/db.server'
import { type TableRecord, tableRecords } from '~/platform/spreadsheet/records.server'
import { TableProblem } from '~/platform/spreadsheet/table-problem'

const BATCH = 500

/**
 * Reads a file to its end, then judges every row: rows name each other. Both in batches that are
 * forgotten as soon as they are written; from the beginning again when it was stopped in the middle.
 * Writes nothing but the intake's own rows.
 */
export async function readIntake(intakeId: string, now: Date, signal: AbortSignal, works: Works = WORKS): Promise<void> {
  const found = await heldIntake(db, intakeId)
  if (found?.status !== 'reading') return
  await db.$executeRaw`DELETE FROM intake_row WHERE intake_id = ${intakeId}::uuid`
  const file = await db.storedFile.findUniqueOrThrow({ where: { id: found.fileId }, select: { bytes: true } })
  let read = 0
  let batch: ReadRow[] = []
  const flush = async () => {
    await putRead(db, intakeId, batch)
    read += batch.length
    batch = []
    signal.throwIfAborted()
    // Nobody waits for a check that was stopped or begun anew.
    return keep(found, { ...found.progress, read })
  }
  try {
    const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength)
    for await (const record of tableRecords(bytes, INTAKE_HEADINGS[found.kind], { ...found, columns: found.plan.columns })) {
      batch.push(readRow(found, record))
      if (batch.length >= BATCH && !(await flush())) return
    }
    if (!(await flush())) return
  } catch (error) {
    if (!(error instanceof TableProblem)) throw error
    await keep(found, { ...found.progress, read }, { status: 'failed', failure: { code: error.code } })
    return
  }
  while (await judgeNext(db, found, now, works)) {
    signal.throwIfAborted()
    if (!(await keep(found, { ...found.progress, read }))) return
  }
  await keep(found, { ...found.progress, read, ...(await summaryOf(db, intakeId)) }, { status: 'checked' })
}

/** Judges the next rows that nobody has; false when there were none. */
export async function judgeNext(client: Client, held: HeldIntake, now: Date, works: Works = WORKS): Promise<boolean> {
  const rows = await unjudgedRows(client, held, BATCH)
  if (rows.length === 0) return false
  await putJudged(client, held.id, await workFor(works, held.kind).judge(client, held, rows, now), null)
  return true
}

/** An identity-card number is dropped here, wherever it stands, so that it never reaches a row. */
function readRow({ kind, plan }: HeldIntake, { row, values, problems }: TableRecord<IntakeField>): ReadRow {
  const kept = { ...values }
  const found: IntakeProblem[] = [...problems]
  for (const [field, text] of Object.entries(values) as [IntakeField, string][]) {
    if (!holdsIdentityNumber(text)) continue
    delete kept[field]
    found.push({ field, rule: 'identity_number' })
  }
  if ((kind === 'uses' || kind === 'totals') && plan.defaults.system !== null) kept.system ??= plan.defaults.system
  return { row, key: keyOf(kind, kept), values: kept, problems: found }
}

/** False when the intake has moved on in the meantime. */
async function keep(found: HeldIntake, progress: object, change: { status?: 'checked' | 'failed'; failure?: object } = {}): Promise<boolean> {
  const { count } = await db.intake.updateMany({
    where: { id: found.id, status: 'reading', version: found.version },
    data: { progress, ...change },
  })
  return count > 0
}
