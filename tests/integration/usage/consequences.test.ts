import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { takeOut } from '~/features/bookings/outages/take-out.server'
import { checkBooking, createBooking } from '~/features/bookings/create.server'
import { checkIn } from '~/features/usage/check-in.server'
import { decideConsequence, liftConsequence } from '~/features/usage/conduct/decide-consequence.server'
import { decidePlea } from '~/features/usage/conduct/decide-plea.server'
import { deriveForAll, tellEnded } from '~/features/usage/conduct/derive.server'
import { plead } from '~/features/usage/conduct/plead.server'
import { ownCredit } from '~/features/usage/conduct/queries.server'
import { reportMisuse } from '~/features/usage/conduct/report-misuse.server'
import { settleUses } from '~/features/usage/settle.server'
import { syncDevice } from '~/features/usage/sync.server'
import { db } from '~/platform/db.server'
import { runJobs } from '#tests/setup/jobs'
import { at, booking, coordinatorOf, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'

const DAWN = new Date(0)
let manager: Actor
let other: Actor
let person: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  other = await managerOf('a')
  await db.conductRuleVersion.create({ data: { ownerKind: 'alliance', ownerId: '*', rules: { checkIn: 'required' }, validFrom: DAWN } })
})
beforeEach(async () => {
  person = await makePerson()
})

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? ['ok'] : outcome.problems.filter(({ severity }) => severity === 'refuse').map(({ code }) => code))

/** Bookings on Tuesday to which nobody came, each on a resource of its own; found on Wednesday. Gives items, newest last. */
async function noShows(count: number, from = 0) {
  const made = []
  for (let index = from; index < from + count; index += 1) {
    const resource = await makeResource()
    const outcome = await createBooking(person, booking(resource, at(1, 9 + 2 * index), at(1, 10 + 2 * index)), NOW)
    if (!outcome.ok) throw new Error(codes(outcome).join())
    const { code, items } = await db.booking.findUniqueOrThrow({ where: { id: outcome.value.id }, select: { code: true, items: { select: { id: true } } } })
    made.push({ resource, code, item: items[0]!.id })
  }
  await settleUses(at(2, 9), DAWN)
  return made
}
const consequences = (status?: 'proposed' | 'in_force' | 'lifted' | 'withdrawn', who = person) =>
  db.conductConsequence.findMany({ where: { personId: who.personId, ...(status && { status }) }, orderBy: [{ scope: 'asc' }, { proposedAt: 'asc' }] })
const findings = () => db.conductFinding.findMany({ where: { personId: person.personId }, orderBy: { at: 'asc' } })
const labProposal = async () => (await consequences('proposed')).find(({ scope }) => scope === 'lab')!
const decide = (by: Actor, held: { id: string; version: number }, rest: Partial<Parameters<typeof decideConsequence>[2]> = {}, now = at(2, 10)) =>
  decideConsequence(by, held.id, { accept: true, reason: 'three times', version: held.version, ...rest }, now)
/** Suspended at the lab from Wednesday 10 o'clock for a week. */
async function suspend() {
  const uses = await noShows(3)
  const held = await labProposal()
  expect(codes(await decide(manager, held))).toEqual(['ok'])
  return { uses, held: await db.conductConsequence.findUniqueOrThrow({ where: { id: held.id } }) }
}

describe('what follows', () => {
  it('from findings is proposed when heavy and in force when a warning, once, and told', async () => {
    await noShows(2)
    expect((await consequences()).map(({ effect, status }) => [effect, status])).toEqual([['warning', 'in_force']])
    await noShows(3, 2)
    await deriveForAll(at(2, 9), DAWN)
    await deriveForAll(at(2, 9), DAWN)
    const all = await consequences('proposed')
    expect(all.map(({ scope, effect, days }) => [scope, effect, days])).toEqual([['lab', 'suspended', 7], ['university', 'approval_only', 30], ['alliance', 'suspended', 30]])
    await runJobs(at(2, 9))
    const told = await db.mailDelivery.findMany({ where: { personId: person.personId }, select: { key: true, kind: true } })
    expect(all.every(({ id }) => told.filter(({ key }) => key === `conduct-proposed:${id}`).length === 1)).toBe(true)
    expect(told.filter(({ kind }) => kind === 'conduct-found')).toHaveLength(5)
  })

  it('is found late, where nothing was written when the findings were', async () => {
    await noShows(3)
    await db.conductConsequence.deleteMany({ where: { personId: person.personId } })
    await deriveForAll(at(2, 9), DAWN)
    expect((await consequences('proposed')).map(({ scope }) => scope)).toContain('lab')
  })

  it('never from what the lab cancelled or a fault touched', async () => {
    for (let index = 0; index < 3; index += 1) {
      const resource = await makeResource()
      await createBooking(person, booking(resource, at(1, 9 + 2 * index), at(1, 10 + 2 * index)), NOW)
      const taken = await takeOut(manager, { key: randomUUID(), resourceIds: [resource], periods: [{ start: at(1, 8), end: at(1, 20) }], kind: 'maintenance', reason: 'Pump', choices: {}, otherwise: 'cancel' }, NOW)
      expect(codes(taken)).toEqual(['ok'])
    }
    await settleUses(at(2, 9), DAWN)
    await deriveForAll(at(2, 9), DAWN)
    expect([await findings(), await consequences()]).toEqual([[], []])
  })
})

describe('deciding', () => {
  it('is for who decides at that scope, never for the person, with a reason, by one', async () => {
    await noShows(3)
    const held = await labProposal()
    expect(codes(await decide(await managerOf('b'), held))).toEqual(['not_allowed'])
    expect(codes(await decide(person, held))).toEqual(['not_allowed'])
    expect(codes(await decide({ ...manager, personId: person.personId }, held))).toEqual(['own_request'])
    expect(codes(await decide(manager, held, { reason: ' ' }))).toEqual(['reason_required'])
    expect(codes(await decide(manager, held, { days: 8 }))).toEqual(['field_invalid'])
    expect(codes(await decide(manager, { ...held, version: 9 }))).toEqual(['version_conflict'])
    expect(codes(await decideConsequence(manager, 'x', { accept: true, reason: 'x', version: 1 }, NOW))).toEqual(['not_allowed'])
    const outcomes = await Promise.all([manager, other, await coordinatorOf('a')].map((by) => decide(by, held, { days: 5 })))
    expect(outcomes.map(codes).toSorted()).toEqual([['already_decided'], ['already_decided'], ['ok']])
    expect(await db.conductConsequence.findUniqueOrThrow({ where: { id: held.id } })).toMatchObject({ status: 'in_force', days: 5, startsAt: at(2, 10), endsAt: at(7, 10) })
    expect(await db.auditEvent.count({ where: { subjectId: held.id, action: 'conduct.put_in_force' } })).toBe(1)
  })

  it('at the university is for its coordinator, and over the alliance for the office', async () => {
    await noShows(5)
    const [, university, alliance] = await consequences('proposed')
    const office = await makePerson(null, [{ role: 'office', scopeKind: 'alliance', scopeId: null }])
    const coordinator = await coordinatorOf('a')
    expect([await decide(manager, university!), await decide(office, university!), await decide(coordinator, alliance!)].map(codes)).toEqual([['not_allowed'], ['not_allowed'], ['not_allowed']])
    expect([await decide(coordinator, university!), await decide(office, alliance!, { accept: false })].map(codes)).toEqual([['ok'], ['ok']])
    await deriveForAll(at(2, 11), DAWN)
    expect((await consequences('proposed')).map(({ scope }) => scope)).toEqual(['lab'])
  })

  it('is raced by a plea without leaving anything in force that the plea should stop', async () => {
    for (let round = 0; round < 6; round += 1) {
      person = await makePerson()
      await noShows(3)
      const [held, [finding]] = [await labProposal(), await findings()]
      const [decided, pleaded] = await Promise.all([decide(manager, held), plead(person, finding!.id, { excuse: 'illness', text: 'in hospital' }, at(2, 10))])
      expect(codes(pleaded)).toEqual(['ok'])
      const after = await db.conductConsequence.findUniqueOrThrow({ where: { id: held.id } })
      expect(decided.ok ? [after.status, after.frozenAt !== null] : [after.status, codes(decided)]).toEqual(decided.ok ? ['in_force', true] : ['withdrawn', ['already_decided']])
      expect(codes(await createBooking(person, booking(await makeResource(), at(3, 9), at(3, 10)), at(2, 10)))).toEqual(['ok'])
    }
  })
})

describe('what is in force', () => {
  it('refuses booking and checking in until its end, by who may set it aside, and elsewhere nothing', async () => {
    const later = await makeResource()
    const made = await createBooking(person, booking(later, at(3, 9), at(3, 10)), NOW)
    const { held } = await suspend()
    const resource = await makeResource()
    const wish = booking(resource, at(4, 14), at(4, 15))
    const outcome = await createBooking(person, wish, at(2, 11))
    expect(outcome).toMatchObject({ ok: false, problems: [{ code: 'suspended_here', params: { until: held.endsAt!.toISOString(), zh: '实验室' } }] })
    expect(codes(await createBooking(person, booking(await makeResource({ university: 'b' }), at(4, 9), at(4, 10)), at(2, 11)))).toEqual(['ok'])
    const byManager = { ...wish, attendeeId: person.personId, overrideReason: 'a visitor waits' }
    expect(codes(await createBooking(manager, byManager, at(2, 11)))).toEqual(['ok'])
    if (!made.ok) throw new Error('no booking')
    const { id } = await db.bookingItem.findFirstOrThrow({ where: { bookingId: made.value.id }, select: { id: true } })
    expect(codes(await checkIn(person, id, {}, at(3, 9)))).toEqual(['suspended_here'])
    // Who could not come is not found missing.
    await settleUses(at(3, 12), DAWN)
    expect(await findings()).toHaveLength(3)
    expect(codes(await createBooking(person, booking(resource, at(14, 9), at(14, 10)), held.endsAt!))).toEqual(['ok'])
    expect(await tellEnded(held.endsAt!)).toBeGreaterThan(0)
    expect((await db.conductConsequence.findUniqueOrThrow({ where: { id: held.id } })).endToldAt).toEqual(held.endsAt)
  })

  it('with approval only makes every booking wait', async () => {
    const row = { personId: person.personId, scope: 'lab' as const, scopeId: 'a-lab', effect: 'approval_only' as const, days: 30, because: [], proposedAt: NOW, status: 'in_force' as const }
    await db.conductConsequence.create({ data: { ...row, startsAt: NOW, endsAt: at(30, 9), decidedById: manager.personId, decidedAt: NOW } })
    const resource = await makeResource()
    const verdict = await checkBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW)
    expect(verdict.ok && verdict.value.route).not.toBe(null)
    const outcome = await createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW)
    expect(outcome).toMatchObject({ ok: true, value: { status: 'pending' } })
    expect(await createBooking(await makePerson(), booking(resource, at(1, 11), at(1, 12)), NOW)).toMatchObject({ ok: true, value: { status: 'approved' } })
  })

  it('stops while a plea is open, goes on after a refusal for what it had left, and falls with an acceptance', async () => {
    const { held } = await suspend()
    const [first, second] = await findings()
    const tryBooking = async (now: Date) => codes(await checkBooking(person, booking(await makeResource(), at(4, 9), at(4, 10)), now).then((each) => (each.ok && !each.value.ok ? { ok: false as const, problems: each.value.problems } : each)))
    expect(await tryBooking(at(2, 11))).toEqual(['suspended_here'])
    const asked = await plead(person, first!.id, { excuse: 'transport', text: 'no train that day' }, at(2, 12))
    expect(await tryBooking(at(2, 13))).toEqual(['ok'])
    if (!asked.ok) throw new Error('no plea')
    expect(codes(await decidePlea(other, asked.value.id, { accept: false, reason: 'there were trains', version: 1 }, at(3, 12)))).toEqual(['ok'])
    expect(await db.conductConsequence.findUniqueOrThrow({ where: { id: held.id } })).toMatchObject({ frozenAt: null, endsAt: new Date(held.endsAt!.getTime() + 86_400_000) })
    expect(await tryBooking(at(3, 13))).toEqual(['suspended_here'])
    const again = await plead(person, second!.id, { excuse: 'illness', text: 'ill, see the slip' }, at(3, 14))
    if (!again.ok) throw new Error('no plea')
    expect(codes(await decidePlea(other, again.value.id, { accept: true, reason: 'seen', version: 1 }, at(3, 15)))).toEqual(['ok'])
    expect(await db.conductConsequence.findUniqueOrThrow({ where: { id: held.id } })).toMatchObject({ status: 'lifted', liftedById: null })
    expect(await tryBooking(at(3, 16))).toEqual(['ok'])
  })

  it('falls when a kiosk’s late word shows that somebody came', async () => {
    const { uses: [use], held } = await suspend()
    const event = (kind: 'start' | 'end', when: Date) => ({ id: randomUUID(), resourceId: use!.resource, kind, code: use!.code, at: when })
    const sent = await syncDevice(manager, { deviceId: 'door', source: 'kiosk', sentAt: at(2, 12), events: [event('start', at(1, 9)), event('end', at(1, 9.9))] }, at(2, 12))
    expect(sent).toMatchObject({ value: [{ is: 'taken' }, { is: 'taken' }] })
    expect(await db.conductConsequence.findUniqueOrThrow({ where: { id: held.id } })).toMatchObject({ status: 'lifted', liftedById: null })
    expect(await db.conductConsequence.count({ where: { personId: person.personId, status: 'in_force', effect: { not: 'warning' } } })).toBe(0)
  })

  it('is lifted early by who may, once', async () => {
    const { held } = await suspend()
    const lift = (by: Actor, reason = 'spoken with') => liftConsequence(by, held.id, { reason, version: held.version }, at(3, 9))
    expect(codes(await lift(await managerOf('b')))).toEqual(['not_allowed'])
    expect(codes(await lift(manager, ' '))).toEqual(['reason_required'])
    expect((await Promise.all([lift(manager), lift(other)])).map(codes).toSorted()).toEqual([['already_decided'], ['ok']])
    expect(codes(await createBooking(person, booking(await makeResource(), at(4, 9), at(4, 10)), at(3, 10)))).toEqual(['ok'])
    await deriveForAll(at(3, 11), DAWN)
    expect((await consequences('proposed')).filter(({ scope }) => scope === 'lab')).toEqual([])
  })
})

describe('misuse', () => {
  it('is reported with what was seen, by who decides there, once, and decided by another', async () => {
    const resource = await makeResource()
    const made = await createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW)
    if (!made.ok) throw new Error('no booking')
    const { code } = await db.booking.findUniqueOrThrow({ where: { id: made.value.id }, select: { code: true } })
    const input = { key: randomUUID(), code: code.toLowerCase(), what: 'the chamber was opened under vacuum' }
    expect(codes(await reportMisuse(manager, input, NOW))).toEqual(['field_invalid'])
    expect(codes(await reportMisuse(await managerOf('b'), input, at(1, 9.5)))).toEqual(['field_invalid'])
    expect(codes(await reportMisuse(person, input, at(1, 9.5)))).toEqual(['field_invalid'])
    expect(await Promise.all([1, 2].map(() => reportMisuse(manager, input, at(1, 9.5))))).toEqual([{ ok: true, value: { id: input.key } }, { ok: true, value: { id: input.key } }])
    expect((await ownCredit(person, at(1, 9.5))).score).toBe(71)
    const asked = await plead(person, input.key, { excuse: 'other', text: 'the valve was open before' }, at(1, 11))
    if (!asked.ok) throw new Error('no plea')
    const say = (by: Actor) => decidePlea(by, asked.value.id, { accept: true, reason: 'true', version: 1 }, at(1, 12))
    expect(codes(await say(manager))).toEqual(['own_request'])
    expect((await Promise.all([say(other), say(await coordinatorOf('a'))])).map(codes).toSorted()).toEqual([['already_decided'], ['ok']])
    expect((await ownCredit(person, at(1, 12))).score).toBe(100)
  })
})
