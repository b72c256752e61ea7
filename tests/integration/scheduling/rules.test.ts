import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Quota } from '~/domain/scheduling/quota'
import { checkBooking, createBooking } from '~/features/bookings/create.server'
import { answerRules } from '~/features/bookings/previews/answer-rules.server'
import { keptOwner } from '~/features/scheduling/owner.server'
import { rulesPage } from '~/features/scheduling/policies/queries.server'
import { saveRules } from '~/features/scheduling/policies/save.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'

let manager: Actor
let person: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  person = await makePerson()
})

const QUOTA: Quota = { measure: 'hours', window: 'day', days: null, per: 'person', limit: 4, over: 'resource' }
const pageOf = async (id: string) => rulesPage(manager, (await keptOwner(manager, { kind: 'resource', id }))!, new URLSearchParams(), NOW)
const post = (fields: Record<string, string>) => new Request('http://here.test/', { method: 'POST', body: new URLSearchParams(fields) })

describe('rules of an owner', () => {
  it('are saved once however often they are sent, as a new version, and hold from their day', async () => {
    const id = await makeResource({ policy: { maxMinutes: 480 } })
    const ref = { kind: 'resource', id } as const
    const { seen } = await pageOf(id)
    const input = { rules: { maxMinutes: 120, quotas: [QUOTA] }, from: null, seen }
    for (const _ of [1, 2, 3]) expect((await saveRules(manager, ref, input, NOW)).ok).toBe(true)
    expect(await db.policyVersion.count({ where: { ownerId: id } })).toBe(2)
    expect(await checkBooking(person, booking(id, at(1, 9), at(1, 12)), NOW)).toMatchObject({ value: { problems: [{ code: 'duration_too_long' }] } })
    expect(await saveRules(manager, ref, { rules: {}, from: null, seen }, NOW)).toMatchObject({ ok: false, problems: [{ code: 'version_conflict' }] })
    const page = await pageOf(id)
    expect(page.sources).toMatchObject({ maxMinutes: { kind: 'resource' }, gridMinutes: null })
    expect((await saveRules(manager, ref, { rules: {}, from: '2026-12-01', seen: page.seen }, NOW)).ok).toBe(true)
    expect((await pageOf(id)).coming).toHaveLength(1)
    expect((await pageOf(id)).policy.maxMinutes).toBe(120)
    expect(await saveRules(person, ref, input, NOW)).toMatchObject({ ok: false, problems: [{ code: 'not_allowed' }] })
  })

  it('that are impossible are refused at their fields; those that would not have allowed a booking name it', async () => {
    const id = await makeResource({ policy: { maxMinutes: 480 } })
    expect((await createBooking(person, booking(id, at(2, 9), at(2, 12)), NOW)).ok).toBe(true)
    const owner = (await keptOwner(manager, { kind: 'resource', id }))!
    const { seen } = await pageOf(id)
    const ask = (fields: Record<string, string>) => answerRules(post({ form: 'rules', do: 'check', seen, ...fields }), manager, owner, NOW)
    expect(await ask({ minMinutes: '5 h', maxMinutes: '4 h' })).toMatchObject({ reply: { errors: { minMinutes: ['policies.problem.min_above_max'], maxMinutes: ['policies.problem.min_above_max'] } } })
    expect(await ask({ maxMinutes: 'long', quotas: 'own', 'q0-limit': '0' })).toMatchObject({ reply: { errors: { maxMinutes: ['policies.badDuration'], 'q0-limit': ['policies.problem.quota_impossible'] } } })
    expect(await ask({ maxMinutes: '2 h' })).toMatchObject({ reply: null, preview: { count: 1 } })
    expect(await ask({ quotas: 'own', 'q0-limit': '2' })).toMatchObject({ reply: null, preview: { count: 1 } })
    expect(await ask({ quotas: 'own', 'q0-limit': '3' })).toMatchObject({ reply: null, preview: { count: 0 } })
  })
})
