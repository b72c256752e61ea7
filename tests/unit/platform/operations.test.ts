import type { Request } from 'express'
import { describe, expect, it, vi } from 'vitest'
import { directRoutes, routePatterns } from '~/platform/gate/direct-routes.server'
import { mayRead } from '~/platform/gate/metrics-page.server'
import { countBooking, countRequest, metricsText } from '~/platform/metrics.server'
import { statementName } from '~/platform/statement-name.server'

const asking = (remoteAddress: string, headers: Record<string, string> = {}) => {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return { socket: { remoteAddress }, get: (name: string) => lower[name.toLowerCase()] } as unknown as Request
}
const TOKEN = 'a-token-of-some-length'

describe('who may read the figures', () => {
  it.each<[string, Request, string | undefined, boolean]>([
    ['a program on this machine', asking('127.0.0.1'), undefined, true],
    ['the same over IPv6', asking('::1'), undefined, true],
    ['and written as IPv4 in IPv6', asking('::ffff:127.0.0.1'), undefined, true],
    ['another machine', asking('10.0.0.9'), undefined, false],
    ['an address that only looks like it', asking('128.127.0.0'), undefined, false],
    ['another machine through a proxy on this one', asking('127.0.0.1', { 'X-Forwarded-For': '10.0.0.9' }), undefined, false],
    ['the token, from anywhere', asking('10.0.0.9', { Authorization: `Bearer ${TOKEN}` }), TOKEN, true],
    ['the token, through a proxy', asking('127.0.0.1', { 'X-Forwarded-For': '10.0.0.9', Authorization: `Bearer ${TOKEN}` }), TOKEN, true],
    ['a wrong token, even from this machine', asking('127.0.0.1', { Authorization: 'Bearer wrong' }), TOKEN, false],
    ['a token where none is set', asking('10.0.0.9', { Authorization: 'Bearer undefined' }), undefined, false],
  ])('%s', (_, request, token, allowed) => {
    expect(mayRead(request, token)).toBe(allowed)
  })
})

describe('the figures', () => {
  it('are in the text form of Prometheus, by pattern and outcome', async () => {
    countRequest({ method: 'GET', route: '/resources/:id', status: 200 }, 0.012)
    countRequest({ method: 'GET', route: '/resources/:id', status: 'gone' }, 1)
    countBooking('slot_taken')
    const { text, contentType } = await metricsText({ connections: { total: 3, idle: 2, waiting: 0 }, jobs: null })
    expect(contentType).toContain('text/plain')
    expect(text).toContain('http_request_duration_seconds_bucket{le="0.025",method="GET",route="/resources/:id",status="2xx"} 1')
    expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/resources/:id",status="gone"} 1')
    expect(text).toContain('bookings_created_total{outcome="slot_taken"} 1')
    expect(text).toContain('database_connections{state="idle"} 2')
    expect(text).toMatch(/nodejs_eventloop_lag_seconds \d/)
    expect(text).not.toContain('jobs{')
  })
})

describe('addresses answered without the framework', () => {
  const loader = () => new Response()
  const route = (id: string, path: string, parentId = 'root', page = false) => ({ id, path, parentId, module: { loader, ...(page ? { default: () => null } : {}) } })
  const build = {
    routes: Object.fromEntries(
      [
        { id: 'root', path: '', module: { default: () => null } },
        route('page', 'resources/:id', 'root', true),
        route('booking', 'api/v1/bookings/:id'),
        route('check', 'api/v1/bookings/check'),
        route('week', 'resources/:id/calendar.json'),
        route('weeks', 'resources/calendar.json'),
        route('nothing', 'api/*'),
        route('health', 'healthz'),
      ].map((each) => [each.id, each]),
    ),
  } as unknown as Parameters<typeof directRoutes>[0]

  it('are data routes alone, the plainer address before one with a parameter', () => {
    const find = directRoutes(build)
    const at = (path: string) => find(path) && [find(path)?.pattern, find(path)?.params]
    expect(at('/api/v1/bookings/check')).toEqual(['/api/v1/bookings/check', {}])
    expect(at('/api/v1/bookings/7')).toEqual(['/api/v1/bookings/:id', { id: '7' }])
    expect(at('/resources/a%2Fb/calendar.json')).toEqual(['/resources/:id/calendar.json', { id: 'a/b' }])
    expect(at('/resources/calendar.json')).toEqual(['/resources/calendar.json', {}])
    for (const path of ['/resources/x', '/healthz', '/api/v1/other/thing', '/api/v1/bookings/%', '/', '/api/v1/bookings//x']) expect(find(path)).toBeNull()
  })

  it('and all others are known to figures by their pattern', () => {
    const pattern = routePatterns(build)
    expect(['/resources/x', '/resources/x.data', '/healthz', '/assets/app-1.js', '/nowhere/at/all'].map(pattern)).toEqual(['/resources/:id', '/resources/:id', '/healthz', '/assets/*', '*'])
  })
})

it('names a statement once it has come often, the same text the same', () => {
  expect([statementName('SELECT 1'), statementName('SELECT 1')]).toEqual(['', ''])
  const name = statementName('SELECT 1')
  expect(name).not.toBe('')
  expect(statementName('SELECT 1')).toBe(name)
  for (let n = 0; n < 3; n += 1) statementName('SELECT 2')
  expect(statementName('SELECT 2')).not.toBe(name)
})

it('gives two copies of the module, as the built app and the server hold them, one set of names', async () => {
  vi.resetModules()
  const copy = await import('~/platform/statement-name.server')
  expect(copy.statementName).not.toBe(statementName)
  const ask = (name: (sql: string) => string, sql: string) => [name(sql), name(sql), name(sql)].at(-1)
  const first = ask(statementName, 'SELECT of one')
  expect(ask(copy.statementName, 'SELECT of another')).not.toBe(first)
  expect(copy.statementName('SELECT of one')).toBe(first)
})
