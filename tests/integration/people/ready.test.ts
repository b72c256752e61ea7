import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { eligibilityOf } from '~/features/people/eligibility/queries.server'
import { changeQualification } from '~/features/people/qualifications/change.server'
import { grantQualification } from '~/features/people/qualifications/grant.server'
import { countReadyToGrant, readyToGrant } from '~/features/people/ready/queries.server'
import { recordStep } from '~/features/people/qualifications/record-step.server'
import { setQualificationRule } from '~/features/people/qualifications/rules.server'
import { askForTraining } from '~/features/people/training/ask.server'
import { db } from '~/platform/db.server'
import { makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'

beforeAll(makeWorld)

async function value<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const answer = await outcome
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
  return answer.value
}
const DAY_MS = 86_400_000
const rule = (resourceId: string, rest: object = {}) => ({
  subject: `resource:${resourceId}`, kindId: null, mode: 'self_operation' as const, band: 'any' as const, needsTheory: true, needsPractical: true,
  supervisedSessions: 0, needsExam: false, grantedBy: 'manager' as const, validMonths: 12, idleDays: null, warnDays: 30, ...rest,
})
const step = (trainer: Actor, person: Actor, resourceId: string, kind: 'theory' | 'practical' | 'supervised', day = '2026-11-20') =>
  value(recordStep(trainer, { email: person.email, resourceId, kind, day, note: null }, NOW))
const ALL = { take: 100, skip: 0 }
const grantOf = (email: string, resourceId: string, mode: 'self_operation' | 'remote' = 'self_operation', band: 'any' | 'night' = 'any') => ({ email, subject: `resource:${resourceId}`, mode, band })
async function waiting(manager: Actor, resourceId: string, now = NOW) {
  const { items } = await readyToGrant(manager, now, ALL)
  return items.filter((each) => each.resource.id === resourceId)
}

describe('who has done every step', () => {
  it('stands in the list of those who grant there, with the steps, until the qualification is granted', async () => {
    const [manager, foreign, ofLab] = [await managerOf('a'), await managerOf('b'), await makePerson('a', [{ role: 'lab_manager', scopeKind: 'lab', scopeId: 'a-lab' }])]
    const operator = await makePerson('a', [{ role: 'operator', scopeKind: 'university', scopeId: 'a' }])
    const [person, resource] = [await makePerson('b'), await makeResource({ needsQualification: true })]
    await value(setQualificationRule(manager, rule(resource), NOW))
    await value(askForTraining(person, { resourceId: resource, note: null }, NOW))
    expect(await step(operator, person, resource, 'theory', '2026-11-18')).toEqual({ granted: false })
    expect(await waiting(manager, resource)).toEqual([])
    expect(await step(operator, person, resource, 'practical')).toEqual({ granted: false })

    const [line] = await waiting(manager, resource)
    expect(line).toMatchObject({ personId: person.personId, person: { email: person.email }, mode: 'self_operation', band: 'any', steps: [{ kind: 'theory' }, { kind: 'practical' }] })
    expect(line!.steps.map(({ at }) => at.toISOString().slice(0, 10))).toEqual(['2026-11-18', '2026-11-20'])
    expect(await waiting(ofLab, resource)).toHaveLength(1)
    expect([await countReadyToGrant(manager, NOW), await countReadyToGrant(foreign, NOW), await countReadyToGrant(operator, NOW)]).toEqual([1, 0, 0])
    expect(await db.auditEvent.count({ where: { action: 'person.read', actorId: manager.personId, subjectId: person.personId } })).toBe(1)

    await value(grantQualification(manager, grantOf(person.email, resource), NOW))
    expect(await waiting(manager, resource)).toEqual([])
    expect(await db.trainingWish.findMany({ where: { personId: person.personId } })).toMatchObject([{ status: 'served' }])
    expect((await eligibilityOf(person, [resource], NOW)).get(resource)).toMatchObject({ standing: 'may' })
  })

  it('is not the one who grants, nor one who was suspended, nor one whose steps were for what was lost', async () => {
    const [manager, person, resource] = [await managerOf('a'), await makePerson('b'), await makeResource({ needsQualification: true })]
    await value(setQualificationRule(manager, rule(resource), NOW))
    await db.trainingStep.createMany({ data: (['theory', 'practical'] as const).map((kind) => ({ personId: manager.personId, resourceId: resource, kind, at: NOW })) })
    expect(await waiting(manager, resource)).toEqual([])
    for (const kind of ['theory', 'practical'] as const) await step(manager, person, resource, kind)
    const { id } = await value(grantQualification(manager, grantOf(person.email, resource), NOW))
    await value(changeQualification(manager, id, { version: 1, to: 'suspend', reason: 'incident' }, NOW))
    expect(await waiting(manager, resource)).toEqual([])
    await value(changeQualification(manager, id, { version: 2, to: 'lift', reason: null }, NOW))
    await value(changeQualification(manager, id, { version: 3, to: 'revoke', reason: 'left' }, NOW))
    expect(await waiting(manager, resource)).toEqual([])
    const later = new Date(NOW.getTime() + 2 * DAY_MS)
    expect((await eligibilityOf(person, [resource], later)).get(resource)?.reasons).toMatchObject([{ code: 'qualification', isComplete: false, left: [{ kind: 'theory' }, { kind: 'practical' }] }])
    for (const kind of ['theory', 'practical'] as const) await db.trainingStep.create({ data: { personId: person.personId, resourceId: resource, kind, at: new Date(NOW.getTime() + DAY_MS) } })
    expect(await waiting(manager, resource, later)).toHaveLength(1)
  })

  it('is given nothing by a step while suspended, and what a rule for nights leaves to the last step at once', async () => {
    const [manager, person, resource] = [await managerOf('a'), await makePerson('b'), await makeResource({ needsQualification: true })]
    await value(setQualificationRule(manager, rule(resource, { needsTheory: false, grantedBy: 'last_step' }), NOW))
    await value(setQualificationRule(manager, rule(resource, { needsTheory: false, needsPractical: false, supervisedSessions: 1, grantedBy: 'last_step', band: 'night' }), NOW))
    expect(await step(manager, person, resource, 'practical')).toEqual({ granted: true })
    const [day] = await db.qualification.findMany({ where: { personId: person.personId } })
    expect(day).toMatchObject({ band: 'any' })
    await value(changeQualification(manager, day!.id, { version: 1, to: 'suspend', reason: 'incident' }, NOW))
    expect(await step(manager, person, resource, 'practical', '2026-11-21')).toEqual({ granted: false })
    expect(await step(manager, person, resource, 'supervised')).toEqual({ granted: true })
    expect(await db.qualification.findMany({ where: { personId: person.personId, suspendedAt: null } })).toMatchObject([{ band: 'night' }])
  })

  it('is who is told so: the list and the answer to the person agree, whatever is held', async () => {
    const [manager, other] = [await managerOf('a'), await makePerson('b')]
    const people = await Promise.all(Array.from({ length: 6 }, () => makePerson('b')))
    const resources = await Promise.all(Array.from({ length: 4 }, () => makeResource({ needsQualification: true, modes: ['self_operation', 'remote'] })))
    let seed = 7
    const draw = (count: number) => (seed = (seed * 48_271) % 2_147_483_647) % count
    const instant = () => new Date(NOW.getTime() - draw(40) * DAY_MS)
    const none = { needsTheory: false, needsPractical: false, needsExam: false, supervisedSessions: 0 }
    for (const [index, resourceId] of resources.entries()) {
      await db.qualificationRule.create({ data: { resourceId, ...none, needsPractical: true, supervisedSessions: index % 2, grantedBy: index < 3 ? 'manager' : 'last_step' } })
      if (index === 0) await db.qualificationRule.create({ data: { resourceId, ...none, needsTheory: true, mode: 'remote', grantedBy: 'manager' } })
    }
    await db.qualificationRule.create({ data: { labId: 'a-lab', ...none, needsExam: true, mode: 'remote', grantedBy: 'manager' } })
    for (let n = 0; n < 90; n += 1) {
      const about = { personId: people[draw(6)]!.personId, resourceId: resources[draw(4)]! }
      if (n % 3 > 0) {
        await db.trainingStep.create({ data: { ...about, kind: (['theory', 'practical', 'supervised', 'exam'] as const)[draw(4)]!, at: instant() } })
        continue
      }
      const validFrom = instant()
      await db.qualification.create({
        data: {
          ...about, validFrom, mode: draw(3) === 0 ? 'remote' : null, validUntil: draw(2) ? new Date(validFrom.getTime() + 10 * DAY_MS) : null, idleDays: draw(4) ? 5 : null,
          revokedAt: draw(4) ? null : new Date(validFrom.getTime() + 3 * DAY_MS), suspendedAt: draw(7) ? null : validFrom,
        },
      })
    }
    const listed = (await readyToGrant(manager, NOW, ALL)).items.filter(({ resource }) => resources.includes(resource.id)).map((each) => [each.personId, each.resource.id, each.mode].join(' ')).toSorted()
    const told: string[] = []
    for (const person of [...people, other]) {
      for (const [id, { reasons }] of await eligibilityOf(person, resources, NOW)) {
        for (const each of reasons) if (each.code === 'qualification' && each.isComplete && each.lost?.why !== 'suspended') told.push([person.personId, id, each.mode].join(' '))
      }
    }
    expect(listed.length).toBeGreaterThan(3)
    expect(listed).toEqual(told.toSorted())
  })

  it('is listed page by page', async () => {
    const [manager, resource] = [await managerOf('a'), await makeResource()]
    await value(setQualificationRule(manager, rule(resource, { needsTheory: false }), NOW))
    for (let n = 0; n < 3; n += 1) await step(manager, await makePerson('b'), resource, 'practical')
    const { total } = await readyToGrant(manager, NOW, ALL)
    expect((await readyToGrant(manager, NOW, { take: 2, skip: 0 })).items).toHaveLength(2)
    expect(await readyToGrant(manager, NOW, { take: 2, skip: total - 1 })).toMatchObject({ total, items: [{}] })
  })
})
