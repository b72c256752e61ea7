import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { lockFile, openDatabase, runTypeScript } from './machine/database.mjs'
import { readLock } from './machine/lock.mjs'
import { Refusal, say } from './machine/output.mjs'
import { missingPackage, requireNode } from './machine/packages.mjs'
import { isCurrentBuild, isCurrentClient } from './machine/prepare.mjs'
import { endCommands } from './machine/processes.mjs'
import { readSettings } from './machine/settings.mjs'

/*
 * `npm run doctor`: says in words what is wrong and what to do about it. It mends nothing and sends
 * nothing. The exit code is 1 when anything is wrong.
 */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const MARKS = { ok: '✓', note: '·', wrong: '✗' }
const findings = []
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void endCommands())

process.chdir(root)
const settings = attempt('settings', () => readSettings(root), 'Correct it in the environment or in the file .env.')
const hasNode = attempt('node', () => requireNode() ?? true, 'Install a newer Node.')
if (hasNode) tell({ level: 'ok', about: 'node', text: process.versions.node })
const missing = missingPackage(root, false)
if (missing !== null) {
  tell({ level: 'wrong', about: 'packages', text: `Not all are installed (${missing}).`, advice: 'npm start installs them; nothing more can be examined without.' })
} else if (settings && hasNode) {
  examineBuild()
  await examineDatabase()
}
summarise()

function attempt(about, work, advice) {
  try {
    return work()
  } catch (error) {
    tell({ level: 'wrong', about, text: error instanceof Refusal ? error.message : error.stack, advice })
    return null
  }
}

function examineBuild() {
  if (!isCurrentClient(root)) tell({ level: 'note', about: 'app', text: 'The database client is older than its schema; the next start makes it anew.' })
  if (isCurrentBuild(root)) tell({ level: 'ok', about: 'app', text: 'built from these sources' })
  else tell({ level: 'wrong', about: 'app', text: 'It is not built, or its sources have changed since; what runs is not what lies here.', advice: 'Start it again (npm start): it builds first.' })
}

async function examineDatabase() {
  const running = readLock(lockFile(settings.dataDir))
  if (settings.databaseUrl === null && running === null) {
    tell({ level: 'note', about: 'system', text: 'It is not running; its database is started for this examination and stopped again.' })
  }
  let opened
  try {
    opened = await openDatabase(root, settings)
  } catch (error) {
    tell({ level: 'wrong', about: 'database', text: error instanceof Refusal ? error.message : String(error?.stack), advice: 'See postgres.log in the data folder; a backup can be restored into a new one.' })
    return
  }
  try {
    const env = {
      ...process.env,
      DATABASE_URL: opened.url,
      DATA_DIR: settings.dataDir,
      DEMO: settings.demo ? '1' : '0',
      HOST: settings.host,
      PORT: String(settings.port),
      NODE_ENV: 'production',
      LOG_LEVEL: 'silent',
      ALLIANCE_OWN_SERVER: settings.databaseUrl === null ? '0' : '1',
    }
    const { code, tail } = await runTypeScript(root, 'scripts/doctor.ts', [], { env, onMessage: tell })
    if (code !== 0) tell({ level: 'wrong', about: 'doctor', text: `The examination itself broke:\n${tail}`, advice: 'Please report this.' })
  } finally {
    await opened.close()
  }
}

function tell({ level, about, text, advice }) {
  findings.push(level)
  say(`${MARKS[level]} ${`${about}:`.padEnd(13)} ${text}`)
  if (advice !== undefined) say(`${' '.repeat(16)}→ ${advice}`)
}

function summarise() {
  const wrong = findings.filter((level) => level === 'wrong').length
  say()
  say(wrong === 0 ? 'Nothing is wrong.' : `${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong.`)
  process.exitCode = wrong === 0 ? 0 : 1
}
