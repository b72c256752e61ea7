import path from 'node:path'
import { writeBackup } from './archive/write'

/*
 * npm run backup [-- FILE]: database and files, everything the system keeps, in one archive. It may run
 * while the system serves. Without FILE it goes into `backups/`, named by the time.
 */

const { DATABASE_URL } = process.env
const [given] = process.argv.slice(2)
if (DATABASE_URL === undefined || given?.startsWith('-')) {
  process.stdout.write('npm run backup [-- FILE]\n')
  process.exit(2)
}
const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
const file = path.resolve(given ?? path.join('backups', `alliance-${stamp}.tar.gz`))
const { bytes, rows, tables } = await writeBackup(DATABASE_URL, file)
process.stdout.write(`Backed up ${rows} rows of ${tables} tables: ${file} (${(bytes / 2 ** 20).toFixed(1)} MB)
It holds personal data and password hashes: keep it as safe as the system itself, and on another machine.\n`)
