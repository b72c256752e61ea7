import type { Prisma } from '~/platform/generated/prisma/client'

const KEY = 'seed.given'

/**
 * What the seed has once put into this database. An entry is given once: what an operator has
 * edited stays as edited, what they have removed stays removed.
 */
export class Given {
  private constructor(private readonly keys: Set<string>) {}

  static async read(tx: Prisma.TransactionClient): Promise<Given> {
    const row = await tx.setting.findUnique({ where: { key: KEY } })
    const keys = Array.isArray(row?.value) ? row.value.filter((each) => typeof each === 'string') : []
    return new Given(new Set(keys))
  }

  /** Those never given before; they count as given from now on. */
  fresh<T>(noun: string, rows: readonly T[], idOf: (row: T) => string): T[] {
    return rows.filter((row) => {
      const key = `${noun}:${idOf(row)}`
      return !this.keys.has(key) && this.keys.add(key)
    })
  }

  async write(tx: Prisma.TransactionClient): Promise<void> {
    const value = [...this.keys].toSorted()
    await tx.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } })
  }
}
