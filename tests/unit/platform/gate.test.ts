import { EventEmitter } from 'node:events'
import type { Request, Response } from 'express'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEnv } from '~/platform/env.server'
import { accountLimit } from '~/platform/gate/account-limit.server'
import { formField } from '~/platform/gate/body.server'
import { loggable } from '~/platform/gate/request-log.server'
import { isFromElsewhere } from '~/platform/gate/same-origin.server'
import { compareMigrations, checksumOf, type Migration } from '~/platform/migrations.server'

type Headers = Record<string, string>
const request = (method: string, headers: Headers, path = '/', ip = '10.0.0.1') => {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return { method, path, ip, get: (name: string) => lower[name.toLowerCase()] } as unknown as Request
}

describe('a write from another site', () => {
  const host = { Host: 'booking.example.edu.cn' }
  it.each<[string, Headers, boolean]>([
    ['a program without a browser', {}, false],
    ['our own page', { Origin: 'https://booking.example.edu.cn', 'Sec-Fetch-Site': 'same-origin' }, false],
    ['another site', { Origin: 'https://evil.example' }, true],
    ['another port', { Origin: 'https://booking.example.edu.cn:8443' }, true],
    ['a sandboxed frame', { Origin: 'null' }, true],
    ['a browser that says so', { 'Sec-Fetch-Site': 'cross-site' }, true],
    ['a forged forwarding header', { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example' }, true],
  ])('%s', (_, headers, elsewhere) => {
    expect(isFromElsewhere(request('POST', { ...host, ...headers }), false)).toBe(elsewhere)
    expect(isFromElsewhere(request('GET', { ...host, ...headers }), false)).toBe(false)
  })

  it('is judged by the forwarded host behind a trusted proxy', () => {
    const headers = { Host: '127.0.0.1:3000', Origin: 'https://a.example', 'X-Forwarded-Host': 'a.example' }
    expect(isFromElsewhere(request('POST', headers), true)).toBe(false)
    expect(isFromElsewhere(request('POST', headers), false)).toBe(true)
  })
})

describe('attempts to sign in', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const setUp = () => {
    let now = 0
    const limit = accountLimit(() => now)
    const attempt = (email: string, status: number, ip = '10.0.0.1', path = '/login') => {
      const res = Object.assign(new EventEmitter(), { statusCode: status })
      const wait = limit(request('POST', form, path, ip), res as unknown as Response, Buffer.from(new URLSearchParams({ email }).toString()))
      res.emit('close')
      return wait
    }
    return { attempt, later: (ms: number) => (now += ms) }
  }

  it('count when they fail, ten for an account and address, whatever the case of the letters', () => {
    const { attempt, later } = setUp()
    for (let n = 0; n < 10; n += 1) expect(attempt(n % 2 ? 'A@scu.example' : 'a@scu.example', 400)).toBe(0)
    expect(attempt('a@scu.example', 400)).toBe(900)
    expect(attempt('a@scu.example', 400, '10.0.0.1', '/login.data')).toBe(900)
    expect(attempt('b@scu.example', 400)).toBe(0)
    expect(attempt('a@scu.example', 400, '10.0.0.2')).toBe(0)
    later(15 * 60_000)
    expect(attempt('a@scu.example', 302)).toBe(0)
  })

  it('do not count when they succeed: a campus shares one address', () => {
    const { attempt } = setUp()
    for (let n = 0; n < 1_000; n += 1) expect(attempt('a@scu.example', n % 2 ? 302 : 202)).toBe(0)
  })

  it('are limited for an address that tries many accounts', () => {
    const { attempt } = setUp()
    for (let n = 0; n < 200; n += 1) expect(attempt(`p${n}@scu.example`, 400)).toBe(0)
    expect(attempt('one-more@scu.example', 400)).toBeGreaterThan(0)
  })

  it('leave every other path alone', () => {
    const { attempt } = setUp()
    for (let n = 0; n < 500; n += 1) expect(attempt('a@scu.example', 422, '10.0.0.1', '/bookings')).toBe(0)
  })
})

describe('a posted field', () => {
  it('is found in both kinds of form', () => {
    const multipart = '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na@b.cn\r\n--x--\r\n'
    expect(formField('multipart/form-data; boundary=x', Buffer.from(multipart), 'email')).toBe('a@b.cn')
    expect(formField('application/x-www-form-urlencoded', Buffer.from('email=a%40b.cn&x=1'), 'email')).toBe('a@b.cn')
  })

  it('never throws, whatever is sent', () => {
    const types = fc.constantFrom('multipart/form-data', 'application/json', undefined)
    fc.assert(fc.property(types, fc.uint8Array(), (type, bytes) => typeof formField(type, Buffer.from(bytes), 'email') === 'string'))
  })
})

describe('the log', () => {
  it('keeps ids of resources and drops secrets of links', () => {
    expect(loggable('/resources/scu-cryo-em-01/book')).toBe('/resources/scu-cryo-em-01/book')
    expect(loggable(`/reset-password/${'aZ-_9'.repeat(8)}xyz`)).toBe('/reset-password/…')
  })
})

describe('settings', () => {
  it('name every wrong one at once', () => {
    const wrong = () => parseEnv({ PORT: 'many', DATABASE_URL: 'mysql://x', DEMO: 'perhaps' })
    for (const name of ['PORT', 'DATABASE_URL', 'DEMO']) expect(wrong).toThrow(name)
  })

  it('take an empty value for an absent one', () => {
    const env = parseEnv({ PORT: '', DEMO: '', BASE_URL: '', HOST: '' })
    expect(env).toMatchObject({ PORT: 3000, DEMO: false, BASE_URL: 'http://localhost:3000', TRUST_PROXY: false })
  })

  it('end the address without a slash', () => {
    expect(parseEnv({ BASE_URL: 'https://a.example/' }).BASE_URL).toBe('https://a.example')
  })
})

describe('migrations on disk and in the database', () => {
  const migration = (name: string, sql: string): Migration => ({ name, sql, checksum: checksumOf(sql) })
  const row = (name: string, sql: string, finished = true, rolledBack = false) => ({ name, checksum: checksumOf(sql), finished, rolledBack })

  it('are compared: pending, unknown, edited, failed', () => {
    const files = [migration('1', 'a'), migration('2', 'b'), migration('3', 'c'), migration('4', 'd')]
    const rows = [row('1', 'a'), row('2', 'changed'), row('3', 'c', false), row('4', 'd', false, true), row('9', 'z')]
    const state = compareMigrations(files, rows)
    expect({ ...state, pending: state.pending.map(({ name }) => name) }).toEqual({ pending: ['4'], unknown: ['9'], edited: ['2'], failed: ['3'] })
  })

  it('are the same with either kind of line end', () => {
    expect(compareMigrations([migration('1', 'a\r\nb\r\n')], [row('1', 'a\nb\n')]).edited).toEqual([])
    expect(compareMigrations([migration('1', 'a\nb\n')], [row('1', 'a\r\nb\r\n')]).edited).toEqual([])
  })
})
