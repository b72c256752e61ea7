import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { addAnswerFile } from '~/features/bookings/answer-files/add.server'
import { forgetAnswerFiles } from '~/features/bookings/answer-files/forget.server'
import { answerFile } from '~/features/bookings/answer-files/queries.server'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { changeBooking } from '~/features/bookings/change.server'
import { openChain } from '~/features/bookings/chains/open.server'
import { templatesWith } from '~/features/bookings/chains/queries.server'
import { retireTemplate } from '~/features/bookings/chains/retire-template.server'
import { saveTemplate } from '~/features/bookings/chains/save-template.server'
import type { TemplateForm } from '~/features/bookings/chains/schema'
import { checkBooking, createBooking } from '~/features/bookings/create.server'
import { dropDelegate } from '~/features/bookings/delegates/drop.server'
import { nameDelegate } from '~/features/bookings/delegates/name.server'
import { peopleToBookFor } from '~/features/bookings/on-behalf.server'
import type { BookingInput } from '~/features/bookings/schema'
import { currentQuestions } from '~/features/scheduling/questions/queries.server'
import { saveQuestions } from '~/features/scheduling/questions/save.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW, setPolicy } from '#tests/factories/world'

let manager: Actor
let stranger: Actor
let leader: Actor
let member: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  ;[stranger, leader, member] = await Promise.all([makePerson(), makePerson(), makePerson()])
  const startsAt = new Date('2026-01-01T00:00:00Z')
  await db.person.updateMany({ where: { id: { in: [leader.personId, member.personId] } }, data: { nameEn: 'Somebody' } })
  await db.researchGroup.create({
    data: {
      id: 'a-g1', nameZh: '课题组', nameEn: 'Group', universityId: 'a', leaderId: leader.personId, confirmedAt: startsAt,
      members: { create: [leader, member].map(({ personId }) => ({ personId, startsAt })) },
    },
  })
})

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map(({ code }) => code))
async function made(actor: Actor, input: BookingInput): Promise<string> {
  const outcome = await createBooking(actor, input, NOW)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value.id
}

describe('on behalf of somebody else', () => {
  it('is for people of one group, for that group, and both may cancel', async () => {
    const resource = await makeResource()
    expect((await peopleToBookFor(leader, NOW)).map(({ id, groupId }) => [id, groupId])).toEqual([[member.personId, 'a-g1']])
    const id = await made(leader, booking(resource, at(1, 9), at(1, 10), { attendeeId: member.personId }))
    expect(await db.booking.findUniqueOrThrow({ where: { id }, select: { bookerId: true, attendeeId: true, groupId: true, status: true } }))
      .toEqual({ bookerId: leader.personId, attendeeId: member.personId, groupId: 'a-g1', status: 'approved' })
    expect(await db.presence.count({ where: { personId: member.personId, item: { bookingId: id } } })).toBe(1)
    // The rules hold for who comes: they are there already.
    expect(codes(await createBooking(leader, booking(await makeResource(), at(1, 9), at(1, 10), { attendeeId: member.personId }), NOW))).toContain('person_busy')
    expect(await cancelBooking(member, id, {}, NOW)).toMatchObject({ ok: true })
  })

  it('is nobody else’s to do, whether there is such a person or not', async () => {
    const resource = await makeResource()
    const wish = (attendee: object) => booking(resource, at(1, 11), at(1, 12), attendee)
    expect(codes(await createBooking(stranger, wish({ attendeeId: member.personId }), NOW))).toEqual(['not_allowed'])
    expect(codes(await createBooking(stranger, wish({ attendeeEmail: member.email }), NOW))).toEqual(['not_allowed'])
    expect(codes(await createBooking(stranger, wish({ attendeeEmail: 'nobody@a.example' }), NOW))).toEqual(['not_allowed'])
    expect(codes(await createBooking(leader, wish({ attendeeId: member.personId, groupId: 'other' }), NOW))).toEqual(['not_allowed'])
    await db.groupMember.updateMany({ where: { personId: member.personId }, data: { endsAt: NOW } })
    expect(codes(await createBooking(leader, wish({ attendeeId: member.personId }), NOW))).toEqual(['not_allowed'])
    await db.groupMember.updateMany({ where: { personId: member.personId }, data: { endsAt: null } })
  })

  it('is for a delegate as long as they are named, with the approval that the person would need', async () => {
    const resource = await makeResource({ policy: { approval: 'lab_manager' } })
    const wish = (hour: number) => booking(resource, at(2, hour), at(2, hour + 1), { attendeeId: leader.personId })
    expect(codes(await createBooking(stranger, wish(9), NOW))).toEqual(['not_allowed'])
    expect(await nameDelegate(leader, { email: stranger.email }, NOW)).toMatchObject({ ok: true })
    expect(await nameDelegate(leader, { email: stranger.email }, NOW)).toMatchObject({ ok: true })
    expect(codes(await nameDelegate(leader, { email: leader.email }, NOW))).toEqual(['field_invalid'])
    expect(codes(await nameDelegate(leader, { email: 'nobody@a.example' }, NOW))).toEqual(['field_invalid'])
    expect(await createBooking(stranger, wish(9), NOW)).toMatchObject({ ok: true, value: { status: 'pending' } })
    await dropDelegate(leader, { id: stranger.personId })
    await dropDelegate(leader, { id: stranger.personId })
    expect(codes(await createBooking(stranger, wish(10), NOW))).toEqual(['not_allowed'])
    expect(await db.auditEvent.findMany({ where: { subjectId: leader.personId, action: { startsWith: 'delegate.' } }, orderBy: { id: 'asc' }, select: { action: true } }))
      .toEqual([{ action: 'delegate.named' }, { action: 'delegate.dropped' }])
  })
})

describe('a visit', () => {
  it('is refused with the figure where more come than may, also when it moves', async () => {
    const room = await makeResource({ policy: { maxPeople: 12 } })
    const refused = await createBooking(stranger, booking(room, at(3, 9), at(3, 10), { headCount: 30 }), NOW)
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'too_many_people', params: { limit: 12, asks: 30 } }] })
    const id = await made(stranger, booking(room, at(3, 9), at(3, 10), { headCount: 12 }))
    expect(await db.booking.findUniqueOrThrow({ where: { id }, select: { headCount: true } })).toEqual({ headCount: 12 })
    await setPolicy(room, { maxPeople: 10 }, NOW)
    expect(codes(await changeBooking(stranger, id, { startsAt: at(3, 10), endsAt: at(3, 11) }, { now: NOW }))).toEqual(['too_many_people'])
  })
})

describe('a file as an answer', () => {
  it('is asked for, kept with the booking, and read by its people and who decides alone', async () => {
    const resource = await makeResource({ policy: { approval: 'lab_manager' } })
    await saveQuestions(manager, resource, { version: 0, questions: [{ zh: '批件', kind: 'file', isRequired: 'on', choices: [] }] }, NOW)
    const question = (await currentQuestions(resource)).questions[0]!
    const wish = (answer: string) => booking(resource, at(4, 9), at(4, 10), { answers: { [question.id]: answer } })
    const pdf = { name: '批件.pdf', bytes: new TextEncoder().encode('%PDF-1.7\nnothing\n%%EOF\n') }
    const about = { resourceId: resource, questionId: question.id }
    expect(codes(await addAnswerFile(member, about, { name: 'page.pdf', bytes: new TextEncoder().encode('<html>') }, NOW))).toEqual(['field_invalid'])
    const [first, again] = [await addAnswerFile(member, about, pdf, NOW), await addAnswerFile(member, about, pdf, NOW)]
    if (!first.ok) throw new Error('not kept')
    expect(again).toEqual(first)
    const fileId = first.value.id
    expect(codes(await createBooking(member, wish(''), NOW))).toEqual(['answer_missing'])
    expect(codes(await createBooking(stranger, wish(fileId), NOW))).toEqual(['answer_invalid'])
    // That one is chosen is enough for a look, not for a booking.
    expect(codes(await createBooking(member, wish('chosen'), NOW))).toEqual(['answer_invalid'])
    expect(await checkBooking(member, wish('chosen'), NOW)).toMatchObject({ ok: true, value: { ok: true } })
    expect(await answerFile(manager, fileId, NOW)).toBeNull()
    const id = await made(member, wish(fileId))
    const item = await db.bookingItem.findFirstOrThrow({ where: { bookingId: id }, select: { answers: true } })
    expect(item.answers).toMatchObject({ version: 1, answers: [{ kind: 'file', value: fileId, fileName: '批件.pdf' }] })
    expect(await answerFile(manager, fileId, NOW)).toMatchObject({ fileName: '批件.pdf', contentType: 'application/pdf' })
    expect(await answerFile(member, fileId, NOW)).not.toBeNull()
    expect(await answerFile(stranger, fileId, NOW)).toBeNull()
    // What is booked stays; what never was goes in a few days.
    const later = new Date(NOW.getTime() + 4 * 86_400_000)
    await addAnswerFile(stranger, about, { ...pdf, name: 'left.pdf' }, NOW)
    expect(await forgetAnswerFiles(NOW)).toBe(0)
    expect(await forgetAnswerFiles(later)).toBe(1)
    expect(await forgetAnswerFiles(later)).toBe(0)
    expect(await answerFile(member, fileId, NOW)).not.toBeNull()
    // It answers one booking.
    expect(codes(await createBooking(member, { ...wish(fileId), items: booking(resource, at(4, 11), at(4, 12)).items }, NOW))).toEqual(['answer_invalid'])
  })
})

describe('what a lab proposes', () => {
  const step = (resourceId: string, minutes: number, rest: object = {}) => ({ resourceId, minutes, quantity: 1, begins: 'after' as const, gapMinutes: 0, ...rest })
  const form = (...steps: TemplateForm['steps']): TemplateForm => ({ version: 0, nameZh: '制样与测试', nameEn: 'With preparation', steps })

  it('is saved by who keeps the lab, offered with its resources, opened where all of it fits, and ends', async () => {
    const [room, instrument, foreign] = [await makeResource(), await makeResource(), await makeResource({ university: 'b' })]
    expect(codes(await saveTemplate(stranger, 'a-lab', form(step(room, 60), step(instrument, 120)), NOW))).toEqual(['not_allowed'])
    expect(codes(await saveTemplate(manager, 'a-lab', form(step(room, 60)), NOW))).toEqual(['field_invalid'])
    expect(codes(await saveTemplate(manager, 'a-lab', form(step(foreign, 60), step(foreign, 60)), NOW))).toEqual(['field_invalid'])
    expect(codes(await saveTemplate(manager, 'a-lab', form(...Array.from({ length: 100 }, () => step(room, 60))), NOW))).toEqual(['too_many_items'])
    expect(codes(await saveTemplate(manager, 'a-lab', form(step(room, 60), step('nothing', 60)), NOW))).toEqual(['resource_unknown'])
    const wanted = form(step(room, 60), step(instrument, 120, { gapMinutes: 30 }))
    const [saved, twice] = [await saveTemplate(manager, 'a-lab', wanted, NOW), await saveTemplate(manager, 'a-lab', wanted, NOW)]
    if (!saved.ok) throw new Error(JSON.stringify(saved.problems))
    expect(twice).toEqual(saved)
    const { id } = saved.value
    expect(await templatesWith({ id: instrument, labId: 'a-lab' })).toEqual([{ id, nameZh: '制样与测试', nameEn: 'With preparation' }])
    expect(await templatesWith({ id: foreign, labId: 'b-lab' })).toEqual([])
    expect(codes(await saveTemplate(manager, 'a-lab', { ...wanted, id, version: 7, nameZh: '另一个' }, NOW))).toEqual(['version_conflict'])

    await made(stranger, booking(instrument, at(0, 10), at(0, 13)))
    const opened = await openChain(member, new URLSearchParams({ template: id }), NOW)
    expect(opened?.page.verdict).toMatchObject({ ok: true, parts: [{ start: at(0, 11.5), end: at(0, 12.5) }, { start: at(0, 13), end: at(0, 15) }] })

    expect(codes(await retireTemplate(stranger, 'a-lab', id, NOW))).toEqual(['not_allowed'])
    expect(await retireTemplate(manager, 'a-lab', id, NOW)).toMatchObject({ ok: true })
    expect(await openChain(member, new URLSearchParams({ template: id }), NOW)).toBeNull()
    expect(await templatesWith({ id: instrument, labId: 'a-lab' })).toEqual([])
  })
})
