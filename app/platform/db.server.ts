import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { env } from '~/platform/env.server'
import { Prisma, PrismaClient } from '~/platform/generated/prisma/client'
import { log } from '~/platform/log.server'
import { statementName } from '~/platform/statement-name.server'

export type Tx = Prisma.TransactionClient

const POOL_WAIT_MS = 20_000
const TRANSACTION_MS = 20_000
const RETRIES = 3
const DEADLOCK = '40P01'
const SERIALIZATION_FAILURE = '40001'
const TOO_MANY_CONNECTIONS = '53300'
const EXCLUSION_VIOLATION = '23P01'
const UNIQUE_VIOLATION = '23505'

function connect(): PrismaClient {
  if (env.DATABASE_URL === undefined) {
    throw new Error('DATABASE_URL is not set; `npm start` sets it for the database it brings along')
  }
  const pool = new Pool({
    connectionString: env.DATABASE_URL,
    max: env.DATABASE_POOL,
    connectionTimeoutMillis: POOL_WAIT_MS,
    idleTimeoutMillis: 30_000,
    application_name: 'alliance-booking',
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
  await client?.$disconnect()
}

/**
 * The one way to open a transaction: READ COMMITTED, started over up to three times when the
 * database ends it for a deadlock or a serialization failure. `work` may therefore run more than
 * once and must do nothing outside `tx`.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await db.$transaction(work, { maxWait: POOL_WAIT_MS + 1_000, timeout: TRANSACTION_MS })
    } catch (error) {
      if (attempt >= RETRIES || !isWorthRetrying(error)) throw error
      await sleep(Math.random() * 25 * 2 ** attempt)
    }
  }
}

/** The exclusion constraint on allocations or presences refused the write. */
export function isOverlap(error: unknown): boolean {
  return databaseCode(error) === EXCLUSION_VIOLATION
}

export function isUniqueViolation(error: unknown): boolean {
  return databaseCode(error) === UNIQUE_VIOLATION || prismaCode(error) === 'P2002'
}

/** No connection became free in time, or the server has none left: answer 503, try again later. */
export function isPoolExhausted(error: unknown): boolean {
  if (databaseCode(error) === TOO_MANY_CONNECTIONS || prismaCode(error) === 'P2024') return true
  const message = error instanceof Error ? error.message : ''
  return (
    message.includes('timeout exceeded when trying to connect') ||
    (prismaCode(error) === 'P2028' && message.includes('Unable to start a transaction'))
  )
}

function isWorthRetrying(error: unknown): boolean {
  const code = databaseCode(error)
  return code === DEADLOCK || code === SERIALIZATION_FAILURE || prismaCode(error) === 'P2034'
}

function prismaCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/**
 * PostgreSQL's own code. The outer one says nothing: it differs between model calls and raw ones.
 */
function databaseCode(error: unknown): string | undefined {
  const code = path(error, ['meta', 'driverAdapterError', 'cause', 'originalCode'])
  return typeof code === 'string' ? code : undefined
}

function path(value: unknown, keys: string[]): unknown {
  return keys.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  )
}
