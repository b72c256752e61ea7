import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import { Pool, type PoolClient } from 'pg'
import { isWorthRetrying } from '~/platform/db-error.server'
import { env } from '~/platform/env.server'
import { Prisma, PrismaClient } from '~/platform/generated/prisma/client'
import { log } from '~/platform/log.server'
import { statementName } from '~/platform/statement-name.server'

export { isOverlap, isUniqueViolation } from '~/platform/db-error.server'

export type Tx = Prisma.TransactionClient
/** A transaction that speaks plain SQL alone. */
export type RawTx = Pick<Tx, '$queryRaw' | '$executeRaw'>
/** One whose last words can be sent with the commit right behind them: what they fail of is thrown by the transaction. */
export type SendingTx = RawTx & { $send: (parts: TemplateStringsArray, ...values: unknown[]) => void }

const POOL_WAIT_MS = 20_000
const TRANSACTION_MS = 20_000
const RETRIES = 3

function connect(): PrismaClient {
  if (env.DATABASE_URL === undefined) {
    throw new Error('DATABASE_URL is not set; `npm start` sets it for the database it brings along')
  }
  const pool = new Pool({
    connectionString: env.DATABASE_URL,
    max: env.DATABASE_POOL,
    connectionTimeoutMillis: POOL_WAIT_MS,
    // With a connection go the plans it has made, which cost more than most requests do.
    idleTimeoutMillis: 600_000,
    application_name: 'alliance-booking',
    // Statements that need not wait for each other's answers share a round trip.
    pipeline: true,
    options: '-c timezone=UTC -c default_transaction_isolation=read\\ committed',
  })
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    statementNameGenerator: ({ sql }) => statementName(sql),
    onPoolError: (error) => log.warn('an idle database connection ended', { error }),
    onConnectionError: (error) => log.warn('a database connection ended', { error }),
  })
  shared.alliancePool = pool
  return new PrismaClient({ adapter, errorFormat: 'minimal' })
}

// One pool a process: the built app and server.ts each load their own copy of this module, and
// hot reload loads it anew.
const shared = globalThis as typeof globalThis & { allianceDatabase?: PrismaClient; alliancePool?: Pool }

/** Made at first use, so that a module may be imported where no database is. */
export const db: PrismaClient = new Proxy({} as PrismaClient, {
  get(_, property) {
    const client = (shared.allianceDatabase ??= connect())
    const value: unknown = Reflect.get(client, property, client)
    return typeof value === 'function' ? value.bind(client) : value
  },
})

/** How this process's connections are used now; null before the first. */
export function poolUse(): { total: number; idle: number; waiting: number } | null {
  const pool = shared.alliancePool
  return pool === undefined ? null : { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }
}

export async function closeDatabase(): Promise<void> {
  const client = shared.allianceDatabase
  shared.allianceDatabase = undefined
  shared.alliancePool = undefined
  await client?.$disconnect()
}

/**
 * The one way to open a transaction: READ COMMITTED, started over up to three times when the
 * database ends it for a deadlock or a serialization failure. `work` may therefore run more than
 * once and must do nothing outside `tx`.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return retried(() => db.$transaction(work, { maxWait: POOL_WAIT_MS + 1_000, timeout: TRANSACTION_MS }))
}

/**
 * The same for the hottest command, straight over a connection of the pool: half the cost of a round
 * trip is the client's own. Rows come as `pg` reads them: bigint as text, everything else alike.
 */
export async function rawTransaction<T>(work: (tx: SendingTx) => Promise<T>): Promise<T> {
  return retried(async () => {
    const connection = await pool().connect()
    let broken: Error | undefined
    const onError = (error: Error) => {
      broken = error
      log.warn('a database connection ended', { error })
    }
    connection.on('error', onError)
    // The first statement goes out behind it, and nobody gets an answer before it has begun.
    const sent: Promise<unknown>[] = [connection.query(BEGIN)]
    try {
      const result = await work(sendingTx(connection, sent)).catch(async (error: unknown) => {
        // After one that failed all others do, for that reason alone.
        await settled(sent)
        throw error
      })
      // A commit behind a statement that failed is a rollback.
      await settled([...sent, connection.query(COMMIT)])
      return result
    } catch (error) {
      await connection.query('ROLLBACK').catch((failure: Error) => {
        broken = failure
      })
      throw error
    } finally {
      connection.removeListener('error', onError)
      // A connection that cannot even roll back is thrown away.
      connection.release(broken)
    }
  })
}

/**
 * One statement, straight over a connection of the pool, for what comes with nearly every request:
 * through the client, which compiles its own queries anew each time, the same costs the process several
 * times as much. Rows come as in `rawTransaction`.
 */
export async function rawQuery<Row>(parts: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> {
  const { text, values: all } = Prisma.sql(parts, ...values)
  const { rows } = await pool().query({ name: statementName(text), text, values: all })
  return rows as Row[]
}

/** Two statements in one round trip; nobody waits for a lock longer than a transaction may take. */
const BEGIN = `BEGIN; SET LOCAL statement_timeout = ${TRANSACTION_MS}`
const COMMIT = { name: 'commit', text: 'COMMIT' }

function sendingTx(connection: PoolClient, sent: Promise<unknown>[]): SendingTx {
  const run = async (parts: TemplateStringsArray | Prisma.Sql, values: unknown[]) => {
    const { text, values: all } = 'raw' in parts ? Prisma.sql(parts, ...values) : parts
    const answer = connection.query({ name: statementName(text), text, values: all })
    const [begun] = sent
    if (begun === undefined) return answer
    await Promise.all([begun, answer])
    return answer
  }
  const queryRaw = async (parts: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => (await run(parts, values)).rows
  const executeRaw = async (parts: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => (await run(parts, values)).rowCount ?? 0
  const send = (parts: TemplateStringsArray, ...values: unknown[]) => {
    const answer = run(parts, values)
    // Told by `settled`, which may come later than the failure.
    answer.catch(() => {})
    sent.push(answer)
  }
  return { $queryRaw: queryRaw, $executeRaw: executeRaw, $send: send } as unknown as SendingTx
}

/** Waits for all, then throws what failed first of them, in their order. */
async function settled(all: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(all)).find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}

/** The one pool, which the client makes. */
function pool(): Pool {
  shared.allianceDatabase ??= connect()
  if (shared.alliancePool === undefined) throw new Error('no pool')
  return shared.alliancePool
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= RETRIES || !isWorthRetrying(error)) throw error
      await sleep(Math.random() * 25 * 2 ** attempt)
    }
  }
}
