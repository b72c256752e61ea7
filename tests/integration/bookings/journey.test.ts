import { beforeAll, describe, expect, it } from 'vitest'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { changeBooking } from '~/features/bookings/change.server'
import { checkBooking, createBooking } from '~/features/bookings/create.server'
import { decideBooking } from '~/features/bookings/decide.server'
import { settleBookings } from '~/features/bookings/jobs.server'
import { getBooking, listBookings } from '~/features/bookings/queries.server'
import { withdrawChange } from '~/features/bookings/withdraw-change.server'
import type { Outcome } from '~/domain/problem'
import { db } from '~/platform/db.server'
import { at, booking, coordinatorOf, makePerson, makeResource, makeWorld, managerOf, NOW, occupancy, setPolicy } from '#tests/factories/world'
import { expectInvariants } from './invariants'

beforeAll(makeWorld)

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map((each) => each.code))
async function value<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const answer = await outcome
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
  return answer.value
}

describe('booking at once', () => {
  it('takes the slot, quotes the price of the origin and keeps the rules that judged it', async () => {
    const resource = await makeResource({ yuan: 100, policy: { cleanUpMinutes: 30 } })
    const visitor = await makePerson('b')
    const { id } = await value(createBooking(visitor, booking(resource, at(1, 9), at(1, 11), { title: 'Run' }), NOW))
    expect(await occupancy(resource)).toEqual([[1, 33, 35.5, 'booking']])
    const view = await getBooking(visitor, id, NOW)
    expect(view).toMatchObject({ status: 'approved', title: 'Run', quotedFen: 24_000, originClass: 'alliance_member' })
    await setPolicy(resource, { maxMinutes: 30 }, NOW)
    const kept = await db.booking.findUniqueOrThrow({ where: { id }, select: { policy: { select: { rules: true } } } })
    expect(kept.policy.rules).toMatchObject({ policies: { [resource]: { maxMinutes: 480, cleanUpMinutes: 30 } } })
  })

  it('keeps everything it was given', async () => {
    const resource = await makeResource({ yuan: 10, policy: { approval: 'lab_manager', setUpMinutes: 15, cleanUpMinutes: 10 } })
    const person = await makePerson()
    const group = await db.researchGroup.create({
      data: { id: 'group-1', universityId: 'a', leaderId: person.personId, nameZh: '组', nameEn: 'Group', confirmedAt: NOW, members: { create: { personId: person.personId, startsAt: NOW } }, projects: { create: { id: 'project-1', nameZh: '项', nameEn: 'Project' } } },
    })
    const given = { title: 'T', notes: 'N', purpose: 'teaching', activity: 'course', groupId: group.id, projectId: 'project-1' } as const
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 10), given), NOW, 'everything'))
    const kept = await db.booking.findUniqueOrThrow({ where: { id }, include: { items: true } })
    const absent = Object.entries({ ...kept, ...kept.items[0] }).filter(([, each]) => each === null).map(([key]) => key)
    // What only later commands write, and what this resource does not ask.
    expect(absent.toSorted()).toEqual(['answers', 'completionSource', 'declaration', 'endedById', 'endedReason', 'headCount', 'occurrenceAt', 'operatorId', 'payers', 'rulesSetAside', 'seriesId'])
    expect(kept).toMatchObject({ ...given, quotedFen: 1000n, items: [{ setUpMinutes: 15, cleanUpMinutes: 10, mode: 'self_operation', attendance: 'whole' }] })
  })

  it('answers a taken slot with the next free ones, and lets back-to-back bookings stand', async () => {
    const resource = await makeResource()
    const [first, second] = [await makePerson(), await makePerson()]
    await value(createBooking(first, booking(resource, at(1, 9), at(1, 12)), NOW))
    const refused = await createBooking(second, booking(resource, at(1, 11), at(1, 13)), NOW)
    expect(refused).toMatchObject({
      ok: false,
      problems: [{ code: 'slot_taken', params: { nextFree: [{ start: at(1, 12).toISOString(), end: at(1, 14).toISOString() }, {}, {}] } }],
    })
    await value(createBooking(second, booking(resource, at(1, 12), at(1, 14)), NOW))
  })

  it('names every problem at once and writes nothing', async () => {
    const resource = await makeResource({ policy: { maxMinutes: 60, gridMinutes: 60 } })
    const person = await makePerson()
    const outcome = await createBooking(person, booking(resource, at(5, 9.25), at(5, 12)), NOW)
    expect(codes(outcome).toSorted()).toEqual(['duration_too_long', 'off_grid', 'outside_opening_hours'])
    expect(await occupancy(resource)).toEqual([])
    expect(await db.booking.count({ where: { bookerId: person.personId } })).toBe(0)
  })

  it.each([
    ['ends before it begins', at(1, 11), at(1, 9), 'period_reversed'],
    ['is empty', at(1, 11), at(1, 11), 'period_reversed'],
    ['lies in the past', at(-3, 9), at(-3, 10), 'period_in_past'],
    ['spans years', at(1, 9), at(1000, 9), 'period_too_far'],
    ['lies ten years ahead', at(3650, 9), at(3650, 10), 'period_too_far'],
    ['lies beyond the horizon', at(120, 9), at(120, 10), 'beyond_horizon'],
  ])('refuses a period that %s', async (_, start, end, code) => {
    const resource = await makeResource()
    expect(codes(await createBooking(await makePerson(), booking(resource, start, end), NOW))).toContain(code)
  })

  it('has one effect per key, and refuses the key for another request', async () => {
    const resource = await makeResource()
    const person = await makePerson()
    const input = booking(resource, at(1, 9), at(1, 10))
    const answers = await Promise.all(Array.from({ length: 8 }, () => value(createBooking(person, input, NOW, 'key-1'))))
    expect(new Set(answers.map((each) => each.id)).size).toBe(1)
    expect(answers.filter((each) => !each.replayed)).toHaveLength(1)
    expect(codes(await createBooking(person, booking(resource, at(1, 11), at(1, 12)), NOW, 'key-1'))).toEqual(['key_reused'])
  })
})

describe('who may book what', () => {
  it.each([
    ['own university only', { shareScope: 'own_university' as const }, 'not_shared_with_you'],
    ['by contact only', { shareScope: 'contact_only' as const }, 'resource_by_contact_only'],
    ['retired', { status: 'retired' as const }, 'resource_not_in_service'],
    ['qualified people only', { needsQualification: true }, 'qualification_missing'],
  ])('refuses a stranger what is %s', async (_, wish, code) => {
    const resource = await makeResource(wish)
    expect(codes(await createBooking(await makePerson('b'), booking(resource, at(1, 9), at(1, 10)), NOW))).toContain(code)
  })

  it('lets a qualified person operate, until the qualification ends', async () => {
    const resource = await makeResource({ needsQualification: true })
    const person = await makePerson()
    await db.qualification.create({ data: { personId: person.personId, resourceId: resource, validFrom: NOW, validUntil: at(2, 9) } })
    await value(createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))
    expect(codes(await createBooking(person, booking(resource, at(2, 9), at(2, 10)), NOW))).toEqual(['qualification_missing'])
  })

  it('offers the assisted mode to those who may not operate', async () => {
    const resource = await makeResource({ needsQualification: true, modes: ['self_operation', 'assisted_booking'] })
    const verdict = await value(checkBooking(await makePerson(), booking(resource, at(1, 9), at(1, 10)), NOW))
    expect(verdict).toMatchObject({ ok: true, items: [{ mode: 'assisted_booking' }] })
  })

  it('books for others only by the lab, and never shows a booking to a stranger', async () => {
    const resource = await makeResource()
    const [guest, stranger, manager] = [await makePerson('b'), await makePerson(), await managerOf('a')]
    const input = booking(resource, at(1, 9), at(1, 10), { attendeeEmail: guest.email })
    expect(codes(await createBooking(stranger, input, NOW))).toEqual(['not_allowed'])
    const { id, status } = await value(createBooking(manager, input, NOW))
    expect(status).toBe('approved')
    expect(await getBooking(guest, id, NOW)).toMatchObject({ attendee: { id: guest.personId }, booker: { id: manager.personId } })
    expect(await getBooking(stranger, id, NOW)).toBeNull()
    expect(codes(await cancelBooking(stranger, id, {}, NOW))).toEqual(['not_allowed'])
  })
})

describe('one person, one place', () => {
  it('excludes two campuses at a time, warns of a journey, refuses it where the policy does', async () => {
    const [here, there] = [await makeResource(), await makeResource({ university: 'b' })]
    const strict = await makeResource({ university: 'b', policy: { journey: 'refuse' } })
    const person = await makePerson()
    await value(createBooking(person, booking(here, at(1, 9), at(1, 12)), NOW))
    expect(codes(await createBooking(person, booking(there, at(1, 11), at(1, 13)), NOW))).toEqual(['person_elsewhere'])
    const warned = await value(checkBooking(person, booking(there, at(1, 13), at(1, 14)), NOW))
    expect(warned).toMatchObject({ ok: true, problems: [{ code: 'journey_too_short', severity: 'warn' }] })
    expect(codes(await createBooking(person, booking(strict, at(1, 13), at(1, 14)), NOW))).toEqual(['journey_too_short'])
    await value(createBooking(person, booking(strict, at(1, 17), at(1, 18)), NOW))
  })

  it('refuses two instruments at once on one campus unless the policy permits parallel use', async () => {
    const [first, second, parallel] = [await makeResource(), await makeResource(), await makeResource({ policy: { allowParallel: true } })]
    const person = await makePerson()
    await value(createBooking(person, booking(first, at(1, 9), at(1, 12)), NOW))
    expect(codes(await createBooking(person, booking(second, at(1, 10), at(1, 11)), NOW))).toEqual(['person_busy'])
    await value(createBooking(person, booking(parallel, at(1, 10), at(1, 11)), NOW))
  })
})

describe('units and spaces', () => {
  it('fits exactly while the load stays within the capacity, re-numbering others', async () => {
    const resource = await makeResource({ capacity: 2 })
    const people = await Promise.all(Array.from({ length: 4 }, () => makePerson()))
    await value(createBooking(people[0]!, booking(resource, at(1, 9), at(1, 11)), NOW))
    await value(createBooking(people[1]!, booking(resource, at(1, 10), at(1, 13)), NOW))
    await value(createBooking(people[2]!, booking(resource, at(1, 13), at(1, 15)), NOW))
    await value(createBooking(people[3]!, booking(resource, at(1, 11), at(1, 15)), NOW))
    expect(codes(await createBooking(people[0]!, booking(resource, at(1, 14), at(1, 16)), NOW))).toEqual(['slot_taken'])
    expect(codes(await createBooking(people[0]!, booking(resource, at(2, 9), at(2, 10), { quantity: 3 }), NOW))).toEqual(['quantity_exceeds_capacity'])
    await value(createBooking(people[0]!, booking(resource, at(2, 9), at(2, 10), { quantity: 2 }), NOW))
  })

  it('takes what is inside a space together with it, and the other way round', async () => {
    const space = await makeResource()
    const inside = await makeResource({ parentId: space, capacity: 2 })
    const [first, second] = [await makePerson(), await makePerson()]
    await value(createBooking(first, booking(inside, at(1, 9), at(1, 10)), NOW))
    const refused = await createBooking(second, booking(space, at(1, 9), at(1, 11)), NOW)
    expect(refused).toMatchObject({ problems: [{ code: 'slot_taken', params: { nextFree: [{ start: at(1, 10).toISOString() }, {}, {}] } }] })
    await value(createBooking(second, booking(space, at(1, 10), at(1, 11)), NOW))
    expect(codes(await createBooking(first, booking(inside, at(1, 10), at(1, 11)), NOW))).toEqual(['slot_taken'])
  })
})

describe('approval', () => {
  it('holds the slot, is decided by the lab and by nobody who asked', async () => {
    const resource = await makeResource({ policy: { approval: 'lab_manager' } })
    const [student, manager, other] = [await makePerson(), await managerOf('a'), await managerOf('b')]
    const { id, status } = await value(createBooking(student, booking(resource, at(1, 9), at(1, 10)), NOW))
    expect(status).toBe('pending')
    expect(codes(await createBooking(await makePerson(), booking(resource, at(1, 9), at(1, 10)), NOW))).toEqual(['slot_taken'])
    expect(codes(await decideBooking(student, id, { decision: 'approve' }, { now: NOW }))).toEqual(['own_request'])
    expect(codes(await decideBooking(other, id, { decision: 'approve' }, { now: NOW }))).toEqual(['not_allowed'])
    expect(codes(await decideBooking(manager, id, { decision: 'decline' }, { now: NOW }))).toEqual(['reason_required'])
    expect(codes(await decideBooking(manager, id, { decision: 'ask' }, { now: NOW }))).toEqual(['decision_not_offered'])
    await value(decideBooking(manager, id, { decision: 'approve' }, { now: NOW }))
    expect(codes(await decideBooking(manager, id, { decision: 'decline', comment: 'late' }, { now: NOW }))).toEqual(['already_decided'])
    expect((await getBooking(student, id, NOW))?.status).toBe('approved')
  })

  it('goes to the coordinator when the only manager asks', async () => {
    const lab = await db.lab.create({ data: { id: 'lone-lab', hostUniversityId: 'b', nameZh: '独立', nameEn: 'Lone', level: 'university_platform', confirmedAt: NOW } })
    const resource = await makeResource({ university: 'b', policy: { approval: 'lab_manager' } })
    await db.resource.update({ where: { id: resource }, data: { labId: lab.id } })
    await db.roleGrant.updateMany({ where: { role: 'lab_manager', universityId: 'b' }, data: { endsAt: NOW } })
    const manager = await makePerson('b', [{ role: 'lab_manager', scopeKind: 'lab', scopeId: lab.id }])
    const coordinator = await coordinatorOf('b')
    const { id } = await value(createBooking(manager, booking(resource, at(1, 9), at(1, 10)), NOW))
    expect(codes(await decideBooking(manager, id, { decision: 'approve' }, { now: NOW }))).toEqual(['own_request'])
    await value(decideBooking(coordinator, id, { decision: 'approve' }, { now: NOW }))
  })

  it('frees the slot when declined, and when its time has run out', async () => {
    const resource = await makeResource({ policy: { approval: 'lab_manager', holdHours: 4 } })
    const [student, manager] = [await makePerson(), await managerOf('a')]
    const declined = await value(createBooking(student, booking(resource, at(1, 9), at(1, 10)), NOW))
    await value(decideBooking(manager, declined.id, { decision: 'decline', comment: 'Broken' }, { now: NOW }))
    const lapsed = await value(createBooking(student, booking(resource, at(1, 9), at(1, 10)), NOW))
    const later = new Date(NOW.getTime() + 5 * 3_600_000)
    expect((await getBooking(student, lapsed.id, later))?.status).toBe('expired')
    const next = await value(createBooking(await makePerson(), booking(resource, at(1, 9), at(1, 10)), later))
    expect(next.status).toBe('pending')
    expect(await db.booking.findUniqueOrThrow({ where: { id: lapsed.id }, select: { status: true } })).toEqual({ status: 'expired' })
    expect(codes(await decideBooking(manager, lapsed.id, { decision: 'approve' }, { now: later }))).toEqual(['already_decided'])
    await expectInvariants(later)
  })

  it('in competition lets several ask for one slot, accepts one and declines the fallen rivals', async () => {
    const resource = await makeResource({ policy: { approval: 'lab_manager', holdMode: 'compete' } })
    const manager = await managerOf('a')
    const people = await Promise.all(Array.from({ length: 3 }, () => makePerson()))
    const [won, lost, apart] = await Promise.all([
      value(createBooking(people[0]!, booking(resource, at(1, 9), at(1, 11)), NOW)),
      value(createBooking(people[1]!, booking(resource, at(1, 10), at(1, 12)), NOW)),
      value(createBooking(people[2]!, booking(resource, at(1, 11), at(1, 12)), NOW)),
    ])
    expect(await occupancy(resource)).toEqual([])
    await value(decideBooking(manager, won.id, { decision: 'approve' }, { now: NOW }))
    expect(await getBooking(people[1]!, lost.id, NOW)).toMatchObject({ status: 'declined', endedReason: 'rival_accepted' })
    expect((await getBooking(people[2]!, apart.id, NOW))?.status).toBe('pending')
    expect(await occupancy(resource)).toEqual([[1, 33, 35, 'booking']])
  })
})

describe('moving', () => {
  const approved = async () => {
    const resource = await makeResource({ policy: { approval: 'lab_manager' } })
    const [student, manager] = [await makePerson(), await managerOf('a')]
    const { id } = await value(createBooking(student, booking(resource, at(1, 9), at(1, 11)), NOW))
    await value(decideBooking(manager, id, { decision: 'approve' }, { now: NOW }))
    return { resource, student, manager, id }
  }

  it('stays approved within its day and not longer', async () => {
    const { resource, student, id } = await approved()
    expect(await value(changeBooking(student, id, { startsAt: at(1, 10), endsAt: at(1, 12) }, { now: NOW }))).toMatchObject({ change: 'moved' })
    expect(await occupancy(resource)).toEqual([[1, 34, 36, 'booking']])
    expect(await getBooking(student, id, NOW)).toMatchObject({ status: 'approved', sequence: 1 })
  })

  it('otherwise holds the new slot beside the old one until decided', async () => {
    const { resource, student, manager, id } = await approved()
    expect(await value(changeBooking(student, id, { endsAt: at(1, 13) }, { now: NOW }))).toMatchObject({ change: 'proposed' })
    expect(await occupancy(resource)).toEqual([[1, 33, 35, 'booking'], [1, 35, 37, 'offer']])
    expect(codes(await changeBooking(student, id, { startsAt: at(2, 9) }, { now: NOW }))).toEqual(['change_pending'])
    await value(decideBooking(manager, id, { decision: 'approve' }, { now: NOW }))
    expect(await occupancy(resource)).toEqual([[1, 33, 37, 'booking']])
    await value(changeBooking(student, id, { startsAt: at(2, 9) }, { now: NOW }))
    await value(decideBooking(manager, id, { decision: 'decline', comment: 'No' }, { now: NOW }))
    expect(await occupancy(resource)).toEqual([[1, 33, 37, 'booking']])
    expect((await getBooking(student, id, NOW))?.status).toBe('approved')
  })

  it('can be taken back while it waits', async () => {
    const { resource, student, id } = await approved()
    await value(changeBooking(student, id, { startsAt: at(3, 9) }, { now: NOW }))
    expect(await occupancy(resource)).toHaveLength(2)
    await value(withdrawChange(student, id, NOW))
    expect(await occupancy(resource)).toEqual([[1, 33, 35, 'booking']])
  })

  it('refuses a taken slot, an old version and an empty change', async () => {
    const { resource, student, id } = await approved()
    const other = await managerOf('a')
    await value(createBooking(other, booking(resource, at(1, 14), at(1, 16), { attendeeEmail: (await makePerson()).email }), NOW))
    expect(codes(await changeBooking(student, id, { startsAt: at(1, 13), endsAt: at(1, 15) }, { now: NOW }))).toEqual(['slot_taken'])
    expect(codes(await changeBooking(student, id, { title: 'x' }, { now: NOW, version: 1 }))).toEqual(['version_conflict'])
    expect(codes(await changeBooking(student, id, {}, { now: NOW }))).toEqual(['nothing_changed'])
  })
})

describe('cancelling and ending', () => {
  it('frees slot and person, once', async () => {
    const resource = await makeResource()
    const person = await makePerson()
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))
    await value(cancelBooking(person, id, {}, NOW))
    expect(await occupancy(resource)).toEqual([])
    expect(await db.presence.count({ where: { personId: person.personId } })).toBe(0)
    expect(codes(await cancelBooking(person, id, {}, NOW))).toEqual(['state_forbids'])
  })

  it('follows the notice kept with the booking; the lab may later, with a reason', async () => {
    const resource = await makeResource({ policy: { cancelNoticeMinutes: 60 * 24 * 3 } })
    const [person, manager] = [await makePerson(), await managerOf('a')]
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))
    await setPolicy(resource, { cancelNoticeMinutes: 0 }, NOW)
    expect(codes(await cancelBooking(person, id, {}, NOW))).toEqual(['cancel_too_late'])
    expect(codes(await cancelBooking(manager, id, {}, NOW))).toEqual(['reason_required'])
    await value(cancelBooking(manager, id, { reason: 'Power cut' }, NOW))
  })

  it('assumes the past completed, late rather than never', async () => {
    const resource = await makeResource()
    const person = await makePerson()
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))
    const after = at(9, 9)
    expect((await getBooking(person, id, after))?.status).toBe('completed')
    // Who looks back a day only leaves what ended before it.
    expect(await settleBookings(after, at(8, 9))).toBe(0)
    expect(await settleBookings(after)).toBeGreaterThan(0)
    expect(await db.bookingItem.findFirstOrThrow({ where: { bookingId: id }, select: { status: true, completionSource: true } })).toEqual({ status: 'completed', completionSource: 'assumed' })
    expect(codes(await cancelBooking(person, id, {}, after))).toEqual(['state_forbids'])
    await expectInvariants(after)
  })

  it('lists newest start first, in pages without gaps or repeats', async () => {
    const resource = await makeResource()
    const person = await makePerson()
    for (const hour of [9, 11, 13, 15]) await value(createBooking(person, booking(resource, at(2, hour), at(2, hour + 1)), NOW))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await listBookings(person, { mine: true, limit: 3, cursor }, NOW)
      seen.push(...page.items.map((each) => each.startsAt!.toISOString()))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual([15, 13, 11, 9].map((hour) => at(2, hour).toISOString()))
  })
})
