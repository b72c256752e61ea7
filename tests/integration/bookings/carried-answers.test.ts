import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { addAnswerFile } from '~/features/bookings/answer-files/add.server'
import { answerFile } from '~/features/bookings/answer-files/queries.server'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { createBooking } from '~/features/bookings/create.server'
import { proposals } from '~/features/bookings/outages/propose.server'
import { takeOut } from '~/features/bookings/outages/take-out.server'
import { getBooking } from '~/features/bookings/queries.server'
import { checkRelocation, relocateBooking } from '~/features/bookings/relocate.server'
import { acceptOffer } from '~/features/bookings/waits/accept.server'
import { askedAgain } from '~/features/bookings/waits/asked.server'
import { joinWaits } from '~/features/bookings/waits/join.server'
import { currentQuestions } from '~/features/scheduling/questions/queries.server'
import { saveQuestions } from '~/features/scheduling/questions/save.server'
import type { QuestionsForm } from '~/features/scheduling/questions/schema'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { runJobs } from '#tests/setup/jobs'

let manager: Actor
let ann: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  ann = await makePerson()
})

type Row = QuestionsForm['questions'][number]
const row = (zh: string, rest: Partial<Row> = {}): Row => ({ zh, kind: 'text', isRequired: 'on', choices: [], ...rest })
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map(({ code }) => code))
function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value
}
async function ask(resource: string, ...questions: Row[]): Promise<string[]> {
  const before = await currentQuestions(resource)
  value(await saveQuestions(manager, resource, { version: before.version, questions }, NOW))
  return (await currentQuestions(resource)).questions.map(({ id }) => id)
}
const stop = (resourceId: string) =>
  takeOut(manager, { key: randomUUID(), resourceIds: [resourceId], periods: [{ start: at(1, 9), end: at(1, 18) }], kind: 'fault', reason: 'Pump', choices: {}, otherwise: 'cancel' }, NOW)
const answersOf = async (id: string) => (await getBooking(ann, id, NOW))?.items[0]?.answers?.answers.map(({ zh, value: said }) => [zh, said])
const offerOf = async (resourceId: string) => (await db.wait.findFirstOrThrow({ where: { resourceId, status: 'offered' }, select: { id: true } })).id

describe('the answers of a booking that gave way to a fault', () => {
  it('go into what is offered instead, files too, where the same is asked still', async () => {
    const resource = await makeResource()
    const [samples, plan] = await ask(resource, row('样品数', { kind: 'number' }), row('方案', { kind: 'file' }))
    const file = value(await addAnswerFile(ann, { resourceId: resource, questionId: plan! }, { name: 'plan.pdf', bytes: new TextEncoder().encode('%PDF-1.4\n%%EOF\n') }, NOW)).id
    value(await createBooking(ann, booking(resource, at(1, 14), at(1, 16), { answers: { [samples!]: '3', [plan!]: file } }), NOW))
    value(await stop(resource))
    await runJobs(NOW)
    const offer = await offerOf(resource)
    expect(await askedAgain(ann, offer, NOW)).toEqual([])
    const { id } = value(await acceptOffer(ann, offer, NOW))
    expect(await answersOf(id)).toEqual([['样品数', '3'], ['方案', file]])
    expect((await db.answerFile.findUniqueOrThrow({ where: { fileId: file }, select: { bookingId: true } })).bookingId).toBe(id)
    expect((await answerFile(manager, file, NOW))?.fileName).toBe('plan.pdf')
  })

  it('are asked again where something else is asked now, with what is still the same filled in', async () => {
    const resource = await makeResource()
    const [samples] = await ask(resource, row('样品数', { kind: 'number' }))
    value(await createBooking(ann, booking(resource, at(2, 10), at(2, 12), { answers: { [samples!]: '3' } }), NOW))
    value(await takeOut(manager, { key: randomUUID(), resourceIds: [resource], periods: [{ start: at(2, 9), end: at(2, 18) }], kind: 'fault', reason: 'Pump', choices: {}, otherwise: 'cancel' }, NOW))
    const [kept, added] = await ask(resource, row('样品数', { id: samples, kind: 'number' }), row('溶剂'))
    await runJobs(NOW)
    const offer = await offerOf(resource)
    const again = await askedAgain(ann, offer, NOW)
    expect(again.map(({ questions, answers }) => [questions.map(({ zh }) => zh), answers])).toEqual([[['样品数', '溶剂'], { [kept!]: '3' }]])
    expect(codes(await acceptOffer(ann, offer, NOW))).toEqual(['answer_missing'])
    expect(await askedAgain(await makePerson(), offer, NOW)).toEqual([])
    const { id } = value(await acceptOffer(ann, offer, NOW, { [kept!]: '4', [added!]: '水' }))
    expect(await answersOf(id)).toEqual([['样品数', '4'], ['溶剂', '水']])
  })
})

it('whoever waits is asked when accepting what nobody could answer before: a file, or what is asked since', async () => {
  const resource = await makeResource()
  const [plan] = await ask(resource, row('方案', { kind: 'file' }))
  const file = async (person: Actor) => value(await addAnswerFile(person, { resourceId: resource, questionId: plan! }, { name: 'plan.pdf', bytes: new TextEncoder().encode('%PDF-1.4\n%%EOF\n') }, NOW)).id
  const [other, bob] = [await makePerson(), await makePerson()]
  const taken = value(await createBooking(other, booking(resource, at(3, 10), at(3, 12), { answers: { [plan!]: await file(other) } }), NOW)).id
  value(await joinWaits(bob, booking(resource, at(3, 10), at(3, 12)), NOW))
  value(await cancelBooking(other, taken, {}, NOW))
  await runJobs(NOW)
  const offer = await offerOf(resource)
  expect((await askedAgain(bob, offer, NOW)).flatMap(({ questions }) => questions.map(({ zh }) => zh))).toEqual(['方案'])
  expect(codes(await acceptOffer(bob, offer, NOW, { [plan!]: await file(other) }))).toEqual(['answer_invalid'])
  const { id } = value(await acceptOffer(bob, offer, NOW, { [plan!]: await file(bob) }))
  expect((await getBooking(bob, id, NOW))?.items[0]?.answers?.answers.map(({ zh }) => zh)).toEqual(['方案'])
})

describe('another resource', () => {
  it('takes the answers along where it asks the same, and asks the rest', async () => {
    const person = ann
    const [one, two, three] = [await makeResource(), await makeResource(), await makeResource()]
    const [samples] = await ask(one, row('样品数', { kind: 'number' }))
    await ask(two, row('样品数', { kind: 'number' }))
    const [, solvent] = await ask(three, row('样品数', { kind: 'number' }), row('溶剂'))
    const first = value(await createBooking(person, booking(one, at(4, 10), at(4, 12), { answers: { [samples!]: '3' }, headCount: 2 }), NOW)).id
    const to = (resourceId: string) => ({ resourceId, startsAt: at(4, 10), endsAt: at(4, 12) })
    const second = value(await relocateBooking(person, first, to(two), { version: 1, now: NOW })).id
    expect(await answersOf(second)).toEqual([['样品数', '3']])
    expect((await getBooking(person, second, NOW))?.headCount).toBe(2)

    const checked = value(await checkRelocation(person, second, to(three), NOW))
    expect([checked.verdict.problems.map(({ code }) => code), checked.again.map(({ questions }) => questions.length)]).toEqual([['answer_missing'], [2]])
    expect(codes(await relocateBooking(person, second, to(three), { version: 1, now: NOW }))).toEqual(['answer_missing'])
    const third = value(await relocateBooking(person, second, to(three), { version: 1, answers: { [solvent!]: '水' }, now: NOW })).id
    expect(await answersOf(third)).toEqual([['样品数', '3'], ['溶剂', '水']])
  })

  it('is proposed by the lab only where nothing new is asked, and the answers go along under its own questions', async () => {
    const [one, like, asking] = [await makeResource(), await makeResource({ id: 'z-like' }), await makeResource({ id: 'y-asking' })]
    await db.resourceKind.create({ data: { id: 'alike', nature: 'instrument', zh: '同类', en: 'Alike' } })
    await db.resource.updateMany({ where: { id: { in: [one, like, asking] } }, data: { kindId: 'alike' } })
    const [samples] = await ask(one, row('样品数', { kind: 'number' }))
    await ask(like, row('样品数', { kind: 'number' }))
    await ask(asking, row('样品数', { kind: 'number' }), row('溶剂'))
    const { id } = value(await createBooking(ann, booking(one, at(8, 10), at(8, 12), { answers: { [samples!]: '3' } }), NOW))
    const periods = [{ start: at(8, 9), end: at(8, 18) }]
    const [proposed] = await proposals(manager, [one], periods, 'Pump', NOW)
    expect(proposed?.elsewhere?.id).toBe(like)
    const out = (resourceId: string) => takeOut(manager, {
      key: randomUUID(), resourceIds: [one], periods, kind: 'maintenance', reason: 'Pump', choices: { [id]: { do: 'elsewhere', resourceId, startsAt: at(8, 10) } }, otherwise: 'refuse',
    }, NOW)
    expect(codes(await out(asking))).toEqual(['booking_cannot_move', 'answer_missing'])
    value(await out(like))
    const moved = (await getBooking(ann, id, NOW))?.items[0]
    expect([moved?.resource.id, moved?.answers?.answers.map((each) => each.id)]).toEqual([like, (await currentQuestions(like)).questions.map((each) => each.id)])
  })
})
