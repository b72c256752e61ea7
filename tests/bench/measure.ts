import { Client } from 'pg'
import { cpuOf, familyOf } from './cpu'
import { Caller, type Answer, type Ask } from './driver'

export type Figures = {
  name: string
  clients: number
  requests: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** Processor cores in use on average. */
  cores: { web: number; database: number; client: number } | null
  /** Milliseconds of processor time that a request costs each side; says more than the rate on a busy machine. */
  cpuMs: { web: number; database: number; client: number } | null
  /** Requests a second that this processor time allows, were the machine idle: one core for Node, all for the sum. */
  allowedPerSecond: number | null
  /** Database transactions for each request. */
  transactions: number
  boundBy: string
  wrong: number
}

export type Target = { host: string; port: number; webPid: number; postmaster: number; databaseUrl: string; cores: number }

export type Scenario = {
  name: string
  clients: number
  seconds: number
  /** The request number `n`, counted over all clients. */
  ask: (n: number, client: number) => Ask
  expects: (answer: Answer) => boolean
}

/** Before these the code is not compiled and connections plan each statement anew: that is the start of a process, not its pace. */
const WARM_REQUESTS = 300
const LONGEST_WARM_UP_MS = 10_000

/** Runs a scenario through HTTP: every client asks, waits for the answer, asks again. */
export async function measure(target: Target, { ask, expects, ...scenario }: Scenario): Promise<Figures> {
  const callers = Array.from({ length: scenario.clients }, () => new Caller(target.host, target.port))
  const first: string[] = []
  try {
    return await run(target, scenario, async (n, client) => {
      const answer = await callers[client]!.ask(ask(n, client))
      const isRight = expects(answer)
      if (!isRight && first.length === 0) {
        first.push(answer.text())
        process.stderr.write(`${scenario.name}: ${answer.status} ${first[0]?.slice(0, 600)}\n`)
      }
      return isRight
    })
  } finally {
    for (const caller of callers) caller.close()
  }
}

/** The same for any work of several clients; `work` says whether the answer was right. */
export async function run(
  target: Target,
  { name, clients, seconds }: { name: string; clients: number; seconds: number },
  work: (n: number, client: number) => Promise<boolean>,
): Promise<Figures> {
  const observer = new Client({ connectionString: target.databaseUrl, application_name: 'alliance-bench' })
  await observer.connect()
  const times: number[] = []
  let count = 0
  let wrong = 0
  const clientLoop = async (client: number, until: number, isCounted: boolean) => {
    while (performance.now() < until) {
      const began = performance.now()
      const isRight = await work(count++, client)
      if (isCounted) times.push(performance.now() - began)
      if (!isRight) wrong += 1
    }
  }
  const all = (until: number, isCounted: boolean) => Promise.all(Array.from({ length: clients }, (_, client) => clientLoop(client, until, isCounted)))
  try {
    const warmUntil = performance.now() + LONGEST_WARM_UP_MS
    for (;;) {
      await all(performance.now() + Math.min(2_000, seconds * 250), false)
      if (count >= WARM_REQUESTS || performance.now() >= warmUntil) break
    }
    const web = familyOf(target.webPid)
    const transactionsBefore = await transactionsOf(observer)
    const cpuBefore = cpuOf(web, target.postmaster)
    const began = performance.now()
    await all(began + seconds * 1_000, true)
    const elapsed = (performance.now() - began) / 1_000
    const cpuAfter = cpuOf(web, target.postmaster)
    const transactionsAfter = await transactionsOf(observer)
    const cores = cpuBefore && cpuAfter && {
      web: (cpuAfter.web - cpuBefore.web) / elapsed,
      database: (cpuAfter.database - cpuBefore.database) / elapsed,
      client: (cpuAfter.client - cpuBefore.client) / elapsed,
    }
    const each = (core: number) => (core * elapsed * 1_000) / Math.max(1, times.length)
    const cpuMs = cores && { web: each(cores.web), database: each(cores.database), client: each(cores.client) }
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
    return {
      name, clients, wrong, cores, cpuMs,
      allowedPerSecond: cpuMs && Math.min(1_000 / cpuMs.web, (target.cores * 1_000) / (cpuMs.web + cpuMs.database + cpuMs.client)),
      requests: times.length,
      perSecond: times.length / elapsed,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      transactions: (transactionsAfter - transactionsBefore) / Math.max(1, times.length),
      boundBy: boundBy(cores, clients, target.cores),
    }
  } finally {
    await observer.end()
  }
}

function boundBy(cores: Figures['cores'], clients: number, machine: number): string {
  if (cores === null) return 'not told on this system'
  const total = cores.web + cores.database + cores.client
  if (total >= machine * 0.93) {
    const [side] = Object.entries(cores).toSorted(([, a], [, b]) => b - a)[0]!
    return `all ${machine} cores, most by the ${side}`
  }
  if (cores.web >= 0.93) return 'the web process: one core'
  if (clients === 1) return 'one client waiting for each answer in turn'
  return 'waiting: commits to disk, locks'
}

/** Statistics reach the view a moment late: backends report at most every second unless they are idle. */
async function transactionsOf(observer: Client): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  const { rows } = await observer.query<{ count: string }>('SELECT xact_commit AS count FROM pg_stat_database WHERE datname = current_database()')
  return Number(rows[0]?.count ?? 0)
}
