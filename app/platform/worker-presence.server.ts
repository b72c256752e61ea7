import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { Client } from 'pg'
import { log } from '~/platform/log.server'

const BEAT_MS = 10_000
const CONNECT_MS = 10_000
const RELEASE_EVERY_BEATS = 6
/** Rows of processes that ended without a word tell an operator something for a while. */
const FORGET_AFTER = '7 days'

/**
 * How others know that this process lives: it holds a session lock under its own id and under that of
 * each of its workers, and looks at the clock in `worker_process`. A process that is killed loses its
 * locks with its connection, whatever it was doing; whoever looks next frees its jobs.
 */
export class WorkerPresence {
  readonly id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`
  private client: Client | null = null
  private readonly held = new Set([this.id])
  /** The last of what the one connection has been asked: its queries stand in line. */
  private last: Promise<unknown> = Promise.resolve()
  private timer: NodeJS.Timeout | undefined
  private beats = 0
  private isEnding = false

  constructor(private readonly databaseUrl: string) {}

  /** Locks are taken before a worker looks for its first job, or it would pass for dead with it. */
  readonly plugin: GraphileConfig.Plugin = {
    name: 'WorkerPresence',
    version: '1.0.0',
    worker: {
      hooks: {
        startWorker: async (_context, { worker }) => {
          this.held.add(worker.workerId)
          await this.inTurn((client) => client.query(LOCK, [[worker.workerId]]))
        },
      },
    },
  }

  /** @throws when the database does not answer */
  async begin(): Promise<void> {
    await this.beat()
    this.schedule(BEAT_MS)
  }

  async end(): Promise<void> {
    this.isEnding = true
    clearTimeout(this.timer)
    await this.last.catch(() => {})
    const { client } = this
    this.client = null
    await client?.query('DELETE FROM worker_process WHERE id = $1', [this.id]).catch(() => {})
    await client?.end().catch(() => {})
  }

  private schedule(ms: number): void {
    clearTimeout(this.timer)
    if (this.isEnding) return
    this.timer = setTimeout(() => {
      this.beat()
        .catch((error: unknown) => log.warn('the worker cannot show that it lives; trying again', { error }))
        .finally(() => this.schedule(BEAT_MS))
    }, ms)
  }

  private async beat(): Promise<void> {
    await this.inTurn((client) => client.query(SEEN, [this.id]))
    if (this.beats % RELEASE_EVERY_BEATS === 0) {
      await this.inTurn((client) => releaseDeadWorkers(client, [...this.held]))
    }
    this.beats += 1
  }

  /** Makes jobs of what hot commands left; gives how many. */
  async forwardJobs(): Promise<number> {
    const { rows } = await this.inTurn((client) => client.query<{ count: number }>('SELECT forward_jobs() AS count'))
    return rows[0]?.count ?? 0
  }

  private inTurn<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const turn = this.last.catch(() => {}).then(async () => work(await this.connected()))
    this.last = turn
    return turn
  }

  private async connected(): Promise<Client> {
    if (this.client) return this.client
    const client = new Client({
      connectionString: this.databaseUrl,
      application_name: 'alliance-worker',
      connectionTimeoutMillis: CONNECT_MS,
    })
    client.on('error', () => {})
    client.once('end', () => {
      if (this.client !== client) return
      this.client = null
      // Until the locks are held again others take this process for dead.
      this.schedule(500)
    })
    await client.connect()
    await client.query(LOCK, [[...this.held]])
    this.client = client
    return client
  }
}

const LOCK = `SELECT pg_advisory_lock(hashtextextended('worker:' || id, 0)) FROM unnest($1::text[]) AS id`
const SEEN = `
  INSERT INTO worker_process (id, started_at, seen_at) VALUES ($1, now(), now())
  ON CONFLICT (id) DO UPDATE SET seen_at = now()`

/**
 * Frees the jobs of workers that nobody holds the lock of, so that they run again at once.
 * @param own the caller's own ids, whose locks its session could take a second time
 * @returns the ids of the workers found dead
 */
export async function releaseDeadWorkers(client: Client, own: readonly string[]): Promise<string[]> {
  await client.query('BEGIN')
  try {
    const { rows } = await client.query<{ id: string }>(
      `WITH holder AS MATERIALIZED (
         SELECT DISTINCT locked_by AS id FROM graphile_worker.jobs
          WHERE locked_by IS NOT NULL AND locked_by <> ALL ($1::text[])
       ) SELECT id FROM holder WHERE pg_try_advisory_xact_lock(hashtextextended('worker:' || id, 0))`,
      [own],
    )
    const dead = rows.map(({ id }) => id)
    if (dead.length > 0) {
      await client.query('SELECT graphile_worker.force_unlock_workers($1::text[])', [dead])
      log.warn('freed the jobs of workers that are gone', { workers: dead })
    }
    await client.query(`DELETE FROM worker_process WHERE seen_at < now() - interval '${FORGET_AFTER}'`)
    await client.query('COMMIT')
    return dead
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
