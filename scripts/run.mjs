import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { openDatabase, runTypeScript } from './machine/database.mjs'
import { Refusal, say } from './machine/output.mjs'
import { requireNode } from './machine/packages.mjs'
import { prepareCheckout } from './machine/prepare.mjs'
import { endCommands } from './machine/processes.mjs'
import { readSettings } from './machine/settings.mjs'

/*
 * Runs a TypeScript entry point with the packages, the database client and a database at hand:
 * node scripts/run.mjs scripts/grant-admin.ts somebody@example.edu.cn
 */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
/** With --joining it starts no database of its own: what it runs lasts, and the database must outlive it. */
const isJoining = process.argv[2] === '--joining'
const [script, ...args] = process.argv.slice(isJoining ? 3 : 2)
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopping.abort(new Refusal('Stopped'))
    void endCommands()
  })
}

try {
  process.chdir(root)
  requireNode()
  if (script === undefined) throw new Refusal('Name the TypeScript file to run.')
  const settings = readSettings(root)
  await prepareCheckout(root, { build: false })
  const { url, close } = await openDatabase(root, settings, stopping.signal, { isJoining })
  const env = { ...process.env, DATABASE_URL: url, DATA_DIR: settings.dataDir, DEMO: settings.demo ? '1' : '0' }
  try {
    const { code } = await runTypeScript(root, script, args, { env, inherit: true })
    process.exitCode = code
  } finally {
    await close()
  }
} catch (error) {
  say(error instanceof Refusal ? error.message : error.stack)
  process.exitCode = 1
}
