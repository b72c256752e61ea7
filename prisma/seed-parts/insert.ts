import { Prisma } from '~/platform/generated/prisma/client'

type Value = string | number | bigint | boolean | Date | null | object

/**
 * Inserts rows of one shape in one statement; through the client's models thousands of rows cost
 * many times what the database needs. Keys are the columns in camel case; columns that no row names
 * take their defaults.
 */
export async function insertRows(
  tx: Prisma.TransactionClient,
  table: string,
  rows: readonly Record<string, Value>[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
  const named = Prisma.raw(columns.map((column) => `"${columnOf(column)}"`).join(', '))
  const into = Prisma.raw(`"${table}"`)
  const records = rows.map((row) =>
    Object.fromEntries(columns.map((key) => [columnOf(key), plain(row[key] ?? null)])),
  )
  await tx.$executeRaw`
    INSERT INTO ${into} (${named})
    SELECT ${named} FROM jsonb_populate_recordset(NULL::${into}, ${JSON.stringify(records)}::jsonb)`
}

const columnOf = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const plain = (value: Value) => (typeof value === 'bigint' ? value.toString() : value)
