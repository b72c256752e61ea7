import { beforeAll, expect, it } from 'vitest'
import type { Outcome } from '~/domain/problem'
import { checkBooking, createBooking } from '~/features/bookings/create.server'
import { changeBooking } from '~/features/bookings/change.server'
import { getBooking } from '~/features/bookings/queries.server'
import { saveQuestions } from '~/features/scheduling/questions/save.server'
import { currentQuestions } from '~/features/scheduling/questions/queries.server'
import type { QuestionsForm } from '~/features/scheduling/questions/schema'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'

beforeAll(makeWorld)

const row = (zh: string, rest: Partial<QuestionsForm['questions'][number]> = {}): QuestionsForm['questions'][number] => ({ zh, kind: 'text', isRequired: 'on', choices: [], ...rest })
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map(({ code }) => code))

it('a resource asks, answers stay with the version they were given to, and a later version asks anew', async () => {
  const [manager, person, resource] = [await managerOf('a'), await makePerson(), await makeResource()]
  const saved = await saveQuestions(manager, resource, { version: 0, questions: [row('样品数', { kind: 'number', min: 1, max: 9 })] }, NOW)
  expect(saved).toEqual({ ok: true, value: { version: 1 } })
  const [question] = (await currentQuestions(resource)).questions
  const wish = (answers?: Record<string, string>) => booking(resource, at(1, 9), at(1, 10), { answers })
  expect(codes(await createBooking(person, wish(), NOW))).toEqual(['answer_missing'])
  expect(codes(await createBooking(person, wish({ [question!.id]: '10' }), NOW))).toEqual(['answer_invalid'])
  expect(await checkBooking(person, wish({ [question!.id]: '3' }), NOW)).toMatchObject({ ok: true, value: { ok: true } })
  const made = await createBooking(person, wish({ [question!.id]: '3', other: 'x' }), NOW)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))

  expect(await saveQuestions(manager, resource, { version: 1, questions: [row('样品名称', { id: question!.id })] }, NOW)).toEqual({ ok: true, value: { version: 2 } })
  expect((await currentQuestions(resource)).questions[0]!.id).toBe(question!.id)
  expect(await changeBooking(person, made.value.id, { startsAt: at(1, 11), endsAt: at(1, 12) }, { now: NOW })).toMatchObject({ ok: true })
  expect((await getBooking(person, made.value.id, NOW))?.items[0]?.answers).toEqual({
    version: 1, answers: [{ id: question!.id, kind: 'number', zh: '样品数', en: null, value: '3', valueEn: null }],
  })
})

it('only those who keep the resource say what it asks, on the version they saw, and once', async () => {
  const [manager, resource] = [await managerOf('a'), await makeResource()]
  const form = { version: 0, questions: [row('用途')] }
  for (const stranger of [await makePerson(), await managerOf('b')]) expect(codes(await saveQuestions(stranger, resource, form, NOW))).toEqual(['not_allowed'])
  const both = await Promise.all([saveQuestions(manager, resource, form, NOW), saveQuestions(manager, resource, form, NOW)])
  expect(both).toEqual([{ ok: true, value: { version: 1 } }, { ok: true, value: { version: 1 } }])
  expect(codes(await saveQuestions(manager, resource, { version: 0, questions: [row('别的')] }, NOW))).toEqual(['version_conflict'])
  expect(await db.auditEvent.count({ where: { action: 'questions.saved', subjectId: resource } })).toBe(1)
})
