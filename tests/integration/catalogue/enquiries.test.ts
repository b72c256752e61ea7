import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Actor } from '~/domain/access/permission'

vi.hoisted(() => {
  process.env.DEMO = '1'
  process.env.SMTP_URL = ''
  process.env.BASE_URL = ''
})
const { makeResource, makePerson, makeWorld, managerOf, NOW } = await import('#tests/factories/world')
const { runJobs } = await import('#tests/setup/jobs')
const { answerEnquiry } = await import('~/features/catalogue/enquiries/answer.server')
const { askAboutResource } = await import('~/features/catalogue/enquiries/ask.server')
const { enquiryByKey, enquiryFigures, listEnquiries } = await import('~/features/catalogue/enquiries/queries.server')
const { db } = await import('~/platform/db.server')

let manager: Actor
let elsewhere: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  elsewhere = await managerOf('b')
})

const input = (more: object = {}) => ({ name: 'Q', organisation: 'O', email: 'asker@works.example', question: 'May we bring steel samples?', ...more })
const context = { locale: 'en' as const, now: NOW }
const lettersTo = (to: string) => db.mailboxMessage.findMany({ where: { to }, orderBy: { id: 'asc' } })
const keyIn = (text: string) => /\/enquiries\/([\w-]+)/.exec(text)?.[1] ?? ''

describe('an enquiry', () => {
  it('needs no account, reaches the lab, and is answered with name and date by a secret link', async () => {
    const id = await makeResource({ shareScope: 'contact_only' })
    expect((await askAboutResource(null, id, input(), context)).ok).toBe(true)
    expect((await askAboutResource(null, id, input(), context)).ok).toBe(true)
    const [enquiry, ...more] = await db.enquiry.findMany({ where: { resourceId: id } })
    expect(more).toEqual([])
    // Monday 9:00 and three working days: Wednesday evening.
    expect(enquiry!.dueAt).toEqual(new Date('2026-11-25T10:00:00Z'))
    await runJobs(NOW)
    const [received] = await lettersTo('asker@works.example')
    expect((await enquiryByKey(keyIn(received!.text), NOW))?.question).toBe(input().question)
    expect(await lettersTo(manager.email)).toHaveLength(1)
    expect(await lettersTo(elsewhere.email)).toHaveLength(0)

    const later = new Date(NOW.getTime() + 5 * 3_600_000)
    const answer = { id: enquiry!.id, version: 1, answer: 'Yes' }
    expect((await answerEnquiry(elsewhere, answer, later)).ok).toBe(false)
    const outcomes = await Promise.all([answerEnquiry(manager, answer, later), answerEnquiry(manager, answer, later)])
    expect(outcomes.filter((each) => each.ok)).toHaveLength(1)
    await runJobs(later)
    const letters = await lettersTo('asker@works.example')
    expect(letters).toHaveLength(2)
    expect(letters[1]!.text).toContain('Yes')
    const read = await enquiryByKey(keyIn(letters[1]!.text), later)
    expect(read).toMatchObject({ answer: 'Yes', answeredAt: later, answeredBy: { email: manager.email } })
    expect(await enquiryByKey('nothing', later)).toBeNull()

    expect(await enquiryFigures(manager, later)).toMatchObject([{ count: 1, answered: 1, medianSeconds: 5 * 3600 }])
    expect(await enquiryFigures(elsewhere, later)).toEqual([])
    expect((await listEnquiries(manager, { state: 'answered', page: 1 }, later)).counts).toEqual({ open: 0, answered: 1 })
  })

  it('of a machine writes nothing, and of what cannot be seen is refused', async () => {
    const id = await makeResource()
    expect((await askAboutResource(null, id, input({ website: 'http://x' }), context)).ok).toBe(true)
    expect(await db.enquiry.count({ where: { resourceId: id } })).toBe(0)
    const hidden = await makeResource({ shareScope: 'own_university' })
    expect((await askAboutResource(null, hidden, input(), context)).ok).toBe(false)
    expect((await askAboutResource(await makePerson('a'), hidden, input(), context)).ok).toBe(true)
  })
})
