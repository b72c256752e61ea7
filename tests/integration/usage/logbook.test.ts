import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { createBooking } from '~/features/bookings/create.server'
import { settleBookings } from '~/features/bookings/jobs.server'
import { checkIn } from '~/features/usage/check-in.server'
import { checkOut } from '~/features/usage/check-out.server'
import { correctUse } from '~/features/usage/correct.server'
import { daySessions } from '~/features/usage/logbook/day.server'
import { type LogbookFilter, readLogbookFilter } from '~/features/usage/logbook/filter'
import { logbookLines } from '~/features/usage/logbook/lines.server'
import { recordPage } from '~/features/usage/logbook/page.server'
import { allUses, listUses } from '~/features/usage/logbook/queries.server'
import type { CorrectInput } from '~/features/usage/logbook/schema'
import { shownTimes, writeCorrection, writeUse } from '~/features/usage/logbook/tell.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { expectInvariants } from '../bookings/invariants'

let manager: Actor
let person: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
})
beforeEach(async () => {
  person = await makePerson()
})

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? ['ok'] : outcome.problems.map(({ code }) => code))
const LATER = at(2, 9)
const filter = (rest: Partial<LogbookFilter> = {}): LogbookFilter => ({ ...readLogbookFilter(new URLSearchParams('from=2026-11-23&to=2026-11-25'), LATER), ...rest })

async function booked(from: number, to: number, resource: string, by = person) {
  const made = await createBooking(by, booking(resource, at(1, from), at(1, to)), NOW)
  if (!made.ok) throw new Error(codes(made).join())
  const item = await db.bookingItem.findFirstOrThrow({ where: { bookingId: made.value.id }, select: { id: true } })
  return item.id
}
const used = async (item: string, from: number, to: number) => {
  expect(codes(await checkIn(person, item, {}, at(1, from)))).toEqual(['ok'])
  expect(codes(await checkOut(person, item, {}, at(1, to)))).toEqual(['ok'])
}

/** A form as the page shows it, with what the manager changes. */
async function corrected(item: string, change: Partial<CorrectInput>, now = LATER) {
  const page = await recordPage(manager, item, now)
  if (!page) throw new Error('no page')
  const { operation, purpose, beneficiary } = page.kinds
  const times = shownTimes(page)
  const { samples } = page.record.details
  const input: CorrectInput = {
    key: randomUUID(), version: page.recordVersion ?? undefined, startsAt: times.startsAt || undefined, endsAt: times.endsAt || undefined,
    operation, purpose, beneficiary, samples, remarks: null, reason: 'seen in the log', ...change,
  }
  return writeCorrection(manager, page, input, now)
}

describe('the logbook', () => {
  it('shows measured, ended by nobody and assumed uses apart, and sums them apart', async () => {
    const resource = await makeResource()
    const measured = await booked(9, 10, resource)
    await used(measured, 9, 10)
    const open = await booked(11, 12, resource)
    await checkIn(person, open, {}, at(1, 11))
    await booked(14, 16, resource)
    await settleBookings(LATER)
    const { rows, sums } = await listUses(manager, filter({ resource }), { take: 50, skip: 0 }, LATER)
    expect(rows.map(({ isAssumed, startSource, endSource, status, usedSeconds }) => [status, isAssumed, startSource, endSource, usedSeconds])).toEqual([
      ['completed', true, 'assumed', 'assumed', 7200], ['in_use', false, 'phone', null, 0], ['completed', false, 'phone', 'phone', 3600],
    ])
    expect(sums).toMatchObject({ count: 3, measured: 2, measuredSeconds: 3600, assumedSeconds: 7200 })
    for (const [source, count] of [['assumed', 1], ['phone', 2], ['kiosk', 0]] as const) {
      expect((await listUses(manager, filter({ resource, source }), { take: 50, skip: 0 }, LATER)).sums.count).toBe(count)
    }
    expect((await listUses(manager, filter({ resource, person: person.email.toUpperCase() }), { take: 2, skip: 2 }, LATER)).rows).toHaveLength(1)
    expect((await listUses(manager, filter({ resource, person: 'nobody%' }), { take: 50, skip: 0 }, LATER)).rows).toEqual([])
    expect((await listUses(manager, filter({ resource, from: '2026-11-25' }), { take: 50, skip: 0 }, LATER)).rows.map(({ status }) => status)).toEqual(['in_use'])
    expect((await listUses(manager, filter({ resource, purpose: 'teaching' }), { take: 50, skip: 0 }, LATER)).rows).toEqual([])
  })

  it('is of one’s own labs alone', async () => {
    const resource = await makeResource()
    const item = await booked(9, 10, resource)
    await used(item, 9, 10)
    const foreign = await managerOf('b')
    for (const other of [foreign, person]) {
      expect((await listUses(other, filter({ resource }), { take: 50, skip: 0 }, LATER)).rows).toEqual([])
      expect(await recordPage(other, item, LATER)).toBeNull()
      expect(await daySessions(other, { date: '2026-11-24', lab: '' }, LATER)).toEqual([])
    }
    const operator = await makePerson('a', [{ role: 'operator', scopeKind: 'lab', scopeId: 'a-lab' }])
    expect((await listUses(operator, filter({ resource }), { take: 50, skip: 0 }, LATER)).rows).toHaveLength(1)
    expect((await daySessions(operator, { date: '2026-11-24', lab: 'a-lab' }, LATER)).some(({ itemId, startSource }) => itemId === item && startSource === 'phone')).toBe(true)
  })

  it('goes out as a table in batches without a formula or a line that breaks', async () => {
    const resource = await makeResource()
    const item = await booked(9, 10, resource)
    await used(item, 9, 10)
    expect(codes(await corrected(item, { remarks: '=HYPERLINK("http://x")\n"quoted", +1' }))).toEqual(['ok'])
    const pieces: string[] = []
    for await (const piece of logbookLines(manager, filter({ resource }), { locale: 'en', now: LATER })) pieces.push(piece)
    const text = pieces.join('')
    expect(text.startsWith('\uFEFFStart,End,')).toBe(true)
    expect(text).toContain('"\'=HYPERLINK(""http://x"")\n""quoted"", +1"')
    expect(text).toContain('2026-11-24 09:00,2026-11-24 10:00,,Phone,Phone,1,1,')
    // Beyond one batch each comes once, in order.
    await db.usageRecord.createMany({
      data: Array.from({ length: 1_100 }, (_, each) => ({
        resourceId: resource, personId: person.personId, status: 'completed' as const, startsAt: at(0, 10 + Math.floor(each / 3) / 1_000), endsAt: at(0, 11), startSource: 'import', endSource: 'import',
        usedSeconds: 0, operation: 'self' as const, purpose: 'research' as const, beneficiary: 'own_university' as const,
      })),
    })
    const seen: string[] = []
    const sizes: number[] = []
    for await (const rows of allUses(manager, filter({ resource }), LATER)) {
      sizes.push(rows.length)
      seen.push(...rows.map(({ id }) => id))
    }
    expect(sizes).toEqual([500, 500, 101])
    expect(new Set(seen).size).toBe(1_101)
  })
})

describe('by hand', () => {
  it('a correction tells what was changed in the form and nothing else, and the page says what counts', async () => {
    const item = await booked(10, 12, await makeResource())
    await used(item, 10.5, 11.9)
    expect(codes(await corrected(item, {}))).toEqual(['nothing_changed'])
    expect(await corrected(item, { startsAt: '2026-11-24T10:00', samples: 4 })).toMatchObject({ value: { usedSeconds: 6840 } })
    const page = await recordPage(manager, item, LATER)
    expect(page?.facts.map(({ source, counts, reason }) => [source, counts, reason])).toEqual([
      ['phone', [], null], ['phone', ['end'], null], ['correction', ['start'], 'seen in the log'],
    ])
    expect(page?.facts[2]).toMatchObject({ correction: { endsAt: null, outcome: null }, details: { samples: 4 } })
    expect(page?.facts[2]?.details).not.toHaveProperty('purpose')
    expect(codes(await corrected(item, { endsAt: '2026-11-24T09:00' }))).toEqual(['period_reversed'])
    expect(codes(await corrected(item, { operatorEmail: 'nobody@a.example' }))).toEqual(['field_invalid'])
    expect(codes(await corrected(item, { version: 1, samples: 5 }))).toEqual(['version_conflict'])
    expect(await corrected(item, { outcome: 'void' })).toMatchObject({ ok: true })
    expect((await recordPage(manager, item, LATER))?.record).toMatchObject({ isVoid: true, usedSeconds: 0 })
    await expectInvariants(LATER)
  })

  it('an assumed use is corrected to what it was, or to nobody', async () => {
    const item = await booked(10, 12, await makeResource())
    await settleBookings(LATER)
    expect((await recordPage(manager, item, LATER))?.facts).toEqual([])
    expect(await corrected(item, { startsAt: '2026-11-24T10:30', endsAt: '2026-11-24T11:00' })).toMatchObject({ value: { usedSeconds: 1800 } })
    expect(await corrected(item, { outcome: 'absent' })).toMatchObject({ value: { status: 'no_show' } })
    await expectInvariants(LATER)
  })

  it('a correction and a check-out at once both count, in either order', async () => {
    for (let round = 0; round < 4; round += 1) {
      const resource = await makeResource()
      person = await makePerson()
      const item = await booked(10, 12, resource)
      await checkIn(person, item, {}, at(1, 10.5))
      const now = at(1, 11.5)
      const both = [
        () => correctUse(manager, item, { startsAt: at(1, 10), reason: 'the phone was late' }, now),
        () => checkOut(person, item, {}, now),
      ]
      const outcomes = await Promise.all((round % 2 === 0 ? both : both.toReversed()).map((each) => each()))
      expect(outcomes.map(codes)).toEqual([['ok'], ['ok']])
      const record = await db.usageRecord.findUniqueOrThrow({ where: { itemId: item }, select: { startSource: true, endSource: true, usedSeconds: true, events: { select: { id: true } } } })
      expect(record).toMatchObject({ startSource: 'correction', endSource: 'phone', usedSeconds: 5400 })
      expect(record.events).toHaveLength(3)
      await expectInvariants(now)
    }
  })

  it('of two corrections from one page the second is told that something changed', async () => {
    const item = await booked(10, 12, await makeResource())
    await used(item, 10, 11)
    const page = await recordPage(manager, item, LATER)
    const tell = (samples: number) => writeCorrection(manager, page!, { key: randomUUID(), version: page!.recordVersion ?? undefined, samples, remarks: null, reason: 'x' }, LATER)
    expect((await Promise.all([tell(1), tell(2)])).map(codes).toSorted()).toEqual([['ok'], ['version_conflict']])
  })

  it('a use without a booking is written by address on the campus’s clock', async () => {
    const resource = await makeResource()
    const input = { key: randomUUID(), resourceId: resource, email: person.email, startsAt: '2026-11-24T09:00', endsAt: '2026-11-24T10:30', samples: 3, measuringMinutes: 60, remarks: null }
    expect(codes(await writeUse(person, input, LATER))).toEqual(['not_allowed'])
    expect(codes(await writeUse(manager, { ...input, email: 'nobody@a.example' }, LATER))).toEqual(['field_invalid'])
    expect(codes(await writeUse(manager, { ...input, resourceId: 'nothing' }, LATER))).toEqual(['field_invalid'])
    expect(codes(await writeUse(manager, { ...input, measuringMinutes: 91 }, LATER))).toEqual(['use_parts_too_long'])
    const made = await writeUse(manager, input, LATER)
    expect(await writeUse(manager, input, LATER)).toEqual(made)
    const [row] = (await listUses(manager, filter({ resource }), { take: 5, skip: 0 }, LATER)).rows
    expect(row).toMatchObject({ startsAt: at(1, 9), endsAt: at(1, 10.5), startSource: 'manual', samples: 3, isAssumed: false, effectiveSeconds: 3600, code: null })
  })
})
