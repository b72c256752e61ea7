import { beforeAll, describe, expect, it } from 'vitest'
import { bookingShape, createdShape, verdictShape, waitingShape } from '~/features/bookings/representation.server'
import { db } from '~/platform/db.server'
import { pageOf } from '~/platform/json-shapes'
import { call, json } from '#tests/integration/api/client'
import { hour, makePerson, makeResource, makeWorld, type Person, rowCounts, slot } from '#tests/integration/api/world'

let researcher: Person
let other: Person
let manager: Person

beforeAll(async () => {
  await makeWorld()
  await makeResource('open')
  await makeResource('asks', { approval: 'lab_manager' })
  await makeResource('far', { at: 'cqu' })
  researcher = await makePerson('researcher')
  other = await makePerson('other', { at: 'cqu' })
  manager = await makePerson('manager', { role: 'lab_manager' })
})

const book = (person: Person, resourceId: string, at: { startsAt: string; endsAt: string }, headers: Record<string, string> = {}) =>
  call('/bookings', { token: person.token, body: { resourceId, ...at }, headers })

async function booked(person: Person, resourceId: string, at: { startsAt: string; endsAt: string }) {
  const response = await book(person, resourceId, at)
  expect(response.status).toBe(201)
  return bookingShape.parse(await json<unknown>(response))
}

const codesOf = async (response: Response) => (await json(response)).problems.map((each) => each.code)

describe('booking', () => {
  it('answers 201 with the booking, its address and version', async () => {
    const response = await book(researcher, 'open', slot(1))
    expect(response.status).toBe(201)
    const booking = bookingShape.strict().parse(await json<unknown>(response))
    expect(response.headers.get('Location')).toBe(`/api/v1/bookings/${booking.id}`)
    expect(response.headers.get('ETag')).toBe('"1"')
    expect(booking).toMatchObject({ status: 'approved', resourceId: 'open', purpose: 'research', approvalRoute: [], timeZone: 'Asia/Shanghai' })
    expect(booking.startsAt).toMatch(/\+08:00$/)
    expect(new Date(booking.startsAt ?? '')).toEqual(hour(1))
    expect(booking.price).toMatchObject({ totalFen: 10_000, originClass: 'own_university' })
    const read = await call(`/bookings/${booking.id}`, { token: researcher.token })
    expect(bookingShape.parse(await json<unknown>(read))).toEqual(booking)
  })

  it('has one effect under one key, and refuses the key for anything else', async () => {
    const key = { 'Idempotency-Key': 'once' }
    const first = await book(researcher, 'open', slot(3), key)
    const again = await book(researcher, 'open', slot(3), key)
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.headers.get('Idempotent-Replayed')).toBe('true')
    expect((await json<{ id: string }>(again)).id).toBe((await json<{ id: string }>(first)).id)
    const reused = await book(researcher, 'open', slot(4), key)
    expect(reused.status).toBe(409)
    expect(await codesOf(reused)).toEqual(['key_reused'])
  })

  it('of a series answers with all of it, once under one key', async () => {
    const key = { 'Idempotency-Key': 'a series' }
    const wish = () => call('/bookings', { token: other.token, headers: key, body: { resourceId: 'far', ...slot(27), recurrence: 'FREQ=WEEKLY;COUNT=3', onClash: 'skip' } })
    const response = await wish()
    expect(response.status).toBe(201)
    const { series = [], ...first } = createdShape.parse(await json<unknown>(response))
    expect(series.length).toBeGreaterThan(0)
    expect(series[0]).toEqual(first)
    const again = await wish()
    expect(again.status).toBe(200)
    expect(createdShape.parse(await json<unknown>(again)).series?.map(({ id }) => id)).toEqual(series.map(({ id }) => id))
    const endless = await call('/bookings', { token: other.token, body: { resourceId: 'far', ...slot(27), recurrence: 'FREQ=WEEKLY' } })
    expect(endless.status).toBe(422)
    expect(await codesOf(endless)).toEqual(['recurrence_endless'])
    const check = await call('/bookings/check', { token: other.token, body: { resourceId: 'far', ...slot(27), recurrence: 'FREQ=WEEKLY;COUNT=3' } })
    expect(check.status).toBe(422)
  })

  it('judges a repeat without a key afresh: the slot is gone, and the next free ones are named', async () => {
    await booked(researcher, 'open', slot(6))
    const taken = await book(other, 'open', slot(6))
    expect(taken.status).toBe(409)
    const { problems, detail } = await json(taken)
    expect(problems).toMatchObject([{ code: 'slot_taken', severity: 'refuse' }])
    expect(problems[0]?.params.nextFree).toHaveLength(3)
    expect(detail).toContain('This time is taken')
  })

  it('lets exactly one of many through at once', async () => {
    const rush = await Promise.all(Array.from({ length: 24 }, (_, at) => book(at % 2 ? researcher : other, 'open', slot(9))))
    const statuses = rush.map((each) => each.status).toSorted()
    expect(statuses.filter((each) => each === 201)).toHaveLength(1)
    expect(statuses.filter((each) => each === 409)).toHaveLength(23)
  })

  it('books several resources, each with its own period', async () => {
    const items = [{ resourceId: 'open', ...slot(11) }, { resourceId: 'asks', ...slot(12) }]
    const response = await call('/bookings', { token: researcher.token, body: { items, title: 'Two' } })
    expect(response.status).toBe(201)
    const booking = bookingShape.parse(await json<unknown>(response))
    expect(booking.items.map((each) => each.resourceId)).toEqual(['open', 'asks'])
    expect([booking.status, booking.resourceId]).toEqual(['pending', 'open'])
    expect(new Date(booking.endsAt ?? '')).toEqual(hour(13))
  })

  it('speaks the language that is asked for', async () => {
    const refusal = async (address: string, headers: Record<string, string>) =>
      (await json(await call(address, { token: researcher.token, body: { resourceId: 'open', ...slot(6) }, headers }))).problems[0]?.message
    expect(await refusal('/bookings', { 'Accept-Language': 'zh-CN' })).toContain('已被占用')
    expect(await refusal('/bookings', { 'Accept-Language': 'en-GB' })).toContain('taken')
    expect(await refusal('/bookings?lang=en', { 'Accept-Language': 'zh-CN' })).toContain('taken')
    expect(await refusal('/bookings', { 'Accept-Language': '' })).toContain('已被占用')
  })
})

describe('the verdict without booking', () => {
  it('tells price and who decides, and writes nothing', async () => {
    const before = await rowCounts()
    const response = await call('/bookings/check', { token: other.token, body: { resourceId: 'asks', ...slot(20) } })
    expect(response.status).toBe(200)
    const verdict = verdictShape.strict().parse(await json<unknown>(response))
    expect(verdict).toMatchObject({
      ok: true,
      mode: 'self_operation',
      approvalRoute: [[{ role: 'lab_manager', scopeKind: 'lab', scopeId: 'scu-lab' }]],
      price: { totalFen: 12_000, currency: 'CNY', originClass: 'alliance_member' },
    })
    expect(await rowCounts()).toEqual(before)
  })

  it('says every problem at once', async () => {
    const at = { startsAt: new Date(hour(20).getTime() + 60_000).toISOString(), endsAt: hour(44).toISOString() }
    const verdict = verdictShape.parse(await json<unknown>(await call('/bookings/check', { token: other.token, body: { resourceId: 'open', ...at } })))
    expect(verdict.ok).toBe(false)
    expect(verdict.problems.map((each) => each.code)).toEqual(expect.arrayContaining(['off_grid', 'duration_too_long']))
    expect(verdict.problems.every((each) => each.message !== '')).toBe(true)
  })

  it('warns of a journey without refusing', async () => {
    await booked(researcher, 'open', slot(30))
    const verdict = verdictShape.parse(await json<unknown>(await call('/bookings/check', { token: researcher.token, body: { resourceId: 'far', ...slot(31) } })))
    expect(verdict.ok).toBe(true)
    expect(verdict.problems).toMatchObject([{ code: 'journey_too_short', severity: 'warn' }])
  })
})

describe('who may see and touch a booking', () => {
  it('is nothing to a stranger, whatever is tried', async () => {
    const { id } = await booked(researcher, 'open', slot(33))
    const before = await rowCounts()
    const tries = [
      call(`/bookings/${id}`, { token: other.token }),
      call(`/bookings/${id}`, { method: 'PATCH', token: other.token, body: { title: 'mine' } }),
      call(`/bookings/${id}/cancel`, { token: other.token, body: {} }),
      call(`/bookings/${id}/decisions`, { token: other.token, body: { decision: 'approve' } }),
    ]
    expect((await Promise.all(tries)).map((each) => each.status)).toEqual([404, 404, 404, 404])
    expect(await rowCounts()).toEqual(before)
  })

  it('lists own bookings, and to a manager those of the labs', async () => {
    const theirs = await booked(other, 'far', slot(35))
    const list = async (person: Person, query: string) => {
      const page = pageOf(bookingShape).parse(await json<unknown>(await call(`/bookings?${query}`, { token: person.token })))
      return page.items
    }
    expect((await list(other, 'mine=1')).map((each) => each.id)).toContain(theirs.id)
    expect((await list(researcher, '')).map((each) => each.id)).not.toContain(theirs.id)
    const managed = await list(manager, '')
    expect(managed.length).toBeGreaterThan(0)
    expect(managed.every((each) => each.items.some(({ resourceId }) => resourceId !== 'far'))).toBe(true)
  })

  it('pages without gaps or doubles, newest start first', async () => {
    const all = pageOf(bookingShape).parse(await json<unknown>(await call('/bookings?mine=1&limit=100', { token: researcher.token })))
    const starts = all.items.map((each) => new Date(each.startsAt ?? '').getTime())
    expect(starts).toEqual(starts.toSorted((a, b) => b - a))
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = pageOf(bookingShape).parse(await json<unknown>(await call(`/bookings?mine=1&limit=2&cursor=${cursor}`, { token: researcher.token })))
      seen.push(...page.items.map((each) => each.id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(all.items.map((each) => each.id))
  })

  it('filters by resource, status and period', async () => {
    const from = encodeURIComponent(hour(33).toISOString())
    const to = encodeURIComponent(hour(34).toISOString())
    const page = pageOf(bookingShape).parse(await json<unknown>(
      await call(`/bookings?mine=1&resource=open&status=approved,pending&from=${from}&to=${to}`, { token: researcher.token }),
    ))
    expect(page.items.map((each) => new Date(each.startsAt ?? ''))).toEqual([hour(33)])
  })
})

describe('changing and cancelling', () => {
  it('moves under the version that the caller saw, once', async () => {
    const { id } = await booked(researcher, 'open', slot(50, 52))
    const move = (at: number, tag: string) =>
      call(`/bookings/${id}`, { method: 'PATCH', token: researcher.token, body: slot(at, at + 1), headers: { 'If-Match': tag } })
    const moved = await move(51, '"1"')
    expect([moved.status, moved.headers.get('ETag')]).toEqual([200, '"2"'])
    expect(new Date(bookingShape.parse(await json<unknown>(moved)).startsAt ?? '')).toEqual(hour(51))
    const stale = await move(52, '"1"')
    expect(stale.status).toBe(412)
    expect(await codesOf(stale)).toEqual(['version_conflict'])
    expect((await move(52, 'nonsense')).status).toBe(412)
    expect((await move(52, '*')).status).toBe(200)
  })

  it('answers 409 when it would move onto another', async () => {
    const { id } = await booked(researcher, 'open', slot(54))
    await booked(other, 'open', slot(56))
    const response = await call(`/bookings/${id}`, { method: 'PATCH', token: researcher.token, body: slot(56) })
    expect([response.status, await codesOf(response)]).toEqual([409, ['slot_taken']])
  })

  it('cancels with an empty body, frees the slot, and is done once', async () => {
    const { id } = await booked(researcher, 'open', slot(58))
    const cancelled = await call(`/bookings/${id}/cancel`, { method: 'POST', token: researcher.token })
    expect(cancelled.status).toBe(200)
    expect(bookingShape.parse(await json<unknown>(cancelled)).status).toBe('cancelled')
    const again = await call(`/bookings/${id}/cancel`, { method: 'POST', token: researcher.token })
    expect([again.status, await codesOf(again)]).toEqual([409, ['state_forbids']])
    await booked(other, 'open', slot(58))
  })
})

describe('deciding', () => {
  it('shows the request to its decider alone, who approves it once', async () => {
    const { id, approvalRoute, status } = await booked(researcher, 'asks', slot(60))
    expect(status).toBe('pending')
    expect(approvalRoute).toMatchObject([[{ role: 'lab_manager' }]])
    const inbox = async (person: Person) =>
      pageOf(waitingShape).parse(await json<unknown>(await call('/approvals', { token: person.token }))).items.map((each) => each.booking.id)
    expect(await inbox(manager)).toContain(id)
    expect(await inbox(researcher)).toEqual([])

    const own = await call(`/bookings/${id}/decisions`, { token: researcher.token, body: { decision: 'approve' } })
    expect([own.status, await codesOf(own)]).toEqual([403, ['own_request']])
    const approved = await call(`/bookings/${id}/decisions`, { token: manager.token, body: { decision: 'approve' } })
    expect(approved.status).toBe(200)
    expect(bookingShape.parse(await json<unknown>(approved))).toMatchObject({ status: 'approved', decisions: [{ decision: 'approve' }] })
    const again = await call(`/bookings/${id}/decisions`, { token: manager.token, body: { decision: 'approve' } })
    expect([again.status, await codesOf(again)]).toEqual([409, ['already_decided']])
    expect(await inbox(manager)).not.toContain(id)
  })

  it('asks for a reason to decline, and says what is not offered', async () => {
    const { id } = await booked(researcher, 'asks', slot(62))
    const decide = (body: object) => call(`/bookings/${id}/decisions`, { token: manager.token, body })
    expect(await codesOf(await decide({ decision: 'decline' }))).toEqual(['reason_required'])
    expect(await codesOf(await decide({ decision: 'propose' }))).toEqual(['decision_not_offered'])
    const declined = await decide({ decision: 'decline', comment: 'Under repair' })
    expect(bookingShape.parse(await json<unknown>(declined))).toMatchObject({ status: 'declined', endedReason: 'Under repair' })
    expect(await db.allocation.count({ where: { item: { bookingId: id } } })).toBe(0)
  })
})
