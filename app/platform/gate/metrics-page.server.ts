import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { db, poolUse } from '~/platform/db.server'
import { metricsText, type Readings } from '~/platform/metrics.server'

/** Headers by which a proxy on this machine shows that the request came from elsewhere. */
const FORWARDED = ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Via']

/**
 * `GET /metrics`: for whoever carries the token, or without one for programs on this very machine. To
 * everybody else there is nothing here.
 */
export function metricsPage(token: string | undefined): RequestHandler {
  return (req, res, next) => {
    if (req.method !== 'GET' || !mayRead(req, token)) return next()
    readings()
      .then(metricsText)
      .then(({ text, contentType }) => res.set({ 'Content-Type': contentType, 'Cache-Control': 'no-store' }).send(text), next)
  }
}

export function mayRead(req: Pick<Request, 'get' | 'socket'>, token: string | undefined): boolean {
  const given = /^Bearer (.+)$/.exec(req.get('Authorization') ?? '')?.[1]
  if (given !== undefined) return token !== undefined && isSame(given, token)
  const address = req.socket.remoteAddress ?? ''
  const isLoopback = address === '::1' || /^(::ffff:)?127\./.test(address)
  return isLoopback && FORWARDED.every((name) => req.get(name) === undefined)
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/** Of the jobs table as far as it is there: a worker makes it when it first starts. */
async function readings(): Promise<Readings> {
  const jobs = await jobCounts().catch(() => null)
  return { connections: poolUse(), jobs }
}

export async function jobCounts(): Promise<Readings['jobs']> {
  const [there] = await db.$queryRaw<{ present: boolean }[]>`SELECT to_regclass('graphile_worker._private_jobs') IS NOT NULL AS present`
  if (there?.present !== true) return null
  const [row] = await db.$queryRaw<{ waiting: number; late: number; failed: number }[]>`
    SELECT count(*) FILTER (WHERE attempts < max_attempts)::int AS waiting,
           count(*) FILTER (WHERE attempts < max_attempts AND locked_at IS NULL AND run_at < now() - interval '1 minute')::int AS late,
           count(*) FILTER (WHERE attempts >= max_attempts AND locked_at IS NULL)::int AS failed
      FROM graphile_worker._private_jobs`
  return row ?? null
}
