import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { meanTenths } from '~/domain/usage/achievement'
import { createBooking } from '~/features/bookings/create.server'
import { keptOwner } from '~/features/scheduling/owner.server'
import { acknowledgementOf, saveAcknowledgement } from '~/features/usage/after/acknowledgement.server'
import { listAchievements } from '~/features/usage/after/achievements.server'
import { rateUse } from '~/features/usage/after/rate.server'
import { removeAchievement, saveAchievement } from '~/features/usage/after/save-achievement.server'
import { achievementSchema } from '~/features/usage/after/schema'
import { checkIn } from '~/features/usage/check-in.server'
import { checkOut } from '~/features/usage/check-out.server'
import { conductRulesForm } from '~/features/usage/conduct/rules-form'
import { conductRulesPage, previewConductRules, publicConductRules } from '~/features/usage/conduct/rules-page.server'
import { conductOwner, saveConductRules } from '~/features/usage/conduct/save-rules.server'
import { settleUses } from '~/features/usage/settle.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'

let manager: Actor
let person: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
})
beforeEach(async () => {
  person = await makePerson()
})
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? ['ok'] : outcome.problems.map((each) => (each.code === 'field_invalid' ? each.params.field : each.code)))

/** A use on Tuesday from 10 to 11 that is over. */
async function used(resource: string, by = person): Promise<string> {
  const made = await createBooking(by, booking(resource, at(1, 10), at(1, 11)), NOW)
  if (!made.ok) throw new Error(codes(made).join())
  const { id } = await db.bookingItem.findFirstOrThrow({ where: { bookingId: made.value.id }, select: { id: true } })
  await checkIn(by, id, {}, at(1, 10))
  await checkOut(by, id, {}, at(1, 11))
  return id
}

describe('a rating', () => {
  it('is said by its person once the use is over, changed in place, and shows as a mean from five on', async () => {
    const resource = await makeResource({ capacity: 10 })
    const people = await Promise.all(Array.from({ length: 5 }, () => makePerson()))
    const items = await Promise.all(people.map((each) => used(resource, each)))
    expect(codes(await rateUse(person, items[0]!, { stars: 1, words: null }, at(1, 12)))).toEqual(['not_allowed'])
    expect(codes(await rateUse(person, 'x', { stars: 1, words: null }, at(1, 12)))).toEqual(['not_allowed'])
    for (const [index, each] of people.entries()) {
      const outcomes = await Promise.all([5, 3].map((stars) => rateUse(each, items[index]!, { stars, words: null }, at(1, 12))))
      expect(outcomes.map(codes)).toEqual([['ok'], ['ok']])
      await rateUse(each, items[index]!, { stars: index === 0 ? 2 : 4, words: 'fine' }, at(1, 13))
      const sums = await db.resource.findUniqueOrThrow({ where: { id: resource }, select: { ratingCount: true, ratingSum: true } })
      expect(sums).toEqual({ ratingCount: index + 1, ratingSum: 2 + 4 * index })
      expect(meanTenths(sums.ratingCount, sums.ratingSum)).toBe(index < 4 ? null : 36)
    }
  })
})

describe('words of thanks', () => {
  it('come from the resource, else the lab, else the names and the code, and are kept by who manages', async () => {
    const resource = await makeResource({ id: `r-${randomUUID().slice(0, 6)}` })
    const plain = await acknowledgementOf(resource)
    expect(plain.zh).toContain('仪器')
    expect(plain.en).toContain(resource)
    const save = (by: Actor, kind: 'lab' | 'resource', id: string, textEn: string | null, version = 0) => saveAcknowledgement(by, kind, id, { textZh: null, textEn, version }, NOW)
    expect([await save(person, 'lab', 'a-lab', 'x'), await save(await managerOf('b'), 'resource', resource, 'x')].map(codes)).toEqual([['not_allowed'], ['not_allowed']])
    expect(codes(await save(manager, 'lab', 'a-lab', 'Thanks for [resource], [code]'))).toEqual(['ok'])
    expect((await acknowledgementOf(resource)).en).toBe(`Thanks for 仪器, ${resource}`)
    expect((await Promise.all([save(manager, 'resource', resource, 'Own'), save(manager, 'resource', resource, 'Other')])).map(codes).toSorted()).toEqual([['ok'], ['version_conflict']])
    expect((await acknowledgementOf(resource)).zh).toBe(plain.zh)
  })
})

describe('results', () => {
  const input = (rest: object = {}) => achievementSchema.parse({ kind: 'paper', title: 'On crystals', people: 'A. Author', year: '2026', ...rest })
  it('are linked to uses, found again from the resource and the project, once for each DOI, and edited by who added them', async () => {
    const group = `g-${randomUUID().slice(0, 6)}`
    const projectId = `${group}-p`
    await db.researchGroup.create({ data: { id: group, universityId: 'a', leaderId: person.personId, nameZh: '组', nameEn: 'Group', confirmedAt: NOW, members: { create: { personId: person.personId, role: 'member', startsAt: new Date(0) } }, projects: { create: { id: projectId, nameZh: '项目', nameEn: 'Project' } } } })
    const resource = await makeResource()
    const made = await createBooking(person, booking(resource, at(1, 14), at(1, 15), { groupId: group, projectId }), NOW)
    if (!made.ok) throw new Error(codes(made).join())
    const { id: item } = await db.bookingItem.findFirstOrThrow({ where: { bookingId: made.value.id }, select: { id: true } })
    await checkIn(person, item, {}, at(1, 14))
    await checkOut(person, item, {}, at(1, 15))
    const stranger = await makePerson()
    expect(codes(await saveAchievement(stranger, null, input({ uses: item }), NOW))).toEqual(['uses'])
    expect(codes(await saveAchievement(stranger, null, input({ projects: projectId, resources: [resource] }), NOW))).toEqual(['projects', 'resources'])
    const saved = await saveAchievement(person, null, input({ uses: item, doi: 'https://doi.org/10.1000/ABC' }), at(2, 9))
    if (!saved.ok) throw new Error(codes(saved).join())
    expect(codes(await saveAchievement(person, null, input({ doi: '10.1000/abc' }), at(2, 9)))).toEqual(['doi'])
    await saveAchievement(manager, null, input({ doi: 'doi:10.1000/abc', resources: [resource] }), at(2, 9))
    const ids = async (actor: Actor | null, filter: Parameters<typeof listAchievements>[1]) => (await listAchievements(actor, filter)).map(({ id }) => id)
    expect(await ids(person, { of: 'project', id: projectId })).toEqual([saved.value.id])
    expect(await ids(null, { of: 'resource', id: resource })).toHaveLength(1)
    expect(await ids(person, { of: 'person' })).toEqual([saved.value.id])
    expect(codes(await saveAchievement(manager, saved.value.id, input({ version: '1' }), at(2, 10)))).toEqual(['not_allowed'])
    const change = (title: string) => saveAchievement(person, saved.value.id, input({ title, uses: item, version: '1' }), at(2, 10))
    expect((await Promise.all([change('One'), change('Two')])).map(codes).toSorted()).toEqual([['ok'], ['version_conflict']])
    expect(codes(await removeAchievement(person, saved.value.id, 2, at(2, 11)))).toEqual(['ok'])
    expect(await ids(person, { of: 'person' })).toEqual([])
    expect(await db.auditEvent.count({ where: { subjectId: saved.value.id } })).toBe(3)
  })
})

describe('rules of conduct', () => {
  const form = (fields: Record<string, string>) => conductRulesForm.parse({ seen: 'none', ...fields })
  it('are published by who keeps the owner, shown with their source and before whom they touch, and never wider than it', async () => {
    const resource = await makeResource()
    const ref = { kind: 'resource' as const, id: resource }
    const strict = { checkIn: 'required', strikes: 'own', 's0-kind': 'no_show', 's0-count': '1', 's0-withinDays': '30', 's0-scope': 'resource', 's0-effect': 'suspended', 's0-days': '3' }
    expect([await saveConductRules(person, ref, form(strict), NOW), await saveConductRules(await managerOf('b'), ref, form(strict), NOW)].map(codes)).toEqual([['not_allowed'], ['not_allowed']])
    expect(codes(await saveConductRules(manager, ref, form({ ...strict, 's0-scope': 'lab' }), NOW))).toEqual(['strikes'])
    expect(codes(await saveConductRules(manager, ref, form({ decayDays: '0' }), NOW))).toEqual(['decayDays'])
    expect((await Promise.all([1, 2].map(() => saveConductRules(manager, ref, form({ checkIn: 'required' }), NOW)))).map(codes).toSorted()).toEqual([['ok'], ['version_conflict']])
    await createBooking(person, booking(resource, at(1, 10), at(1, 11)), NOW)
    await settleUses(at(1, 12), new Date(0))
    const preview = await previewConductRules(manager, ref, form(strict).rules, at(1, 12))
    expect(preview).toMatchObject({ lookedAt: 1, changes: [{ id: person.personId, scope: 'resource', effect: 'suspended', days: 3, is: 'new' }] })
    const owner = (await conductOwner(manager, ref))!
    const page = await conductRulesPage(owner, at(1, 12))
    expect([page.rules.checkIn, page.sources.checkIn?.kind, page.sources.decayDays, page.inherited.checkIn]).toEqual(['required', 'resource', null, 'optional'])
    expect(codes(await saveConductRules(manager, ref, form({ ...strict, seen: page.seen, from: '2026-12-01' }), at(1, 12)))).toEqual(['ok'])
    expect((await publicConductRules(null, resource, at(1, 12)))?.strikes.filter(({ scope }) => scope === 'resource')).toEqual([])
    expect((await publicConductRules(null, resource, at(20, 12)))?.strikes.filter(({ scope }) => scope === 'resource')).toMatchObject([{ count: 1, effect: 'suspended' }])
    expect(await keptOwner(person, ref)).toBe(null)
  })
})
