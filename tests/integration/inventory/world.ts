import ExcelJS from 'exceljs'
import { runMigrations } from 'graphile-worker'
import type { Actor } from '~/domain/access/permission'
import { checkInventory } from '~/features/catalogue/import/check.server'
import { heldImport } from '~/features/catalogue/import/held.server'
import { tasks } from '~/features/catalogue/import/jobs.server'
import { uploadInventory } from '~/features/catalogue/import/upload.server'
import { db } from '~/platform/db.server'
import { NOW } from '#tests/factories/world'

/** The queue that commands write to, as the migrations of the product install it. */
export async function installQueue(): Promise<void> {
  await runMigrations({ connectionString: process.env.DATABASE_URL })
}

export const never = new AbortController().signal
export const run = (task: string, importId: string, signal = never) => tasks[task]!({ importId }, { now: NOW, signal })

/** A file taken in and checked with the mapping as proposed. */
export async function checked(actor: Actor, bytes: Buffer, wish: { universityId?: string; fileName?: string; campusId?: string | null; kindId?: string | null } = {}) {
  const id = await uploaded(actor, bytes, wish)
  const { plan, version } = await held(id)
  const outcome = await checkInventory(actor, id, {
    ...plan,
    defaults: { ...plan.defaults, campusId: wish.campusId ?? null, kindId: wish.kindId ?? null },
    version,
  })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  await run('inventory-read', id)
  return id
}

export async function uploaded(actor: Actor, bytes: Buffer, wish: { universityId?: string; fileName?: string } = {}): Promise<string> {
  const outcome = await uploadInventory(actor, { universityId: wish.universityId ?? 'a', fileName: wish.fileName ?? 'inventory.xlsx', bytes })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value.id
}

export async function held(id: string) {
  const found = await heldImport(db, id)
  if (!found) throw new Error('no such import')
  return found
}

export const rowsOf = (importId: string) =>
  db.inventoryImportRow.findMany({ where: { importId }, orderBy: { row: 'asc' } })

export const outcomes = async (importId: string) => (await rowsOf(importId)).map((each) => [each.row, each.outcome] as const)

/** [row, field, rule] of every problem. */
export const problemsOf = async (importId: string) =>
  (await rowsOf(importId)).flatMap((each) =>
    (each.problems as { field: string | null; rule: string }[]).map(({ field, rule }) => [each.row, field, rule] as const),
  )

export const csv = (lines: readonly (readonly string[])[]) => Buffer.from(lines.map((cells) => cells.join(',')).join('\r\n'))

/** A workbook written by another program than ours. */
export async function xlsx(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  fill(book.addWorksheet('清单'), book)
  return Buffer.from(await book.xlsx.writeBuffer())
}

export const HEADINGS = ['仪器编号', '仪器名称', '型号', '规格', '单价(元)', '购置日期', '单位名称', '存放地', '领用人']
