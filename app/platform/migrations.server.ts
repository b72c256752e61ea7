import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

export type Migration = { name: string; sql: string; checksum: string }
/** A row of Prisma's table `_prisma_migrations`, as far as we need it. */
export type AppliedMigration = { name: string; checksum: string; finished: boolean; rolledBack: boolean }

export type MigrationState = {
  pending: Migration[]
  /** In the database but not in this version of the system: the database is newer. */
  unknown: string[]
  /** Applied, and its file changed since. */
  edited: string[]
  /** Begun by another tool and never finished. */
  failed: string[]
}

/** The migrations of this version, in the order they apply. */
export async function listMigrations(folder = path.resolve('prisma/migrations')): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.toSorted().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: checksumOf(sql) }
    }),
  )
}

/** Prisma's checksum: SHA-256 of the script, in hex. */
export const checksumOf = (sql: string): string => createHash('sha256').update(sql).digest('hex')

export function compareMigrations(
  files: readonly Migration[],
  applied: readonly AppliedMigration[],
): MigrationState {
  const rows = new Map(applied.filter((row) => !row.rolledBack).map((row) => [row.name, row]))
  const known = new Set(files.map((file) => file.name))
  const isEdited = (file: Migration) => {
    const row = rows.get(file.name)
    // A checkout may turn line ends around; Prisma accepts both, so we do.
    const unix = file.sql.replaceAll('\r\n', '\n')
    const accepted = [file.checksum, checksumOf(unix), checksumOf(unix.replaceAll('\n', '\r\n'))]
    return row !== undefined && row.finished && !accepted.includes(row.checksum)
  }
  return {
    pending: files.filter((file) => !rows.has(file.name)),
    unknown: [...rows.keys()].filter((name) => !known.has(name)),
    edited: files.filter(isEdited).map((file) => file.name),
    failed: [...rows.values()].filter((row) => !row.finished).map((row) => row.name),
  }
}
