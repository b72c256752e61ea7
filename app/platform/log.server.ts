import { env } from '~/platform/env.server'

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const
type Level = Exclude<(typeof levels)[number], 'silent'>
export type LogFields = Record<string, unknown>

const least = levels.indexOf(env.LOG_LEVEL)

/**
 * One JSON object a line, warnings and errors on stderr. Fields are written as they are given:
 * never hand over passwords, tokens, cookies or query strings.
 */
export const log = {
  debug: (message: string, fields?: LogFields) => write('debug', message, fields),
  info: (message: string, fields?: LogFields) => write('info', message, fields),
  warn: (message: string, fields?: LogFields) => write('warn', message, fields),
  error: (message: string, fields?: LogFields) => write('error', message, fields),
}

function write(level: Level, message: string, fields: LogFields = {}): void {
  if (levels.indexOf(level) < least) return
  const stream = level === 'warn' || level === 'error' ? process.stderr : process.stdout
  const entry = { time: new Date().toISOString(), level, message, ...fields }
  stream.write(`${JSON.stringify(entry, (_, value: unknown) => printable(value))}\n`)
}

function printable(value: unknown): unknown {
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack }
  return typeof value === 'bigint' ? value.toString() : value
}
