import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { NOTICE_SHOWN } from '~/platform/cookie'
import { parseForm, readNotice, redirectWithNotice, safeRedirect } from '~/platform/http'

describe('where a form says to go', () => {
  test.each([
    ['/bookings?x=1#y', '/bookings?x=1#y'],
    ['/', '/'],
    ['//evil.example', '/home'],
    ['/\\evil.example', '/home'],
    ['/.//evil.example', '/home'],
    ['/\t/evil.example', '/home'],
    ['https://evil.example', '/home'],
    ['javascript:alert(1)', '/home'],
    ['bookings', '/home'],
    ['', '/home'],
    [null, '/home'],
  ])('%s leads to %s', (to, expected) => {
    expect(safeRedirect(to, '/home')).toBe(expected)
  })

  test('is never another site', () => {
    const pieces = fc.constantFrom('/', '\\', '.', '@', ':', 'evil.example', '\t', '\n', '?', '#', '%2f')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const target = safeRedirect(`/${parts.join('')}`, '/')
        expect(new URL(target, 'https://own.example').origin).toBe('https://own.example')
      }),
    )
  })
})

test('a notice survives one redirect', () => {
  const notice = { tone: 'ok', key: 'common.state.saved', values: { id: '编号; a=b' } } as const
  const response = redirectWithNotice('/bookings', notice)
  expect(response.headers.get('Location')).toBe('/bookings')
  const [pair = ''] = (response.headers.get('Set-Cookie') ?? '').split(';')
  const read = readNotice(new Request('http://x/', { headers: { Cookie: pair } }))
  expect(read).toEqual({ ...notice, id: expect.any(String) })
  expect(NOTICE_SHOWN).toMatch(/^notice=;.*Max-Age=0/)
  const broken = new Request('http://x/', { headers: { Cookie: 'notice=%7Bbroken' } })
  expect(readNotice(broken)).toBeNull()
  const empty = new Request('http://x/', { headers: { Cookie: 'notice=null' } })
  expect(readNotice(empty)).toBeNull()
})

const post = (body: BodyInit, type?: string) =>
  new Request('http://x/', {
    method: 'POST',
    body,
    headers: type === undefined ? {} : { 'Content-Type': type },
  })

test('a form comes back as its value or as rules by field; a body that is none answers 400', async () => {
  const schema = z.object({ email: z.email(), count: z.number().optional() })
  const good = await parseForm(post(new URLSearchParams({ email: 'a@b.cn', count: '2' })), schema)
  expect(good).toMatchObject({ ok: true, value: { email: 'a@b.cn', count: 2 } })
  const bad = await parseForm(post(new URLSearchParams({ email: 'x', count: 'y' })), schema)
  expect(bad).toMatchObject({
    ok: false,
    result: { error: { email: ['email'], count: ['not_a_number'] } },
  })
  const response: unknown = await parseForm(post('{"a":', 'application/json'), schema).catch(
    (thrown: unknown) => thrown,
  )
  expect(response).toMatchObject({ status: 400 })
})

test('control characters are refused field by field, whatever the schema allows', async () => {
  const schema = z.object({ name: z.string(), notes: z.string() })
  const answer = await parseForm(post(new URLSearchParams({ name: 'a\u0000b', notes: 'one\r\ntwo\tthree' })), schema)
  expect(answer).toMatchObject({ ok: false, result: { error: { name: ['invalid'] } } })
  expect(answer).not.toMatchObject({ result: { error: { notes: expect.anything() } } })
  expect(await parseForm(post(new URLSearchParams({ name: '李雷', notes: 'one\r\ntwo' })), schema)).toMatchObject({ ok: true })
})
