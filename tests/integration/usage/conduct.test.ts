import { beforeAll, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { createBooking } from '~/features/bookings/create.server'
import { checkIn } from '~/features/usage/check-in.server'
import { decidePlea } from '~/features/usage/conduct/decide-plea.server'
import { plead } from '~/features/usage/conduct/plead.server'
import { ownCredit } from '~/features/usage/conduct/queries.server'
import { settleUses } from '~/features/usage/settle.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'

let manager: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
})
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? ['ok'] : outcome.problems.map(({ code }) => code))

it('a no-show costs credit until it is excused; an open plea is decided by another, once', async () => {
  const person = await makePerson()
  const resource = await makeResource()
  await db.conductRuleVersion.create({ data: { ownerKind: 'lab', ownerId: 'a-lab', rules: { checkIn: 'required' }, validFrom: new Date(0) } })
  await createBooking(person, booking(resource, at(1, 10), at(1, 12)), NOW)
  await settleUses(at(1, 13), new Date(0))
  const score = async () => (await ownCredit(person, at(1, 13))).score
  expect(await score()).toBe(81)
  const [finding] = (await ownCredit(person, at(1, 13))).findings
  expect(codes(await plead(manager, finding!.id, { excuse: 'transport', text: 'x' }, at(2, 9)))).toEqual(['not_allowed'])
  const asked = await Promise.all([1, 2, 3].map(() => plead(person, finding!.id, { excuse: 'transport', text: 'the train stood still' }, at(2, 9))))
  expect(asked.filter(({ ok }) => ok)).toHaveLength(1)
  const plea = await db.conductPlea.findUniqueOrThrow({ where: { findingId: finding!.id }, select: { id: true, version: true } })
  const decide = (by: Actor, reason = 'the railway says so') => decidePlea(by, plea.id, { accept: true, reason, version: plea.version }, at(2, 10))
  expect(codes(await decide(person))).toEqual(['not_allowed'])
  expect(codes(await decide(await managerOf('b')))).toEqual(['not_allowed'])
  expect(codes(await decide(manager, ' '))).toEqual(['reason_required'])
  expect(codes(await decide(manager))).toEqual(['ok'])
  expect(codes(await decide(manager))).toEqual(['already_decided'])
  expect(await score()).toBe(100)
})

it('what weighs heavily is in force by a human’s name alone', async () => {
  const person = await makePerson()
  const row = { personId: person.personId, scope: 'lab' as const, scopeId: 'a-lab', effect: 'suspended' as const, days: 7, because: [], proposedAt: NOW }
  const { id } = await db.conductConsequence.create({ data: row, select: { id: true } })
  await expect(db.$executeRaw`UPDATE conduct_consequence SET status = 'in_force', starts_at = ${NOW}, ends_at = ${at(8, 9)} WHERE id = ${id}::uuid`).rejects.toThrow(/conduct_consequence_decided/)
  await db.conductConsequence.update({ where: { id }, data: { status: 'in_force', startsAt: NOW, endsAt: at(8, 9), decidedById: manager.personId, decidedAt: NOW } })
})

it('of people who check in at one campus in the morning each is there once', async () => {
  const resource = await makeResource({ capacity: 40, policy: { allowParallel: true } })
  const people = await Promise.all(Array.from({ length: 24 }, () => makePerson()))
  const items: string[] = []
  for (const each of people) {
    const made = await createBooking(each, booking(resource, at(2, 9), at(2, 12)), NOW)
    if (made.ok) items.push((await db.bookingItem.findFirstOrThrow({ where: { bookingId: made.value.id }, select: { id: true } })).id)
  }
  const outcomes = await Promise.all(people.flatMap((each, index) => [1, 2].map(() => checkIn(each, items[index]!, {}, at(2, 9)))))
  expect(outcomes.filter((each) => each.ok && !each.value.repeated)).toHaveLength(24)
  expect(await db.usageRecord.count({ where: { resourceId: resource, status: 'in_use' } })).toBe(24)
})
