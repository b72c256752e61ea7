import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { checkInMinute } from './check-in'
import { limitRun } from './limit'
import { resourceId, RESOURCES, sessionOf, tokenOf, worldOf, type World } from './load'
import { type Figures, measure, run, type Scenario, type Target } from './measure'
import { show as line } from './show'

/* Measures a running server over a loaded database; scripts/bench.mjs prepares both. */

const { values } = parseArgs({
  options: { url: { type: 'string' }, database: { type: 'string' }, web: { type: 'string' }, postmaster: { type: 'string' } },
})
const seconds = Number(process.env.BENCH_SECONDS ?? 8)
const only = process.env.BENCH_ONLY?.split(',')
const address = new URL(values.url ?? '')
const target: Target = {
  host: address.hostname,
  port: Number(address.port),
  webPid: Number(values.web),
  postmaster: Number(values.postmaster),
  databaseUrl: values.database ?? '',
  cores: os.availableParallelism(),
}
const world = worldOf(Number(process.env.BENCH_BOOKINGS ?? 10_000))

const figures: Figures[] = []
const limits: Figures[] = []
for (const clients of [8, 1]) {
  if (only && !only.includes('limit')) continue
  const limit = await limitRun(target.databaseUrl, world, clients, clients === 8 ? 0 : 300_000)
  limits.push(show(await run(target, { name: 'database alone: check, insert, audit', clients, seconds }, (_, client) => limit.next(client))))
  await limit.close()
}
for (const scenario of scenarios(world)) {
  if (only && !only.some((each) => scenario.name.includes(each))) continue
  figures.push(show(await measure(target, scenario)))
}
if (!only || only.includes('check in')) figures.push(show(await checkInMinute(target)))
report()

function scenarios({ resources }: World): Scenario[] {
  const ok = ({ status }: { status: number }) => status === 200
  const week = (n: number) => {
    // Any week of the loaded years.
    const day = world.firstDay + ((n * 37) % Math.max(1, world.lastDay - world.firstDay - 14))
    const start = new Date(new Date().setUTCHours(16, 0, 0, 0) + day * 86_400_000)
    return `start=${start.toISOString()}&end=${new Date(start.getTime() + 7 * 86_400_000).toISOString()}`
  }
  const signedIn = (n: number) => ({ Cookie: `session=${sessionOf(n % RESOURCES, n % 10)}` })
  const words = ['显微镜', 'microscope', 'model 7', 'xwj', '光谱', 'maker', '质谱', 'spectrometer']
  return [
    ...[1, 8].map((clients): Scenario => ({ name: 'create a booking', clients, seconds, ask: (n) => creation(n + (clients === 1 ? 0 : 40_000)), expects: ({ status }) => status === 201 })),
    ...[1, 8].map((clients): Scenario => ({
      name: 'calendar week of a resource', clients, seconds,
      ask: (n) => ({ path: `/resources/${resources[n % RESOURCES]}/calendar.json?${week(n)}` }),
      expects: (answer) => answer.status === 200 && answer.bytes > 3_000,
    })),
    { name: 'calendar week, signed in', clients: 8, seconds, ask: (n) => ({ path: `/resources/${resources[n % RESOURCES]}/calendar.json?${week(n)}`, headers: signedIn(n) }), expects: ok },
    {
      name: 'availability of a week (API)', clients: 8, seconds,
      ask: (n) => ({ path: `/api/v1/resources/${resources[n % RESOURCES]}/availability?${week(n).replace('start=', 'from=').replace('end=', 'to=')}` }),
      expects: ok,
    },
    {
      name: `week of ${RESOURCES} resources`, clients: 1, seconds: seconds / 2,
      ask: (n) => ({ path: `/resources/calendar.json?resources=${resources.join(',')}&${week(n)}` }),
      expects: ok,
    },
    { name: 'search the catalogue (API)', clients: 8, seconds, ask: (n) => ({ path: `/api/v1/resources?q=${encodeURIComponent(words[n % words.length]!)}&limit=20` }), expects: ok },
    { name: 'search page (HTML)', clients: 8, seconds, ask: (n) => ({ path: `/resources?q=${encodeURIComponent(words[n % words.length]!)}` }), expects: ok },
    { name: 'search page, signed in, what I may use', clients: 8, seconds, ask: (n) => ({ path: `/resources?usable=now&q=${encodeURIComponent(words[n % words.length]!)}`, headers: signedIn(n) }), expects: ok },
    { name: 'resource page (HTML)', clients: 8, seconds, ask: (n) => ({ path: `/resources/${resources[n % RESOURCES]}` }), expects: (answer) => answer.status === 200 && answer.bytes > 10_000 },
    { name: 'resource page, signed in', clients: 8, seconds, ask: (n) => ({ path: `/resources/${resources[n % RESOURCES]}`, headers: signedIn(n) }), expects: ok },
  ]
}

/** Half hours between 18:00 and 9:00, where no loaded booking lies; each asked for once. */
function creation(n: number) {
  const resource = n % RESOURCES
  const slot = Math.floor(n / RESOURCES)
  const day = 2 + Math.floor(slot / 30)
  // 10:00 UTC is 18:00 on every campus.
  const start = new Date().setUTCHours(10, 0, 0, 0) + day * 86_400_000 + (slot % 30) * 1_800_000
  return {
    path: '/api/v1/bookings',
    method: 'POST',
    headers: { Authorization: `Bearer ${tokenOf(resource, slot % 10)}` },
    body: JSON.stringify({ resourceId: resourceId(resource), startsAt: new Date(start).toISOString(), endsAt: new Date(start + 1_800_000).toISOString(), purpose: 'research', title: 'Bench' }),
  }
}

function show(each: Figures): Figures {
  return line(each, figures.length + limits.length === 0)
}

/** Where the database's time went, if it counts that (pg_stat_statements). */
async function showStatements(): Promise<void> {
  const client = new Client({ connectionString: target.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ ms: number; calls: number; mean: number; query: string }>(`
    SELECT total_exec_time::float AS ms, calls::int, mean_exec_time::float AS mean, left(regexp_replace(query, '\\s+', ' ', 'g'), 110) AS query
      FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
     ORDER BY total_exec_time DESC LIMIT 28`)
  for (const { ms, calls, mean, query } of rows) process.stdout.write(`${ms.toFixed(0).padStart(8)} ms ${String(calls).padStart(7)} x ${mean.toFixed(3).padStart(9)}  ${query}\n`)
  await client.end()
}

async function report(): Promise<void> {
  if (process.env.BENCH_STATEMENTS === '1') await showStatements()
  const best = limits.find(({ clients }) => clients === 8)
  const created = figures.find(({ name, clients }) => name === 'create a booking' && clients === 8)
  if (best && created) {
    process.stdout.write(`\nBookings through HTTP with all checks: ${((100 * created.perSecond) / best.perSecond).toFixed(0)} % of what the database alone does.\n`)
  }
  const client = new Client({ connectionString: target.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ version: string }>(`SELECT current_setting('server_version') AS version`)
  await client.end()
  const result = {
    at: new Date().toISOString(),
    machine: { cores: target.cores, cpu: os.cpus()[0]?.model, load: os.loadavg(), node: process.version, postgres: rows[0]?.version },
    world: { resources: RESOURCES, bookings: world.bookings },
    seconds, limits, figures,
  }
  const file = path.resolve(process.env.BENCH_OUT ?? '.data/bench.json')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
  process.stdout.write(`Written to ${file}\n`)
  if ([...limits, ...figures].some(({ wrong }) => wrong > 0)) process.exitCode = 1
}
