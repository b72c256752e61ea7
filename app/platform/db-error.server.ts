import { DatabaseError } from 'pg'

/** What an error of the database means; by PostgreSQL's own code, since the outer ones differ by kind of call. */

const DEADLOCK = '40P01'
const SERIALIZATION_FAILURE = '40001'
const TOO_MANY_CONNECTIONS = '53300'
const EXCLUSION_VIOLATION = '23P01'
const UNIQUE_VIOLATION = '23505'

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

/** The database ended the transaction for another's sake. */
export function isWorthRetrying(error: unknown): boolean {
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
  if (error instanceof DatabaseError) return error.code
  const code = path(error, ['meta', 'driverAdapterError', 'cause', 'originalCode'])
  return typeof code === 'string' ? code : undefined
}

function path(value: unknown, keys: string[]): unknown {
  return keys.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  )
}
