import path from 'node:path'
import process from 'node:process'
import { startCluster } from './cluster.mjs'
import { readLock, takeLock } from './lock.mjs'
import { Refusal } from './output.mjs'
import { run } from './processes.mjs'
import { databaseName } from './settings.mjs'

export const lockFile = (dataDir) => path.join(dataDir, 'running.json')

/**
 * A database to work with: the one of DATABASE_URL, the embedded one of a running start, or the
 * embedded one started for this purpose.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function openDatabase(root, settings, signal, { isJoining = false } = {}) {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl, close: async () => {} }
  const running = readLock(lockFile(settings.dataDir))
  if (running?.state === 'running' && typeof running.databaseUrl === 'string') {
    return { url: withName(running.databaseUrl, databaseName(settings.demo)), close: async () => {} }
  }
  if (isJoining) {
    throw new Refusal(`There is no database to join: DATABASE_URL is not set, and no system runs with its data in ${settings.dataDir}.
Set DATABASE_URL to the database of the web process, or run \`npm start\` first (its own process runs background jobs already, unless WORKER=0).`)
  }
  const lock = await takeLock(lockFile(settings.dataDir), {
    onHeld: (held) => {
      signal?.throwIfAborted()
      if (held.state !== 'stopping') throw new Refusal('The system is starting just now. Try again in a moment.')
    },
  })
  try {
    const cluster = await startCluster({ root, dataDir: settings.dataDir, onStart: lock.addChild, signal })
    const close = async () => {
      await cluster.stop()
      lock.release()
    }
    return { url: await ensureDatabase(cluster.url, databaseName(settings.demo)), close }
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * @param {(database: string) => string} urlOf
 * @returns {Promise<string>} the address of the database, made if need be
 */
export async function ensureDatabase(urlOf, name) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: urlOf('postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) await client.query(`CREATE DATABASE "${name}" ENCODING 'UTF8' TEMPLATE template0`)
    return urlOf(name)
  } finally {
    await client.end()
  }
}

function withName(url, name) {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

/** Runs a TypeScript entry point of the project; its words for us come as messages. */
export function runTypeScript(root, file, args, options) {
  return run(process.execPath, ['--import', 'tsx', path.join(root, file), ...args], { cwd: root, ...options })
}
