import { spawn } from 'node:child_process'
import net from 'node:net'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { startCluster } from './machine/cluster.mjs'
import { runTypeScript } from './machine/database.mjs'
import { takeLock } from './machine/lock.mjs'
import { Refusal, say, step } from './machine/output.mjs'
import { requireNode } from './machine/packages.mjs'
import { digestOf, prepareCheckout } from './machine/prepare.mjs'
import { endCommands, endProcess, markOf } from './machine/processes.mjs'

/*
 * `npm run bench`: how fast the built system is, on this machine, over 500,000 bookings. It brings its
 * own database server (in `.data/bench`, as durable as the real one), loads a world of its own, starts
 * its own web process on the loopback address, measures, and takes all of it away again.
 *
 * BENCH_SECONDS  seconds for each measurement (8)      BENCH_BOOKINGS  bookings of each resource (10000)
 * BENCH_ONLY     parts of names, by commas             BENCH_OUT       where the figures go (.data/bench.json)
 * WORKER=1       background jobs too, in the web process; without it their rows are written and wait, as
 *                where `npm run worker` runs apart
 * BENCH_KEEP=1   keeps the loaded database for the next run     BENCH_PROFILE=DIR  processor profile of the web process
 * BENCH_WORLD=wide  5,000 resources with 1,000,000 bookings (BENCH_BOOKINGS of each: 200) instead, and the same
 *                resources with 10,000 beside them: searches of free time, the board, and what creating costs in each
 */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const keep = process.env.BENCH_KEEP === '1'
const isWide = process.env.BENCH_WORLD === 'wide'
const bookings = process.env.BENCH_BOOKINGS ?? (isWide ? '200' : '10000')
/** Of each resource, in the world that the wide one is compared with. */
const FEW_BOOKINGS = '2'
const WIDE_RESOURCES = 5_000
const owned = []
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
  await prepareCheckout(root, { build: true })
  process.exitCode = await bench()
} catch (error) {
  say(error instanceof Refusal ? error.message : error.stack)
  process.exitCode = 1
} finally {
  for (const end of owned.toReversed()) await end()
}

async function bench() {
  const dataDir = path.join(root, '.data', 'bench')
  const lock = await takeLock(path.join(dataDir, 'running.json'), {
    onHeld: () => {
      throw new Refusal('Another bench is running.')
    },
  })
  owned.push(async () => lock.release())
  const cluster = await startCluster({ root, dataDir, onStart: lock.addChild, signal: stopping.signal })
  owned.push(cluster.stop)
  const name = await loadedDatabase(cluster.url, bookings)
  if (process.env.BENCH_STATEMENTS === '1') await admin(() => cluster.url(name), 'CREATE EXTENSION IF NOT EXISTS pg_stat_statements')
  const web = await startWeb(cluster.url(name))
  if (isWide) return benchWide(cluster, name, web)
  const args = ['--url', web.address, '--database', cluster.url(name), '--web', String(web.pid), '--postmaster', String(cluster.pid)]
  const { code } = await runTypeScript(root, 'tests/bench/main.ts', args, { env: process.env, inherit: true })
  return code
}

async function benchWide(cluster, name, web) {
  const few = await loadedDatabase(cluster.url, FEW_BOOKINGS)
  const fewWeb = await startWeb(cluster.url(few))
  const args = {
    url: web.address, database: cluster.url(name), web: web.pid, bookings: Number(bookings) * WIDE_RESOURCES,
    fewUrl: fewWeb.address, fewDatabase: cluster.url(few), fewWeb: fewWeb.pid, fewBookings: Number(FEW_BOOKINGS) * WIDE_RESOURCES, postmaster: cluster.pid,
  }
  const list = Object.entries(args).flatMap(([key, value]) => [`--${key}`, String(value)])
  const { code } = await runTypeScript(root, 'tests/bench/wide-main.ts', list, { env: process.env, inherit: true })
  return code
}

/** A database of this run, which is taken away with it. */
async function loadedDatabase(urlOf, each) {
  const name = `bench_${process.pid}_${each}`
  await makeDatabase(urlOf, name, each)
  owned.push(() => admin(urlOf, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`))
  stopping.signal.throwIfAborted()
  return name
}

/** Loads once into a template when it is kept, else straight into the database to be dropped. */
async function makeDatabase(urlOf, name, each) {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '')
  const current = `loaded_${digestOf(root, ['prisma/migrations/0001_tables', 'tests/bench/load.ts', 'tests/bench/wide.ts']).slice(0, 10)}_${day}`
  const template = `${current}_${isWide ? 'wide' : 'deep'}_${each}`
  const known = await admin(urlOf, 'SELECT datname FROM pg_database WHERE datname = $1', [template])
  if (known.rowCount === 0) {
    const old = await admin(urlOf, `SELECT datname FROM pg_database WHERE datname ~ '^(loaded|bench)_'`)
    for (const { datname } of old.rows) {
      const isOurs = datname.startsWith(`bench_${process.pid}_`) || (datname.startsWith(current) && !datname.endsWith('_draft'))
      if (!isOurs) await admin(urlOf, `DROP DATABASE "${datname}" WITH (FORCE)`)
    }
    const draft = keep ? `${template}_draft` : name
    await admin(urlOf, `CREATE DATABASE "${draft}" ENCODING 'UTF8' TEMPLATE template0`)
    const env = { ...environmentOf(urlOf(draft)), BENCH_BOOKINGS: each }
    await step('Migrating and seeding', () => script('scripts/prepare-database.ts', env))
    await step('Loading', (note) => script('tests/bench/prepare.ts', env, note))
    if (!keep) return
    await admin(urlOf, `ALTER DATABASE "${draft}" RENAME TO "${template}"`)
  }
  await step('Copying the loaded database', () => admin(urlOf, `CREATE DATABASE "${name}" TEMPLATE "${template}" STRATEGY FILE_COPY`))
  // The kept one may be older than the newest migrations.
  await step('Migrating', () => script('scripts/prepare-database.ts', environmentOf(urlOf(name))))
  await admin(urlOf, 'CHECKPOINT')
}

function environmentOf(databaseUrl) {
  return { ...process.env, DATABASE_URL: databaseUrl, DEMO: '0', NODE_ENV: 'production', LOG_LEVEL: 'warn' }
}

async function script(file, env, note = () => {}) {
  const onMessage = (message) => message.kind === 'note' && note(message.text)
  const { code, tail } = await runTypeScript(root, file, [], { env, onMessage })
  if (code !== 0) throw new Refusal(`${file} failed:\n${tail}`)
}

async function startWeb(databaseUrl) {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const env = { ...process.env, DATABASE_URL: databaseUrl, HOST: '127.0.0.1', PORT: String(port), BASE_URL: address, DEMO: '0', NODE_ENV: 'production', LOG_LEVEL: 'info', TRUST_PROXY: '', SMTP_URL: '', WORKER: process.env.WORKER ?? '0' }
  const profile = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : []
  const child = spawn(process.execPath, [...profile, '--import', 'tsx', path.join(root, 'server.ts')], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] })
  const mark = markOf(child.pid ?? 0)
  owned.push(() => endProcess(mark))
  await step('Starting the web server', async () => {
    for (;;) {
      stopping.signal.throwIfAborted()
      if (child.exitCode !== null) throw new Refusal('The web server did not start.')
      const isReady = await fetch(`${address}/readyz`).then(({ ok }) => ok, () => false)
      if (isReady) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })
  return { address, pid: child.pid }
}

async function admin(urlOf, sql, values) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: urlOf('postgres') })
  await client.connect()
  try {
    return await client.query(sql, values)
  } finally {
    await client.end()
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
