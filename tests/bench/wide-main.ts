import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import type { Answer } from './driver'
import { type Figures, measure, type Scenario, type Target } from './measure'
import { show } from './show'
import { BOARD_RESOURCES, WIDE_RESOURCES, wideId, wideSession, wideToken } from './wide'

/*
 * Measures two running servers: one over the wide world, one over the same resources with few bookings.
 * scripts/bench.mjs prepares both.
 */

const { values } = parseArgs({
  options: {
    url: { type: 'string' }, database: { type: 'string' }, web: { type: 'string' }, bookings: { type: 'string' },
    fewUrl: { type: 'string' }, fewDatabase: { type: 'string' }, fewWeb: { type: 'string' }, fewBookings: { type: 'string' }, postmaster: { type: 'string' },
  },
})
const seconds = Number(process.env.BENCH_SECONDS ?? 8)
const only = process.env.BENCH_ONLY?.split(',')
const ROUNDS = 3
const DAY_MS = 86_400_000

const target = (url = '', database = '', web = ''): Target => ({
  host: new URL(url).hostname, port: Number(new URL(url).port), webPid: Number(web), postmaster: Number(values.postmaster), databaseUrl: database, cores: os.availableParallelism(),
})
const many = target(values.url, values.database, values.web)
const few = target(values.fewUrl, values.fewDatabase, values.fewWeb)
const places = await readPlaces()
const figures: Figures[] = []

const cpuOf = ({ cpuMs }: Figures) => (cpuMs ? cpuMs.web + cpuMs.database : Number.NaN)
const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
const change = (from: number, to: number) => `${to >= from ? '+' : ''}${((100 * (to - from)) / from).toFixed(0)} %`

for (const scenario of searches()) {
  if (!only || only.some((each) => scenario.name.includes(each))) await measured(many, scenario)
}
// Turn by turn, so that what else the machine does falls on both alike.
const created: Record<'few' | 'many', Figures[]> = { few: [], many: [] }
const rounds = !only || only.some((each) => 'create a booking'.includes(each)) ? ROUNDS : 0
for (let round = 0; round < rounds; round += 1) {
  created.few.push(await measured(few, creation(`create a booking, ${values.fewBookings}`, round)))
  created.many.push(await measured(many, creation(`create a booking, ${values.bookings}`, round)))
}
report()

async function measured(at: Target, scenario: Scenario): Promise<Figures> {
  const found = show(await measure(at, scenario), figures.length === 0)
  figures.push(found)
  return found
}

async function readPlaces(): Promise<{ kind: string; lab: string }> {
  const client = new Client({ connectionString: many.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ kind: string; lab: string }>('SELECT kind_id AS kind, lab_id AS lab FROM resource WHERE id = $1', [wideId(0)])
  await client.end()
  return rows[0]!
}

function searches(): Scenario[] {
  const isFull = ({ status, bytes }: Answer) => status === 200 && bytes > 2_000
  const signedIn = (n: number) => ({ Cookie: `session=${wideSession((n * 7) % WIDE_RESOURCES)}` })
  const week = (n: number) => new Date(Date.now() + ((n * 37) % 500 - 450) * DAY_MS).toISOString().slice(0, 10)
  const search = (name: string, query: string, headers?: (n: number) => Record<string, string>): Scenario => ({
    name, clients: 1, seconds, ask: (n) => ({ path: `/api/v1/slots?minutes=${120 + 60 * (n % 3)}&${query}`, headers: headers?.(n) }), expects: isFull,
  })
  return [
    search('free slots: 500 resources, 2 weeks', `kind=${places.kind}`),
    search(`free slots: ${WIDE_RESOURCES} resources, 2 weeks`, 'sort=earliest'),
    search('free slots: nearest, signed in', 'sort=nearest', signedIn),
    search('free slots: cheapest that I may use', 'sort=cheapest&usable=1', signedIn),
    { name: 'free slots of one resource', clients: 1, seconds: seconds / 2, ask: (n) => ({ path: `/api/v1/slots?minutes=180&limit=20&resource=${wideId(n % WIDE_RESOURCES)}` }), expects: isFull },
    {
      name: 'free slots of five in order', clients: 1, seconds: seconds / 2,
      ask: (n) => ({ path: `/api/v1/slots/together?minutes=60&maxGapMinutes=1440&${[0, 1, 2, 3, 4].map((at) => `resource=${wideId((n * 5 + at) % BOARD_RESOURCES)}`).join('&')}` }), expects: isFull,
    },
    {
      name: `board: ${BOARD_RESOURCES} resources, a week`, clients: 1, seconds,
      ask: (n) => ({ path: `/board.data?lab=${places.lab}&view=week&rows=all&date=${week(n)}` }), expects: ({ status, bytes }) => status === 200 && bytes > 50_000,
    },
    { name: 'board: a page of it (HTML)', clients: 1, seconds: seconds / 2, ask: (n) => ({ path: `/board?lab=${places.lab}&view=week&date=${week(n)}` }), expects: isFull },
    { name: 'find page (HTML)', clients: 1, seconds: seconds / 2, ask: () => ({ path: '/find?minutes=180&when=fortnight' }), expects: isFull },
  ]
}

/** Half hours in the evening, where no loaded booking lies; each asked for once. */
function creation(name: string, round: number): Scenario {
  return {
    name, clients: 1, seconds,
    expects: ({ status }) => status === 201,
    ask: (n) => {
      const at = n % WIDE_RESOURCES
      const hour = round + ROUNDS * Math.floor(n / WIDE_RESOURCES)
      // 10:00 UTC is 18:00 on every campus.
      const start = new Date().setUTCHours(10, 0, 0, 0) + (2 + Math.floor(hour / 5)) * DAY_MS + (hour % 5) * 3_600_000
      return {
        path: '/api/v1/bookings', method: 'POST', headers: { Authorization: `Bearer ${wideToken(at)}` },
        body: JSON.stringify({ resourceId: wideId(at), startsAt: new Date(start).toISOString(), endsAt: new Date(start + 1_800_000).toISOString(), purpose: 'research', title: 'Bench' }),
      }
    },
  }
}

function report(): void {
  const named = (part: string) => figures.find(({ name }) => name.includes(part))
  const [small, large] = [named('500 resources'), named(`${WIDE_RESOURCES} resources`)]
  if (small && large) process.stdout.write(`\nSearch, 500 to ${WIDE_RESOURCES} resources: ${(large.p50Ms / small.p50Ms).toFixed(1)} times as long at p50, ${(large.p99Ms / small.p99Ms).toFixed(1)} at p99.\n`)
  const [before, after] = [created.few, created.many].map((list) => ({ p50: median(list.map((each) => each.p50Ms)), cpu: median(list.map(cpuOf)) }))
  if (created.few.length > 0 && before && after) {
    process.stdout.write(`Creating, ${values.fewBookings} to ${values.bookings} bookings: ${change(before.p50, after.p50)} at p50, ${change(before.cpu, after.cpu)} in processor time (medians of ${ROUNDS} rounds each, by turns).\n`)
  }
  const result = {
    at: new Date().toISOString(),
    machine: { cores: many.cores, cpu: os.cpus()[0]?.model, load: os.loadavg(), node: process.version },
    world: { resources: WIDE_RESOURCES, bookings: Number(values.bookings), few: Number(values.fewBookings) },
    seconds, figures,
  }
  const file = path.resolve(process.env.BENCH_OUT ?? '.data/bench-wide.json')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
  process.stdout.write(`Written to ${file}\n`)
  if (figures.some(({ wrong }) => wrong > 0)) process.exitCode = 1
}
