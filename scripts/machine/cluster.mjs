import { execFileSync, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal, step } from './output.mjs'
import { serverPrograms } from './packages.mjs'
import { endProcess, markOf, run } from './processes.mjs'
import { programsFor, serverUser } from './server-user.mjs'

const SECRET = 'alliance.json'
const START_TRIES = 5
const RECOVERY_MS = 10 * 60_000

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=150',
  'timezone=UTC',
  'log_timezone=UTC',
  'lc_messages=C',
  'log_checkpoints=off',
]
/** A test's data need not survive a power cut. */
const FAST_SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300', 'shared_buffers=256MB']

/**
 * @typedef {{ url: (database: string) => string, pid: number, mark: import('./processes.mjs').ProcessMark,
 *   exited: Promise<void>, stop: () => Promise<void> }} Cluster
 */

/**
 * Starts the PostgreSQL that comes along, with its data in `<dataDir>/postgres`, on a free port of
 * the loopback address. The caller holds the lock of the data folder.
 * @param {{ root: string, dataDir: string, fast?: boolean,
 *   onStart?: (mark: import('./processes.mjs').ProcessMark) => void, signal?: AbortSignal }} options
 * @returns {Promise<Cluster>}
 */
export async function startCluster({ root, dataDir, fast = false, onStart, signal }) {
  fs.mkdirSync(dataDir, { recursive: true })
  const folder = path.join(fs.realpathSync(dataDir), 'postgres')
  const user = await serverUser()
  const programs = await programsFor(user, await serverPrograms(root))
  for (const name of fs.readdirSync(dataDir).filter((each) => each.startsWith('postgres.new-'))) {
    fs.rmSync(path.join(dataDir, name), { recursive: true, force: true })
  }
  if (!fs.existsSync(folder)) {
    await step('Preparing the database', () => createCluster({ folder, programs, user, onStart, signal }))
  }
  requireMajor(folder, await majorOf(programs))
  await endOrphan(folder)
  const { name, password } = JSON.parse(fs.readFileSync(path.join(folder, SECRET), 'utf8'))
  return step('Starting the database', async (note) => {
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort()
      if (signal?.aborted) throw new Refusal('Stopped')
      const server = launch({ folder, dataDir, programs, user, port, fast })
      if (server.mark !== null) onStart?.(server.mark)
      const url = (database) => `postgresql://${name}:${password}@127.0.0.1:${port}/${database}`
      if (await answers({ server, url: url('postgres'), note })) return { ...server, url }
      if (attempt === START_TRIES) {
        throw new Refusal(`The database did not start. Its last words, from ${server.logFile}:\n${lastLines(server.logFile)}`)
      }
      // Another program took the port, or processes of a killed server are still going away.
      await sleep(1_000 * attempt)
    }
  })
}

/** Made aside and moved into place when complete, so that no half-made folder is ever met. */
async function createCluster({ folder, programs, user, onStart, signal }) {
  const draft = path.join(path.dirname(folder), `postgres.new-${randomUUID()}`)
  const name = 'alliance'
  const password = randomBytes(24).toString('hex')
  const tried = []
  for (const locale of [
    ['--locale=C.UTF-8'],
    ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    ['--locale=C'],
  ]) {
    fs.rmSync(draft, { recursive: true, force: true })
    fs.mkdirSync(draft, { mode: 0o700 })
    user.own(draft)
    const passwordFile = path.join(os.tmpdir(), `alliance-${randomUUID()}`)
    fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
    user.own(passwordFile)
    try {
      const { command, args, options, done } = user.launch(programs.path('initdb'), draft, (data) => [
        '-D', data, '--encoding=UTF8', ...locale, `--username=${name}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256',
      ])
      const { code, tail } = await run(command, args, { ...options, onStart }).finally(done)
      if (signal?.aborted) throw new Refusal('Stopped')
      if (code === 0) {
        fs.writeFileSync(path.join(draft, SECRET), JSON.stringify({ name, password }), { mode: 0o600 })
        user.own(path.join(draft, SECRET))
        fs.renameSync(draft, folder)
        return
      }
      tried.push(tail)
    } finally {
      fs.rmSync(passwordFile, { force: true })
    }
  }
  fs.rmSync(draft, { recursive: true, force: true })
  throw new Refusal(`The data folder could not be made:\n${tried.at(-1)}`)
}

function launch({ folder, dataDir, programs, user, port, fast }) {
  const logFile = path.join(dataDir, 'postgres.log')
  const isLong = (fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000
  const output = fs.openSync(logFile, isLong ? 'w' : 'a')
  const settings = [...SETTINGS, ...(fast ? FAST_SETTINGS : [])].flatMap((setting) => ['-c', setting])
  const { command, args, options, done } = user.launch(programs.path('postgres'), folder, (data) => ['-D', data, '-p', String(port), ...settings])
  const { handles, ...spawnOptions } = options
  const stdio = ['ignore', output, output, ...handles]
  const child = spawn(command, args, { ...spawnOptions, detached: true, windowsHide: true, stdio })
  done()
  fs.closeSync(output)
  const found = child.pid === undefined ? null : markOf(child.pid)
  // SIGINT asks for a fast shutdown: running statements end, data is written, no recovery needed.
  const mark = found === null ? null : { ...found, end: 'SIGINT' }
  let hasEnded = false
  const exited = new Promise((resolve) => {
    for (const event of ['exit', 'error']) {
      child.once(event, () => {
        hasEnded = true
        resolve(undefined)
      })
    }
  })
  const stop = async () => {
    if (!hasEnded) await stopServer({ mark, folder, programs })
    await Promise.race([exited, sleep(1_000)])
  }
  return { pid: child.pid ?? 0, mark, logFile, exited, stop, hasEnded: () => hasEnded }
}

async function stopServer({ mark, folder, programs }) {
  if (process.platform === 'win32') {
    await run(programs.path('pg_ctl'), ['stop', '-D', folder, '-m', 'fast'], {})
  } else if (mark !== null) {
    await endProcess(mark)
  }
}

async function answers({ server, url, note }) {
  const { default: pg } = await import('pg')
  const until = Date.now() + RECOVERY_MS
  while (!server.hasEnded() && Date.now() < until) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      const { rows } = await client.query('SELECT pg_postmaster_start_time(), current_setting($1) AS folder', ['data_directory'])
      if (rows.length === 1) return true
    } catch (error) {
      // 57P03: still reading the journal after a crash.
      if (error.code === '57P03') note('putting the data right after a crash')
      if (error.code?.startsWith('28')) throw new Refusal(`The database does not know us: ${error.message}`)
    } finally {
      await client.end().catch(() => {})
    }
    await sleep(50)
  }
  return false
}

async function majorOf(programs) {
  const { tail } = await run(programs.path('postgres'), ['--version'], {})
  return /\b(\d+)(?:\.|beta|rc|devel|$)/.exec(tail)?.[1] ?? tail
}

function requireMajor(folder, major) {
  const file = path.join(folder, 'PG_VERSION')
  const found = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : 'an unknown version'
  if (found === major) return
  throw new Refusal(`The data in ${folder} is of PostgreSQL ${found}; this version of the system brings PostgreSQL ${major}, which cannot read it.
Either export it with the old version (pg_dump) and import it into a fresh folder, or choose another folder with DATA_DIR, or remove this one.`)
}

/** Stops a server of an earlier run that outlived its owner, and clears what a dead one left. */
async function endOrphan(folder) {
  const pidFile = path.join(folder, 'postmaster.pid')
  if (!fs.existsSync(pidFile)) return
  const [pid] = fs.readFileSync(pidFile, 'utf8').split('\n').map(Number)
  const mark = markOf(pid)
  if (mark !== null && isServerOf(pid, folder)) {
    await step('Stopping the database of an earlier run', () => endProcess({ ...mark, end: 'SIGINT' }))
  } else if (mark !== null) {
    // The number belongs to another program by now; PostgreSQL would take that for its rival.
    fs.rmSync(pidFile, { force: true })
  }
}

function isServerOf(pid, folder) {
  try {
    if (process.platform === 'linux') return fs.readlinkSync(`/proc/${pid}/cwd`) === folder
    if (process.platform === 'win32') return false
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(folder)
  } catch {
    return false
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

function lastLines(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n').slice(-12).join('\n') : ''
}
