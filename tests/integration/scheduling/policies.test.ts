import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import type { Policy } from '~/domain/scheduling/policy'
import { addMinutes } from '~/domain/time/interval'
import { previewRules } from '~/features/bookings/previews/rules.server'
import type { HourShare } from '~/domain/scheduling/hour-shares'
import { changeBooking } from '~/features/bookings/change.server'
import { checkBooking, createBooking } from '~/features/bookings/create.server'
import { bookingHistory } from '~/features/bookings/history.server'
import { answerRules } from '~/features/bookings/previews/answer-rules.server'
import { keptOwner } from '~/features/scheduling/owner.server'
import { layersAt } from '~/features/scheduling/policies/rows.server'
import { rulesPage } from '~/features/scheduling/policies/queries.server'
import { db } from '~/platform/db.server'
import { at, booking, coordinatorOf, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { expectInvariants } from '../bookings/invariants'

let manager: Actor
let coordinator: Actor
let group: string
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  coordinator = await coordinatorOf('a')
  group = (await db.researchGroup.create({ data: { leaderId: manager.personId, id: `g-${randomUUID().slice(0, 8)}`, universityId: 'a', nameZh: '课题组', nameEn: 'Group', confirmedAt: new Date('2026-01-01') }, select: { id: true } })).id
})

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.filter(({ severity }) => severity === 'refuse').map(({ code }) => code))
const idOf = (outcome: Outcome<{ id: string }>) => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value.id
}
const member = async (university: 'a' | 'b' = 'a'): Promise<Actor> => {
  const person = await makePerson(university)
  await db.groupMember.create({ data: { groupId: group, personId: person.personId, startsAt: new Date('2026-01-01') } })
  return person
}
const owner = async (id: string) => (await keptOwner(manager, { kind: 'resource', id }))!
const pageOf = async (id: string) => rulesPage(manager, await owner(id), new URLSearchParams(), NOW)
const post = (fields: Record<string, string>) => new Request('http://here.test/', { method: 'POST', body: new URLSearchParams(fields) })
async function setByForm(id: string, fields: Record<string, string>) {
  const shown = { form: 'rules', seen: (await pageOf(id)).seen, ...fields }
  const first = await answerRules(post({ ...shown, do: 'check' }), manager, await owner(id), NOW)
  if ('saved' in first) throw new Error('saved what was not shown')
  if (first.reply) return first
  return answerRules(post({ ...shown, do: 'save', checked: first.checked ?? '' }), manager, await owner(id), NOW)
}

describe('rules with parts', () => {
  it('are set by their form, hold in a booking, and come back into the form as they were', async () => {
    const id = await makeResource({ modes: ['self_operation', 'assisted_booking'] })
    const fields = {
      reach: 'alliance', kinds: 'own', 'kinds-student': 'on', purposes: 'own', 'purposes-research': 'on',
      ownerGroups: 'own', 'ownerGroups-0': group,
      ownerWindows: 'own', 'w0-hours': '9:00-12:00', 'w0-days': 'all', 'w0-for': 'groups', 'w0-by': '0', 'w0-at': '9:00',
      fixedSlots: 'own', 'fixedSlots-hours': '16:00-18:00', longSession: 'own', 'longSession-max': '4 h', 'longSession-notice': '2 days', maxMinutes: '2 h',
      protectedShare: 'own', 'protectedShare-percent': '20', 'protectedShare-window': 'week', outsideCeiling: 'own', 'outsideCeiling-percent': '10%',
      modeRules: 'own', 'assisted_booking-maxMinutes': '1 h',
    }
    expect(await setByForm(id, fields)).toMatchObject({ saved: { id } })
    const [layer] = await layersAt([{ kind: 'resource', id }], NOW)
    expect(layer?.rules).toEqual({
      maxMinutes: 120, reach: 'alliance', kinds: ['student'], purposes: ['research'], ownerGroups: [group],
      ownerWindows: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: 540, to: 720, for: 'groups', opens: { by: 'clock', daysBefore: 0, minute: 540 } }],
      fixedSlots: [{ from: 960, to: 1080, isCounted: false }], longSession: { maxMinutes: 240, noticeMinutes: 2880, isCounted: false },
      protectedShare: { percent: 20, window: 'week', releaseHours: null }, outsideCeiling: { percent: 10, window: 'week', releaseHours: null },
      modeRules: [{ mode: 'assisted_booking', maxMinutes: 60 }],
    })
    const person = await makePerson('b')
    const ask = async (from: Date, to: Date, rest = {}) => {
      const outcome = await checkBooking(person, booking(id, from, to, rest), NOW)
      return outcome.ok ? codes({ ok: false, problems: outcome.value.problems }) : codes(outcome)
    }
    expect(await ask(at(1, 9), at(1, 11))).toEqual(['reserved_for_owners'])
    expect(await ask(at(1, 13), at(1, 15))).toEqual([])
    expect(await ask(at(1, 13), at(1, 15), { purpose: 'teaching' })).toEqual(['purpose_not_allowed'])
    expect(await ask(at(1, 13), at(1, 16))).toEqual(['long_needs_notice'])
    expect(await ask(at(3, 12), at(3, 16))).toEqual([])
    expect(await ask(at(3, 15), at(3, 17))).toEqual(['slot_booked_whole'])
    expect(await ask(at(3, 16), at(3, 18))).toEqual([])
    const assisted = await checkBooking(person, { items: [{ resourceId: id, startsAt: at(1, 13), endsAt: at(1, 15), mode: 'assisted_booking', quantity: 1 }] }, NOW)
    expect(assisted.ok && assisted.value.problems.map(({ code }) => code)).toContain('duration_too_long')
    expect(codes(await createBooking(await member(), booking(id, at(1, 9), at(1, 11)), NOW))).toEqual([])
  })

  it('that make no sense are refused at their fields', async () => {
    const id = await makeResource()
    const errors = async (fields: Record<string, string>) => {
      const answer = await setByForm(id, fields)
      return 'saved' in answer ? 'saved' : Object.keys(answer.reply?.errors ?? {}).toSorted()
    }
    expect(await errors({ ownerWindows: 'own', 'w0-hours': '9-12', 'w0-at': 'soon' })).toEqual(['w0-at'])
    expect(await errors({ ownerWindows: 'own', 'w0-hours': 'early', 'w0-at': '9:00' })).toEqual(['w0-hours'])
    expect(await errors({ ownerWindows: 'own', 'w0-hours': '9-12', 'w0-at': '9:00' })).toEqual(['ownerGroups'])
    expect(await errors({ fixedSlots: 'own', 'fixedSlots-hours': '9-12, 11-13' })).toEqual(['fixedSlots'])
    expect(await errors({ longSession: 'own', 'longSession-max': '1 h' })).toEqual(['longSession', 'maxMinutes'])
    expect(await errors({ protectedShare: 'own', 'protectedShare-percent': '120' })).toEqual(['protectedShare-percent'])
    expect(await errors({ modeRules: 'own', 'remote-minMinutes': '9 h' })).toEqual(['modeRules'])
    expect(await db.policyVersion.count({ where: { ownerId: id } })).toBe(0)
  })
})

describe('a share of the hours', () => {
  const share = (percent: number): HourShare => ({ percent, window: 'week', releaseHours: null })

  it('is kept where requests each fit but not together', async () => {
    // 45 hours a week: its own people and outsiders have 9 of them.
    const id = await makeResource({ policy: { protectedShare: share(80), allowParallel: true, horizonDays: 90 } })
    for (let round = 0; round < 4; round += 1) {
      const people = await Promise.all(Array.from({ length: 8 }, () => makePerson('a')))
      const outcomes = await Promise.all(people.map((person, index) => createBooking(person, booking(id, at(7 * (round + 1) + (index % 5), 9 + 4 * Math.floor(index / 5)), at(7 * (round + 1) + (index % 5), 13 + 4 * Math.floor(index / 5))), NOW)))
      expect(outcomes.filter((each) => each.ok)).toHaveLength(2)
      expect(outcomes.every((each) => each.ok || codes(each).includes('protected_share_reached'))).toBe(true)
      expect(codes(await createBooking(await makePerson('b'), booking(id, at(7 * (round + 1) + 4, 14), at(7 * (round + 1) + 4, 18)), NOW))).toEqual([])
    }
    await expectInvariants(NOW)
  })

  it('is counted before it is set: what was booked first stands, what would have gone beyond is named', async () => {
    const id = await makeResource({ shareScope: 'all', policy: { maxMinutes: 480, horizonDays: 90 } })
    const own = await Promise.all([makePerson(), makePerson()])
    const first = idOf(await createBooking(own[0]!, booking(id, at(14, 9), at(14, 15)), NOW))
    const second = idOf(await createBooking(own[1]!, booking(id, at(15, 9), at(15, 15)), addMinutes(NOW, 1)))
    const partner = idOf(await createBooking(await makePerson('b'), booking(id, at(16, 9), at(16, 17)), addMinutes(NOW, 2)))
    const outsider = idOf(await createBooking(await makePerson(null), booking(id, at(17, 9), at(17, 15)), addMinutes(NOW, 3)))
    const fallen = async (rules: Partial<Policy>) => (await previewRules({ kind: 'resource', id }, { maxMinutes: 480, horizonDays: 90, ...rules }, addMinutes(NOW, 4))).fallen.map(({ bookingId }) => bookingId)
    // Open 45 hours a week: a fifth of them is 9.
    expect(await fallen({ protectedShare: share(80) })).toEqual([second, outsider])
    expect(await fallen({ protectedShare: share(65) })).toEqual([outsider])
    expect(await fallen({ outsideCeiling: share(10) })).toEqual([outsider])
    expect(await fallen({ outsideCeiling: share(20), protectedShare: share(50) })).toEqual([])
    expect([first, partner]).toHaveLength(2)
  })

  it('bounds people from outside, and a booking is not in its own way', async () => {
    const id = await makeResource({ shareScope: 'all', policy: { outsideCeiling: share(10) } })
    const outsider = await makePerson(null)
    const first = idOf(await createBooking(outsider, booking(id, at(1, 9), at(1, 13)), NOW))
    expect(await createBooking(outsider, booking(id, at(2, 9), at(2, 10)), NOW)).toMatchObject({ ok: false, problems: [{ code: 'outside_ceiling_reached', params: { limit: 270, used: 240, asks: 60 } }] })
    expect(codes(await changeBooking(outsider, first, { startsAt: at(3, 9), endsAt: at(3, 13) }, { now: NOW }))).toEqual([])
    expect(codes(await createBooking(await makePerson('b'), booking(id, at(2, 9), at(2, 17)), NOW))).toEqual([])
  })
})

describe('setting rules aside', () => {
  it('takes a right, a reason and another person, and is kept, told and in the log', async () => {
    const id = await makeResource({ policy: { maxMinutes: 120, reach: 'own_university' } })
    const person = await makePerson('b')
    const wish = (rest = {}) => booking(id, at(1, 9), at(1, 13), { attendeeEmail: person.email, ...rest })
    expect(codes(await createBooking(manager, wish(), NOW))).toEqual(['not_open_to_you', 'duration_too_long'])
    expect(codes(await createBooking(manager, booking(id, at(1, 9), at(1, 13), { overrideReason: 'mine' }), NOW))).toContain('override_own')
    expect(codes(await createBooking(person, booking(id, at(1, 9), at(1, 13), { overrideReason: 'please' }), NOW))).toContain('override_own')
    const checked = await checkBooking(manager, wish({ overrideReason: 'A beam time that cannot wait' }), NOW)
    expect(checked).toMatchObject({ ok: true, value: { ok: true } })
    const made = idOf(await createBooking(manager, wish({ overrideReason: 'A beam time that cannot wait' }), NOW))
    const row = await db.booking.findUniqueOrThrow({ where: { id: made }, select: { rulesSetAside: true, status: true } })
    expect(row).toMatchObject({ status: 'approved', rulesSetAside: { reason: 'A beam time that cannot wait', byId: manager.personId, rules: ['not_open_to_you', 'duration_too_long'] } })
    expect(await bookingHistory({ id: made })).toEqual(expect.arrayContaining([expect.objectContaining({ action: 'booking.rules_set_aside', comment: 'A beam time that cannot wait', rules: ['not_open_to_you', 'duration_too_long'] })]))
    // What is taken is taken, for everybody.
    expect(codes(await createBooking(manager, booking(id, at(1, 10), at(1, 14), { attendeeEmail: (await makePerson()).email, overrideReason: 'Urgent' }), NOW))).toEqual(['slot_taken'])
  })

  it('of a share is the coordinator’s, not the manager’s; a person is in one place all the same', async () => {
    const id = await makeResource({ policy: { protectedShare: { percent: 100, window: 'week', releaseHours: null } } })
    const person = await makePerson('a')
    const wish = booking(id, at(1, 9), at(1, 11), { attendeeEmail: person.email, overrideReason: 'Agreed with the members' })
    expect(codes(await createBooking(manager, wish, NOW))).toEqual(['protected_share_reached'])
    expect(codes(await createBooking(coordinator, wish, NOW))).toEqual([])
    const elsewhere = await makeResource({ policy: { maxMinutes: 60 } })
    expect(codes(await createBooking(manager, booking(elsewhere, at(1, 10), at(1, 12), { attendeeEmail: person.email, overrideReason: 'Urgent' }), NOW))).toEqual(['person_busy'])
  })
})
