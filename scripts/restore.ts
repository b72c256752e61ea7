import path from 'node:path'
import { parseArgs } from 'node:util'
import { RefusedRestore, restoreBackup } from './archive/restore'
import { DamagedArchive } from './archive/tar'
import { UnfitDatabase } from './migrate'

/*
 * npm run restore -- FILE [--replace]: puts a backup into an empty database, or with --replace into
 * the place of what a database holds. All of it or nothing.
 */

const { values, positionals } = parseArgs({ allowPositionals: true, options: { replace: { type: 'boolean', default: false } } })
const { DATABASE_URL, DEMO } = process.env
const [given] = positionals
if (DATABASE_URL === undefined || given === undefined) {
  process.stdout.write('npm run restore -- FILE [--replace]\n')
  process.exit(2)
}
try {
  const { rows, tables, madeAt, migrated } = await restoreBackup(DATABASE_URL, path.resolve(given), {
    replace: values.replace,
    demo: DEMO === '1',
    note: (text) => process.stdout.isTTY && process.stdout.write(`… ${text}\n`),
  })
  const since = migrated.length === 0 ? '' : ` Migrated since: ${migrated.join(', ')}.`
  process.stdout.write(`Restored ${rows} rows of ${tables} tables, as they were at ${madeAt}.${since}\n`)
} catch (error) {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  if (isMissing) process.stdout.write(`There is no file ${given}.\n`)
  else if (error instanceof RefusedRestore || error instanceof DamagedArchive || error instanceof UnfitDatabase) process.stdout.write(`${error.message}\nNothing was changed.\n`)
  else throw error
  process.exitCode = 1
}
