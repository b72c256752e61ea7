import { beforeAll, expect, it } from 'vitest'
import { db } from '~/platform/db.server'
import { bodyLimit } from '~/platform/gate/body.server'
import { action } from '~/routes/api.v1.resources.$id.answer-files'
import { call, json } from '#tests/integration/api/client'
import { makePerson, makeResource, makeWorld, type Person, slot } from '#tests/integration/api/world'

let ann: Person
beforeAll(async () => {
  await makeWorld()
  await makeResource('asks')
  ann = await makePerson('ann')
  const questions = [
    { id: 'q00000001', kind: 'file', zh: '方案', en: 'Plan', modes: [], isRequired: true, choices: [], min: null, max: null },
    { id: 'q00000002', kind: 'number', zh: '样品数', en: null, modes: [], isRequired: false, choices: [], min: 1, max: 9 },
  ]
  await db.questionSet.create({ data: { resourceId: 'asks', version: 1, questions } })
})

const PDF = '%PDF-1.4\n%%EOF\n'

/** As a program sends a form of several parts; the client of the other tests speaks JSON alone. */
function upload(token: string | null, fields: Record<string, string | File>, resource = 'asks'): Promise<Response> {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  const headers = { 'Accept-Language': 'en', ...(token ? { Authorization: `Bearer ${token}` } : {}) }
  return action({ request: new Request(`http://alliance.test/api/v1/resources/${resource}/answer-files`, { method: 'POST', body, headers }), params: { id: resource }, context: { requestId: 'r' } })
}
const plan = (text = PDF, name = 'plan.pdf') => new File([text], name, { type: 'application/pdf' })

it('a program reads what is asked, sends the file, and books with it', async () => {
  const asked = await json<{ version: number; items: { id: string; kind: string; isRequired: boolean }[] }>(await call('/resources/asks/questions', { token: ann.token }))
  expect([asked.version, asked.items.map(({ id, kind, isRequired }) => [id, kind, isRequired])]).toEqual([1, [['q00000001', 'file', true], ['q00000002', 'number', false]]])
  const sent = await upload(ann.token, { questionId: 'q00000001', file: plan() })
  expect(sent.status).toBe(201)
  const file = await json<{ id: string; name: string }>(sent)
  expect([file.name, sent.headers.get('Location')]).toEqual(['plan.pdf', `/bookings/files/${file.id}`])
  // The same file again is the one that is there.
  expect((await json<{ id: string }>(await upload(ann.token, { questionId: 'q00000001', file: plan() }))).id).toBe(file.id)
  const bob = await makePerson('bob')
  const book = (token: string) => call('/bookings', { token, body: { resourceId: 'asks', ...slot(10, 12), answers: { q00000001: file.id } } })
  expect((await book(bob.token)).status).toBe(422)
  const made = await json<{ id: string; items: { answers: { id: string; value: string }[] }[] }>(await book(ann.token))
  expect(made.items[0]?.answers).toMatchObject([{ id: 'q00000001', value: file.id }])
  expect(await db.answerFile.findUniqueOrThrow({ where: { fileId: file.id }, select: { bookingId: true } })).toEqual({ bookingId: made.id })
})

it('refuses what is no such file, question, resource or caller, and keeps nothing of it', async () => {
  const before = await db.storedFile.count()
  const refused = async (answer: Promise<Response>) => {
    const response = await answer
    const { problems = [] } = await json<{ problems?: { code: string; params: { field?: string } }[] }>(response)
    return [response.status, ...problems.map(({ params }) => params.field)]
  }
  expect(await refused(upload(ann.token, {}))).toEqual([422, 'questionId', 'file'])
  expect(await refused(upload(ann.token, { questionId: 'q00000001', file: 'text' }))).toEqual([422, 'file'])
  expect(await refused(upload(ann.token, { questionId: 'q00000002', file: plan() }))).toEqual([422, 'questionId'])
  expect(await refused(upload(ann.token, { questionId: 'q00000001\0', file: plan() }))).toEqual([422, 'questionId'])
  expect(await refused(upload(ann.token, { questionId: 'q00000001', file: plan('MZ', 'plan.exe') }))).toEqual([422, 'file'])
  expect(await refused(upload(ann.token, { questionId: 'q00000001', file: plan('') }))).toEqual([422, 'file'])
  expect((await refused(upload(ann.token, { questionId: 'q00000001', file: plan() }, 'nowhere')))[0]).toBe(404)
  expect((await refused(upload(null, { questionId: 'q00000001', file: plan() })))[0]).toBe(401)
  const reader = await makePerson('reader', { scopes: ['read'] })
  expect((await refused(upload(reader.token, { questionId: 'q00000001', file: plan() })))[0]).toBe(403)
  expect((await call('/resources/asks/answer-files', { token: ann.token, body: {} })).status).toBe(415)
  expect((await call('/resources/asks/answer-files', { token: ann.token, text: 'x', headers: { 'Content-Type': 'multipart/form-data; boundary=y' } })).status).toBe(400)
  expect(await db.storedFile.count()).toBe(before)
})

it('a body is as long as a file only where files are taken', () => {
  const form = 'multipart/form-data; boundary=x'
  for (const path of ['/api/v1/resources/asks/answer-files', '/waits/w', '/bookings/b/elsewhere', '/bookings/b/elsewhere.data']) expect(bodyLimit(path, form), path).toBeGreaterThan(20_000_000)
  for (const path of ['/api/v1/resources/asks', '/api/v1/bookings', '/waits', '/bookings/b']) expect(bodyLimit(path, form), path).toBe(1_000_000)
})
