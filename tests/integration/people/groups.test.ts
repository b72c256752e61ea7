import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { groupBookings } from '~/features/bookings/costs/queries.server'
import { createBooking } from '~/features/bookings/create.server'
import { getBooking } from '~/features/bookings/queries.server'
import { answerLetter } from '~/features/people/groups/answer-letter.server'
import { closeGroup } from '~/features/people/groups/close.server'
import { confirmGroup } from '~/features/people/groups/confirm.server'
import { endMembership } from '~/features/people/groups/end-membership.server'
import { handOverGroup } from '~/features/people/groups/hand-over.server'
import { inviteToGroup } from '~/features/people/groups/invite.server'
import { openGroup } from '~/features/people/groups/open.server'
import { groupPage, keptGroups, ownGroups, ownLetters, searchGroups } from '~/features/people/groups/queries.server'
import { renameGroup } from '~/features/people/groups/rename.server'
import { requestToJoin } from '~/features/people/groups/request.server'
import { setMemberRole } from '~/features/people/groups/set-role.server'
import { db } from '~/platform/db.server'
import { at, booking, coordinatorOf, makePerson, makeResource, makeWorld, NOW } from '#tests/factories/world'
import { runJobs } from '#tests/setup/jobs'

let coordinator: Actor
beforeAll(async () => {
  await makeWorld()
  coordinator = await coordinatorOf('a')
})

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? ['ok'] : outcome.problems.map((each) => (each.code === 'field_invalid' ? each.params.rule : each.code)))
const value = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value
}

async function makeTeacher(university: 'a' | 'b' = 'a'): Promise<Actor> {
  const person = await makePerson(university)
  await db.affiliation.updateMany({ where: { personId: person.personId }, data: { kind: 'teacher', confirmedAt: NOW } })
  return { ...person, homeKind: 'teacher' }
}
const names = (name: string) => ({ nameZh: name, nameEn: name, discipline: null })

async function makeGroup({ confirmed = true } = {}): Promise<{ id: string; leader: Actor }> {
  const leader = await makeTeacher()
  const { id } = value(await openGroup(leader, { key: randomUUID(), ...names(`组 ${randomUUID().slice(0, 6)}`) }, NOW))
  if (confirmed) value(await confirmGroup(coordinator, { groupId: id, version: 1, decision: 'confirm', reason: null }, NOW))
  return { id, leader }
}
async function join(id: string, leader: Actor, who: Actor, role: 'member' | 'supervisor' = 'member'): Promise<void> {
  const { letterId } = value(await inviteToGroup(leader, id, { email: who.email, role, message: null }, NOW))
  value(await answerLetter(who, { letterId, answer: 'accept' }, NOW))
}
const partOf = async (who: Actor, id: string) => (await groupPage(who, id, NOW))?.part

describe('a group’s standing', () => {
  it('is opened by teachers, once for a form, and confirmed by a coordinator of its university', async () => {
    const student = await makePerson('a')
    const input = { key: randomUUID(), ...names('新组') }
    expect(codes(await openGroup(student, input, NOW))).toEqual(['not_allowed'])
    const leader = await makeTeacher()
    const { id } = value(await openGroup(leader, input, NOW))
    expect(value(await openGroup(leader, input, NOW)).id).toBe(id)
    expect(await partOf(leader, id)).toBe('leader')
    expect((await keptGroups(coordinator, NOW)).map((each) => each.id)).toContain(id)

    const decision = { groupId: id, version: 1, decision: 'confirm' as const, reason: null }
    for (const other of [leader, student, await coordinatorOf('b')]) expect(codes(await confirmGroup(other, decision, NOW))).toEqual(['not_allowed'])
    value(await confirmGroup(coordinator, decision, NOW))
    value(await confirmGroup(coordinator, decision, NOW))
    expect(codes(await confirmGroup(coordinator, { ...decision, decision: 'refuse', version: 2, reason: '重名' }, NOW))).toEqual(['groups.rules.confirmed_already'])
    expect((await groupPage(leader, id, NOW))?.standing).toBe('confirmed')
    expect(await db.auditEvent.count({ where: { subjectId: id, action: 'group.confirmed' } })).toBe(1)
  })

  it('is refused with a reason, and not confirmed while its leader is gone', async () => {
    const { id, leader } = await makeGroup({ confirmed: false })
    const refuse = { groupId: id, version: 1, decision: 'refuse' as const, reason: null }
    expect(codes(await confirmGroup(coordinator, refuse, NOW))).toEqual(['required'])
    await db.affiliation.updateMany({ where: { personId: leader.personId }, data: { endsAt: NOW } })
    expect(codes(await confirmGroup(coordinator, { ...refuse, decision: 'confirm' }, NOW))).toEqual(['groups.rules.leader_missing'])
    const heir = await makeTeacher()
    value(await handOverGroup(coordinator, id, { version: 1, email: heir.email }, NOW))
    value(await confirmGroup(coordinator, { ...refuse, decision: 'confirm', version: 2 }, NOW))
    const other = await makeGroup({ confirmed: false })
    value(await confirmGroup(coordinator, { ...refuse, groupId: other.id, reason: '不存在' }, NOW))
    expect((await groupPage(other.leader, other.id, NOW))?.standing).toBe('refused')
    expect(codes(await inviteToGroup(other.leader, other.id, { email: heir.email, role: 'member', message: null }, NOW))).toEqual(['not_allowed'])
  })

  it('is renamed and closed by its leader, against the version that was seen', async () => {
    const { id, leader } = await makeGroup()
    value(await renameGroup(leader, id, { version: 2, ...names('改名') }, NOW))
    expect(codes(await renameGroup(leader, id, { version: 2, ...names('再改') }, NOW))).toEqual(['version_conflict'])
    const resource = await makeResource()
    const made = value(await createBooking(leader, booking(resource, at(1, 9), at(1, 10), { groupId: id }), NOW))
    expect(codes(await closeGroup(leader, id, { version: 3, reason: '结束' }, NOW))).toEqual(['holds_in_the_way'])
    value(await cancelBooking(leader, made.id, {}, NOW))
    value(await closeGroup(leader, id, { version: 3, reason: '结束' }, NOW))
    expect(codes(await createBooking(leader, booking(resource, at(1, 9), at(1, 10), { groupId: id }), new Date(NOW.getTime() + 1)))).toEqual(['group_not_yours'])
  })
})

describe('members', () => {
  it('come by invitation to an address, taken up by whoever signs up with it', async () => {
    const { id, leader } = await makeGroup()
    const email = `${randomUUID()}@elsewhere.example`
    const { letterId } = value(await inviteToGroup(leader, id, { email, role: 'member', message: '欢迎' }, NOW))
    expect(value(await inviteToGroup(leader, id, { email, role: 'member', message: null }, NOW)).letterId).toBe(letterId)
    const stranger = await makePerson('a')
    expect(codes(await answerLetter(stranger, { letterId, answer: 'accept' }, NOW))).toEqual(['not_allowed'])
    const invitee = await db.person.create({ data: { email, status: 'active' }, select: { id: true } })
    const actor: Actor = { personId: invitee.id, email, homeUniversityId: null, homeKind: null, grants: [] }
    expect((await ownLetters(actor, NOW)).map((each) => each.id)).toEqual([letterId])
    value(await answerLetter(actor, { letterId, answer: 'accept' }, NOW))
    value(await answerLetter(actor, { letterId, answer: 'accept' }, NOW))
    expect(await partOf(actor, id)).toBe('member')
    expect(codes(await answerLetter(actor, { letterId, answer: 'decline' }, NOW))).toEqual(['groups.rules.letter_over'])
  })

  it('come by asking, decided by those who answer for the group', async () => {
    const { id, leader } = await makeGroup()
    const [asker, supervisor, member] = await Promise.all([makePerson('a'), makeTeacher(), makePerson('b')])
    await join(id, leader, supervisor, 'supervisor')
    await join(id, leader, member)
    value(await requestToJoin(asker, { groupId: id, message: '新生' }, NOW))
    value(await requestToJoin(asker, { groupId: id, message: null }, NOW))
    const [letter] = (await groupPage(supervisor, id, NOW))!.inside!.letters
    expect((await ownGroups(leader, NOW)).find((each) => each.id === id)?.requests).toBe(1)
    for (const other of [asker, member]) expect(codes(await answerLetter(other, { letterId: letter!.id, answer: 'accept' }, NOW))).toEqual(['not_allowed'])
    value(await answerLetter(supervisor, { letterId: letter!.id, answer: 'accept' }, NOW))
    expect(await partOf(asker, id)).toBe('member')
  })

  it('two answers at once: one holds, and nobody is a member twice', async () => {
    const { id, leader } = await makeGroup()
    const supervisor = await makeTeacher()
    await join(id, leader, supervisor, 'supervisor')
    for (let round = 0; round < 6; round += 1) {
      const asker = await makePerson('a')
      value(await requestToJoin(asker, { groupId: id, message: null }, NOW))
      const { id: letterId } = await db.groupLetter.findFirstOrThrow({ where: { groupId: id, email: asker.email } })
      const outcomes = await Promise.all([
        answerLetter(leader, { letterId, answer: 'accept' }, NOW),
        answerLetter(supervisor, { letterId, answer: 'decline' }, NOW),
        answerLetter(asker, { letterId, answer: 'withdraw' }, NOW),
      ])
      expect(outcomes.filter((each) => each.ok)).toHaveLength(1)
      const { status } = await db.groupLetter.findUniqueOrThrow({ where: { id: letterId } })
      expect(await db.groupMember.count({ where: { groupId: id, personId: asker.personId } })).toBe(status === 'accepted' ? 1 : 0)
    }
  })

  it('leave and are removed with their bookings to come named first', async () => {
    const { id, leader } = await makeGroup()
    const [member, supervisor] = await Promise.all([makePerson('a'), makeTeacher()])
    await join(id, leader, member)
    await join(id, leader, supervisor, 'supervisor')
    const resource = await makeResource()
    value(await createBooking(member, booking(resource, at(2, 9), at(2, 10), { groupId: id }), NOW))
    expect(codes(await endMembership(supervisor, id, { personId: leader.personId }, NOW))).toEqual(['groups.rules.leader_stays'])
    expect(codes(await endMembership(leader, id, { personId: leader.personId }, NOW))).toEqual(['groups.rules.leader_stays'])
    expect(codes(await endMembership(member, id, { personId: supervisor.personId }, NOW))).toEqual(['not_allowed'])
    expect(codes(await endMembership(supervisor, id, { personId: member.personId }, NOW))).toEqual(['holds_in_the_way'])
    value(await endMembership(supervisor, id, { personId: member.personId, bookings: 'keep' }, NOW))
    expect(await partOf(member, id)).toBeNull()
    value(await endMembership(supervisor, id, { personId: supervisor.personId }, NOW))
    expect(codes(await setMemberRole(leader, id, { personId: supervisor.personId, role: 'member' }, NOW))).toEqual(['groups.rules.no_member'])
  })

  it('the leader hands over to somebody who can lead, and of two at once one wins', async () => {
    const { id, leader } = await makeGroup()
    const [one, two, student] = await Promise.all([makeTeacher(), makeTeacher(), makePerson('a')])
    expect(codes(await handOverGroup(leader, id, { version: 2, email: student.email }, NOW))).toEqual(['groups.rules.leader_unfit'])
    expect(codes(await handOverGroup(leader, id, { version: 2, email: (await makeTeacher('b')).email }, NOW))).toEqual(['groups.rules.leader_unfit'])
    const outcomes = await Promise.all([one, two].map((heir) => handOverGroup(leader, id, { version: 2, email: heir.email }, NOW)))
    expect(outcomes.filter((each) => each.ok)).toHaveLength(1)
    expect(await partOf(leader, id)).toBe('supervisor')
    const { leaderId } = await db.researchGroup.findUniqueOrThrow({ where: { id } })
    expect([one.personId, two.personId]).toContain(leaderId)
  })
})

describe('what a group books', () => {
  it('is read and cancelled, with a reason, by those who answer for it and by no other member', async () => {
    const { id, leader } = await makeGroup()
    const [member, colleague, supervisor] = await Promise.all([makePerson('a'), makePerson('a'), makeTeacher()])
    await join(id, leader, member)
    await join(id, leader, colleague)
    await join(id, leader, supervisor, 'supervisor')
    const resource = await makeResource()
    const first = value(await createBooking(member, booking(resource, at(3, 9), at(3, 10), { groupId: id }), NOW))
    const second = value(await createBooking(member, booking(resource, at(3, 11), at(3, 12), { groupId: id }), NOW))
    expect((await groupBookings(supervisor, id, NOW))?.map((each) => each.id)).toEqual([first.id, second.id])
    expect(await groupBookings(colleague, id, NOW)).toBeNull()
    expect(await getBooking(colleague, first.id, NOW)).toBeNull()
    expect((await getBooking(supervisor, first.id, NOW))?.id).toBe(first.id)
    expect(codes(await cancelBooking(colleague, first.id, { reason: '不' }, NOW))).toEqual(['not_allowed'])
    expect(codes(await cancelBooking(leader, first.id, {}, NOW))).toEqual(['reason_required'])
    value(await cancelBooking(leader, first.id, { reason: '改用别的仪器' }, NOW))
    value(await cancelBooking(supervisor, second.id, { reason: '经费用完' }, NOW))
  })

  it('an unconfirmed group carries what is free, not what has a price', async () => {
    const { id, leader } = await makeGroup({ confirmed: false })
    const [free, priced] = [await makeResource(), await makeResource({ yuan: 100 })]
    value(await createBooking(leader, booking(free, at(4, 9), at(4, 10), { groupId: id }), NOW))
    expect(codes(await createBooking(leader, booking(priced, at(4, 11), at(4, 12), { groupId: id }), NOW))).toEqual(['group_not_confirmed'])
    // Nobody asked for the group: the booking stands without it.
    const { id: alone } = value(await createBooking(leader, booking(priced, at(4, 13), at(4, 14)), NOW))
    expect(await db.booking.findUnique({ where: { id: alone }, select: { groupId: true } })).toEqual({ groupId: null })
    const project = await db.project.create({ data: { id: `p-${randomUUID()}`, groupId: id, nameZh: '项目', nameEn: 'Project' } })
    expect(codes(await createBooking(leader, booking(priced, at(4, 11), at(4, 12), { groupId: id, projectId: project.id }), NOW))).toEqual(['group_not_confirmed'])
  })
})

it('outsiders see a group’s name, university and leader, and nothing of its people', async () => {
  const { id } = await makeGroup()
  const outsider = await makePerson('b')
  const page = await groupPage(outsider, id, NOW)
  expect(page).toMatchObject({ id, part: null, may: [], inside: null })
  const [found] = await searchGroups(page!.nameZh)
  expect(Object.keys(found!).toSorted()).toEqual(['id', 'leader', 'nameEn', 'nameZh', 'standing', 'university'])
})

it('tells those whom it concerns by mail, also an address without an account', async () => {
  const { id, leader } = await makeGroup({ confirmed: false })
  value(await confirmGroup(coordinator, { groupId: id, version: 1, decision: 'confirm', reason: null }, NOW))
  const email = `${randomUUID()}@nowhere.example`
  value(await inviteToGroup(leader, id, { email, role: 'member', message: '欢迎加入' }, NOW))
  await runJobs(NOW)
  const sent = await db.mailDelivery.findMany({ where: { subjectKind: 'group', subjectId: id }, orderBy: { kind: 'asc' }, select: { kind: true, to: true } })
  expect(sent).toEqual([{ kind: 'group-confirmed', to: leader.email }, { kind: 'group-invitation', to: email }])
})
