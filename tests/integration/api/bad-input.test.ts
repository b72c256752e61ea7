import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { createSession } from '~/features/auth/session.server'
import { db } from '~/platform/db.server'
import { type Call, call, json } from '#tests/integration/api/client'
import { hour, makePerson, makeResource, makeToken, makeWorld, type Person, rowCounts, slot } from '#tests/integration/api/world'

let person: Person
let manager: Person
let pending: string

beforeAll(async () => {
  await makeWorld()
  await makeResource('open')
  await makeResource('asks', { approval: 'lab_manager' })
  person = await makePerson('person')
  manager = await makePerson('manager', { role: 'lab_manager' })
  const made = await call('/bookings', { token: person.token, body: { resourceId: 'asks', ...slot(1) } })
  pending = (await json<{ id: string }>(made)).id
})

/** A refusal in the form of RFC 9457, in words, after which the database is as it was. */
async function refused(path: string, bad: Call) {
  const before = await rowCounts()
  const response = await call(path, { token: person.token, ...bad })
  expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  const document = await json(response)
  expect(document.status).toBe(response.status)
  expect(document.title).not.toBe('')
  expect(document.detail).not.toBe('')
  expect(document.instance).toMatch(/^\/api\/v1/)
  expect(await rowCounts()).toEqual(before)
  return { ...document, headers: response.headers, fields: document.problems.map((each) => each.params.field) }
}

const whole = { resourceId: 'open', startsAt: '2030-01-01T10:00:00+08:00', endsAt: '2030-01-01T11:00:00+08:00' }
const years = (count: number) => new Date(hour(0).getTime() + count * 366 * 86_400_000).toISOString()

describe.each(['/bookings', '/bookings/check'])('a body for %s', (path) => {
  it.each([
    ['broken JSON', { text: '{"resourceId": "open"' }, 400],
    ['not JSON at all', { text: 'resourceId=open', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 415],
    ['JSON that says it is text', { text: '{}', headers: { 'Content-Type': 'text/plain' } }, 415],
    ['deep nesting', { text: '['.repeat(200_000) }, 400],
  ])('of %s is not read', async (_, bad: Call, status) => {
    expect((await refused(path, { method: 'POST', ...bad })).status).toBe(status)
  })

  it.each<[string, unknown, string[]]>([
    ['nothing', {}, ['resourceId', 'startsAt', 'endsAt']],
    ['a list', [], ['body']],
    ['null', null, ['body']],
    ['a text', 'open', ['body']],
    ['wrong types in every field', { resourceId: 1, startsAt: true, endsAt: {}, mode: 5, quantity: 'many', purpose: [], activity: 'sleeping', title: 7, notes: {}, groupId: 0, projectId: false, attendeeEmail: 'nobody' },
      ['resourceId', 'startsAt', 'endsAt', 'mode', 'quantity', 'purpose', 'activity', 'title', 'notes', 'groupId', 'projectId', 'attendeeEmail']],
    ['a time without an offset', { ...whole, startsAt: '2030-01-01T10:00:00' }, ['startsAt']],
    ['a day that does not exist', { ...whole, endsAt: '2030-02-30T10:00:00Z' }, ['endsAt']],
    ['half a unit', { ...whole, quantity: 0.5 }, ['quantity']],
    ['no unit', { ...whole, quantity: 0 }, ['quantity']],
    ['a mode that is none', { ...whole, mode: 'telepathy' }, ['mode']],
    ['a title without end', { ...whole, title: 'x'.repeat(100_000) }, ['title']],
    ['a NUL in an id', { ...whole, resourceId: 'op\u0000en' }, ['resourceId']],
    ['half a surrogate pair', { ...whole, groupId: '\ud800' }, ['groupId']],
    ['no items', { items: [] }, ['items']],
    ['too many items', { items: Array.from({ length: 201 }, () => whole) }, ['items']],
    ['items that are none', { items: ['open'] }, ['items.0']],
    ['a wrong field in an item', { items: [whole, { ...whole, startsAt: 'soon' }] }, ['items.1.startsAt']],
    ['a series', { ...whole, recurrence: 3 }, ['recurrence']],
    ['a series of items', { items: [whole], recurrence: { freq: 'weekly' } }, ['recurrence']],
  ])('of %s names each field', async (_, body, fields) => {
    const { status, fields: named, problems } = await refused(path, { method: 'POST', text: JSON.stringify(body) })
    expect(status).toBe(422)
    expect(named.toSorted()).toEqual(fields.toSorted())
    expect(problems.every((each) => each.code === 'field_invalid' && each.message !== '')).toBe(true)
  })
})

it('a series booked says what becomes of clashes in the words there are', async () => {
  const { status, fields } = await refused('/bookings', { body: { resourceId: 'open', ...slot(7), recurrence: 'FREQ=WEEKLY;COUNT=2', onClash: 'push' } })
  expect([status, fields]).toEqual([422, ['onClash']])
})

describe('a period', () => {
  it.each([
    ['reversed', { startsAt: hour(6).toISOString(), endsAt: hour(5).toISOString() }, 'period_reversed'],
    ['empty', { startsAt: hour(6).toISOString(), endsAt: hour(6).toISOString() }, 'period_reversed'],
    ['past', { startsAt: '2020-01-01T10:00:00Z', endsAt: '2020-01-01T11:00:00Z' }, 'period_in_past'],
    ['of years', { startsAt: hour(6).toISOString(), endsAt: years(10) }, 'period_too_far'],
    ['of the year 0', { startsAt: '0000-01-01T00:00:00Z', endsAt: '0000-01-01T01:00:00Z' }, 'period_in_past'],
    ['of the year 9999', { startsAt: '9999-12-31T10:00:00Z', endsAt: '9999-12-31T11:00:00Z' }, 'period_too_far'],
  ])('that is %s is refused by booking and changing alike', async (_, at, code) => {
    const created = await refused('/bookings', { body: { resourceId: 'open', ...at } })
    expect([created.status, created.problems.map((each) => each.code)]).toEqual([422, expect.arrayContaining([code])])
    const changed = await refused(`/bookings/${pending}`, { method: 'PATCH', body: at })
    expect([changed.status, changed.problems.map((each) => each.code)]).toEqual([422, expect.arrayContaining([code])])
  })
})

describe('an id', () => {
  it.each([
    ['a word', 'nothing'],
    ['of nobody', '3f0e8a56-0000-4000-8000-000000000000'],
    ['a NUL', '\0'],
    ['a way out', '../..'],
    ['SQL', "'; DROP TABLE booking; --"],
    ['too long', 'x'.repeat(3000)],
    ['a picture', '🔬'],
  ])(
    'that is %s is not found',
    async (_, id) => {
      const safe = encodeURIComponent(id)
      const tries: [string, Call][] = [
        [`/bookings/${safe}`, {}],
        [`/bookings/${safe}`, { method: 'PATCH', body: { title: 'x' } }],
        [`/bookings/${safe}/cancel`, { body: {} }],
        [`/bookings/${safe}/decisions`, { body: { decision: 'approve' } }],
        [`/bookings/${safe}/release`, { body: slot(8) }],
        [`/bookings/${safe}/extend`, { body: { until: slot(8).endsAt } }],
        [`/bookings/${safe}/end`, { body: {} }],
        [`/waits/${safe}`, {}],
        [`/waits/${safe}/accept`, { body: {} }],
        [`/waits/${safe}/leave`, { body: {} }],
        [`/alerts/${safe}`, { method: 'PUT', body: { minMinutes: 60, daysAhead: 7 } }],
        [`/alerts/${safe}`, { method: 'DELETE' }],
        [`/resources/${safe}`, {}],
        [`/resources/${safe}/availability`, {}],
      ]
      for (const [path, bad] of tries) expect((await refused(path, bad)).status, path).toBe(404)
    },
  )

  it('of a resource that does not exist is not found when booking', async () => {
    const { status, problems } = await refused('/bookings', { body: { resourceId: 'nothing', ...slot(8) } })
    expect([status, problems[0]?.code]).toEqual([404, 'resource_unknown'])
  })
})

describe('a query', () => {
  it.each<[string, string[]]>([
    ['/resources?limit=0', ['limit']],
    ['/resources?limit=-5', ['limit']],
    ['/resources?limit=ten&sort=random', ['limit', 'sort']],
    ['/resources?limit=1&limit=2', ['limit']],
    ['/resources?cursor=elsewhere', ['cursor']],
    ['/resources?freeFrom=tomorrow', ['freeFrom']],
    ['/resources?freeFrom=0000-01-01T00:00:00Z', ['freeFrom']],
    ['/resources?freeFrom=2030-01-02&freeTo=2030-01-01', ['freeTo']],
    ['/resources?freeFrom=2030-01-01&freeTo=2032-01-01', ['freeTo']],
    ['/resources?minMinutes=-1', ['minMinutes']],
    [`/resources?q=${'x'.repeat(501)}`, ['q']],
    ['/resources/open/availability?from=2030-01-02&to=2030-01-01', ['to']],
    ['/resources/open/availability?from=2030-01-01&to=2040-01-01', ['to']],
    ['/resources/open/availability?from=now', ['from']],
    ['/labs?limit=x&cursor=o-1', ['limit', 'cursor']],
    ['/bookings?mine=perhaps', ['mine']],
    ['/bookings?status=approved,nonsense', ['status.1']],
    ['/bookings?from=2030-13-01&to=x', ['from', 'to']],
    ['/bookings?resource=%00', ['resource']],
    ['/bookings?limit=1.5', ['limit']],
    ['/bookings?cursor=AAAA', ['cursor']],
    [`/bookings?cursor=${Buffer.from(`+275760-09-13T00:00:00.000Z|${randomUUID()}`).toString('base64url')}`, ['cursor']],
    [`/approvals?cursor=${Buffer.from(`2030-02-30 00:00:00+00|2030-01-01 00:00:00+00|${randomUUID()}`).toString('base64url')}`, ['cursor']],
    ['/approvals?limit=none', ['limit']],
  ])('%s names the field', async (path, fields) => {
    const { status, fields: named } = await refused(path, {})
    expect(status).toBe(422)
    expect(named.toSorted()).toEqual(fields.toSorted())
  })

  it('for free time in the past says so', async () => {
    const { status, problems } = await refused('/resources?freeFrom=2020-01-01&freeTo=2020-01-02', {})
    expect([status, problems[0]?.code]).toEqual([422, 'period_in_past'])
  })

  it.each(['/resources?q=%00&university=nowhere&level=%F0%9F%94%AC', "/resources?q='%22%25_", '/labs?q=%25&level=none&university=%00x'])(
    '%s finds what it finds, or names the field',
    async (path) => {
      const response = await call(path)
      expect([200, 422]).toContain(response.status)
    },
  )
})

describe('waits and alerts', () => {
  it.each<[string, Call, number, string[]]>([
    ['/waits', { body: {} }, 422, ['field_invalid', 'field_invalid', 'field_invalid']],
    ['/waits', { body: { resourceId: 'open', ...slot(8), recurrence: 'FREQ=DAILY;COUNT=2' } }, 422, ['field_invalid']],
    ['/waits', { body: { resourceId: 'nothing', ...slot(8) } }, 404, ['resource_unknown']],
    ['/waits', { body: { resourceId: 'open', ...slot(12) } }, 422, ['time_is_free']],
    ['/waits', { body: { items: [{ resourceId: 'open', ...slot(8) }, { resourceId: 'asks', ...slot(8) }] } }, 422, ['several_resources']],
    ['/alerts/open', { method: 'PUT', body: {} }, 422, ['field_invalid', 'field_invalid']],
    ['/alerts/open', { method: 'PUT', body: { minMinutes: 5, daysAhead: 400 } }, 422, ['field_invalid', 'field_invalid']],
    ['/alerts/open', { method: 'PUT', body: { minMinutes: 60, daysAhead: 7, fromMinute: 600, toMinute: 600 } }, 422, ['field_invalid']],
    ['/alerts/open', { method: 'POST', body: {} }, 405, []],
  ])('%s %o is refused with %i', async (path, bad, status, codes) => {
    const document = await refused(path, bad)
    expect([document.status, document.problems.map((each) => each.code)]).toEqual([status, codes])
  })
})

describe('changes, cancellations and decisions', () => {
  it.each<[string, Call, number, string[]]>([
    ['', { method: 'PATCH', body: {} }, 422, ['nothing_changed']],
    ['', { method: 'PATCH', body: { startsAt: 'soon', purpose: 'fun', title: 5 } }, 422, ['field_invalid', 'field_invalid', 'field_invalid']],
    ['', { method: 'PATCH', text: '{"title": ' }, 400, []],
    ['', { method: 'PATCH', body: { title: 'x' }, headers: { 'If-Match': '"99"' } }, 412, ['version_conflict']],
    ['/cancel', { body: { reason: 5 } }, 422, ['field_invalid']],
    ['/cancel', { body: { reason: 'x'.repeat(5000) } }, 422, ['field_invalid']],
    ['/cancel', { body: {}, headers: { 'If-Match': '"99"' } }, 412, ['version_conflict']],
    ['/release', { body: {} }, 422, ['field_invalid', 'field_invalid']],
    ['/release', { body: { startsAt: 'soon', endsAt: 5 } }, 422, ['field_invalid', 'field_invalid']],
    ['/release', { body: { startsAt: '9999-12-31T23:59:59Z', endsAt: '2030-01-01T00:00:00' } }, 422, ['field_invalid', 'field_invalid']],
    ['/release', { body: { startsAt: '2030-01-01T10:00:00Z', endsAt: '2030-01-01T09:00:00Z' } }, 409, ['state_forbids']],
    ['/extend', { body: { until: 'later' } }, 422, ['field_invalid']],
    ['/extend', { body: { until: '2030-01-01T10:00:00Z' } }, 409, ['state_forbids']],
    ['/end', { body: {} }, 422, ['not_running']],
    ['/decisions', { body: {} }, 422, ['field_invalid']],
    ['/decisions', { body: { decision: 'perhaps' } }, 422, ['field_invalid']],
    ['/decisions', { body: { decision: 'approve' } }, 403, ['own_request']],
    ['/decisions', { body: { decision: 'approve' }, headers: { 'If-Match': '"99"' } }, 412, ['version_conflict']],
  ])('%s %o is refused with %i', async (verb, bad, status, codes) => {
    const document = await refused(`/bookings/${pending}${verb}`, bad)
    expect(document.status).toBe(status)
    expect(document.problems.map((each) => each.code)).toEqual(codes)
  })

  it('keep an empty comment from declining', async () => {
    const { status, problems } = await refused(`/bookings/${pending}/decisions`, { token: manager.token, body: { decision: 'decline', comment: '  ' } })
    expect([status, problems[0]?.code]).toEqual([422, 'reason_required'])
  })

  it('take no key that could not be kept', async () => {
    const { status, fields } = await refused('/bookings', { body: { resourceId: 'open', ...slot(9) }, headers: { 'Idempotency-Key': 'é'.repeat(300) } })
    expect([status, fields]).toEqual([422, ['Idempotency-Key']])
  })
})

describe('who asks', () => {
  const closed: [string, Call][] = [
    ['/bookings', {}],
    ['/bookings', { body: { resourceId: 'open', ...slot(10) } }],
    ['/bookings/check', { body: { resourceId: 'open', ...slot(10) } }],
    ['/approvals', {}],
  ]

  it.each<[string, string | null]>([['nobody', null], ['a made-up token', 'cca_0000000000000000000000000000000000000000000'], ['a short one', 'x']])(
    'is asked to sign in when it is %s',
    async (_, token) => {
      for (const [path, bad] of closed) {
        const { status, headers, problems } = await refused(path, { ...bad, token })
        expect([status, problems[0]?.code]).toEqual([401, 'sign_in_required'])
        expect(headers.get('WWW-Authenticate')).toMatch(/^Bearer/)
      }
    },
  )

  it('is told of an expired or revoked token, on public calls too', async () => {
    const expired = await makeToken(person)
    const revoked = await makeToken(person)
    const { createHash } = await import('node:crypto')
    const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex')
    await db.apiToken.update({ where: { hash: hashOf(expired) }, data: { createdAt: new Date('2026-01-01'), expiresAt: new Date('2026-01-02') } })
    await db.apiToken.update({ where: { hash: hashOf(revoked) }, data: { revokedAt: new Date() } })
    for (const token of [expired, revoked]) {
      expect((await refused('/bookings?mine=1', { token })).status).toBe(401)
      expect((await refused('/resources', { token })).status).toBe(401)
    }
  })

  it('may do no more than the token says', async () => {
    const reader = await makeToken(person, ['read'])
    expect((await call('/bookings?mine=1', { token: reader })).status).toBe(200)
    const { status, headers } = await refused('/bookings', { token: reader, body: { resourceId: 'open', ...slot(11) } })
    expect([status, headers.get('WWW-Authenticate')]).toEqual([403, expect.stringContaining('scope="book"')])
    const booker = await makeToken(person, ['book'])
    expect((await refused(`/bookings/${pending}/decisions`, { token: booker, body: { decision: 'approve' } })).status).toBe(403)
    expect((await refused('/approvals', { token: booker })).status).toBe(403)
  })

  it('may use the session cookie from our own pages only', async () => {
    const cookie = (await createSession(person.personId, new Request('http://alliance.test/'))).split(';')[0] ?? ''
    const write = (headers: Record<string, string>) => ({ token: null, body: { resourceId: 'open', ...slot(12) }, headers: { Cookie: cookie, ...headers } })
    expect((await call('/bookings?mine=1', { token: null, headers: { Cookie: cookie } })).status).toBe(200)
    expect((await refused('/bookings', write({}))).status).toBe(403)
    expect((await refused('/bookings', write({ Origin: 'http://elsewhere.test' }))).status).toBe(403)
    expect((await refused('/bookings', write({ 'Sec-Fetch-Site': 'cross-site' }))).status).toBe(403)
    expect((await call('/bookings', write({ Origin: 'http://alliance.test' }))).status).toBe(201)
    expect((await refused('/bookings', { ...write({}), headers: { Cookie: 'session=expired-or-made-up', Origin: 'http://alliance.test' } })).status).toBe(401)
  })

  it('cannot book in another name without managing the lab', async () => {
    const { status, problems } = await refused('/bookings', { body: { resourceId: 'open', ...slot(13), attendeeEmail: manager.email } })
    expect([status, problems[0]?.code]).toEqual([403, 'not_allowed'])
  })
})
