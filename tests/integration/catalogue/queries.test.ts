import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { confirmLab } from '~/features/catalogue/confirm-lab.server'
import { getLab, getResource, listLabs, resourceBasics } from '~/features/catalogue/queries.server'
import { parseLabFilters } from '~/features/catalogue/schema'
import { db } from '~/platform/db.server'
import { makeResource, makeWorld } from '#tests/integration/catalogue/world'

let personId = ''
const ids = async (address: string) =>
  (await listLabs(parseLabFilters(new URLSearchParams(address)), null)).items.map((each) => each.id)
const actor = (homeUniversityId: string | null, ...grants: Actor['grants']): Actor => ({
  personId,
  email: 'person@example.invalid',
  homeUniversityId,
  homeKind: 'staff',
  grants,
})
const coordinator = (universityId: string) => actor(universityId, { role: 'coordinator', scopeKind: 'university', scopeId: universityId })

beforeAll(async () => {
  await makeWorld()
  personId = (await db.person.create({ data: { email: 'person@example.invalid' } })).id
  await makeResource({ id: 'open', nameZh: '电镜', nameEn: null })
  await makeResource({ id: 'draft', nameZh: '草稿', status: 'draft' })
  await makeResource({ id: 'own', nameZh: '校内', labId: 'cqu-micro', shareScope: 'own_university' })
  await makeResource({ id: 'unconfirmed', nameZh: '待核实', labId: 'cqu-new' })
  await db.labResource.create({ data: { labId: 'joint', resourceId: 'open' } })
  await db.labOwner.createMany({
    data: [{ labId: 'joint', universityId: 'scu', role: 'lead' }, { labId: 'joint', universityId: 'cqu', role: 'member' }],
  })
})

describe('a resource', () => {
  it.each([
    ['open', null, true],
    ['draft', null, false],
    ['draft', 'manager', true],
    ['unconfirmed', null, false],
    ['unconfirmed', 'coordinator', true],
    ['own', null, false],
    ['own', 'member', true],
    ['nothing', null, false],
    ['\0', null, false],
    ["' OR 1=1", null, false],
  ] as const)('%j seen by %s: %s', async (id, who, isSeen) => {
    const actors = {
      manager: actor('scu', { role: 'lab_manager', scopeKind: 'lab', scopeId: 'scu-bio' }),
      coordinator: coordinator('cqu'),
      member: actor('cqu'),
    }
    expect((await getResource(id, who && actors[who])) !== null).toBe(isSeen)
  })

  it('gives prices as numbers of fen and tells who may change it', async () => {
    expect((await getResource('open', null))?.prices.map((each) => each.perHourFen).toSorted((a, b) => a - b)).toEqual([10_000, 20_000, 30_000, 40_000])
    expect((await getResource('open', coordinator('scu')))?.isManageable).toBe(true)
    expect((await getResource('open', coordinator('cqu')))?.isManageable).toBe(false)
  })

  it('is named for whoever refers to it, whatever its status', async () => {
    expect([...(await resourceBasics(['draft', 'open', 'nothing'])).keys()].toSorted()).toEqual(['draft', 'open'])
  })
})

describe('labs', () => {
  it('finds by former name, owner and level; wrong values find nothing or everything, never an error', async () => {
    expect(await ids('q=生物治疗国家')).toEqual(['scu-bio'])
    expect(await ids('university=cqu&level=joint_sichuan_chongqing')).toEqual(['joint'])
    expect(await ids('level=highest')).toEqual([])
    expect(await ids('q=%25')).toEqual([])
    expect(await ids('page=-3&q=%00')).toHaveLength(5)
    expect(await ids('page=9999')).toEqual([])
  })

  it('counts what can be seen, listed resources included', async () => {
    const { items, choices, total } = await listLabs(parseLabFilters(new URLSearchParams()), null)
    const counts = Object.fromEntries(items.map((each) => [each.id, each.resources]))
    expect(counts).toEqual({ 'scu-bio': 1, joint: 1, 'cqu-micro': 0, 'cqu-new': 0, 'cqu-closed': 0 })
    expect(total).toBe(5)
    expect(choices.universities.map((each) => [each.id, each.count])).toEqual([['scu', 2], ['cqu', 4]])
  })

  it('shows a lab with what it lists, without drafts', async () => {
    expect((await getLab('scu-bio', null))?.resources.map((each) => each.id)).toEqual(['open'])
    expect((await getLab('joint', null))?.owners.map((each) => [each.university.id, each.role])).toEqual([['scu', 'lead'], ['cqu', 'member']])
    expect(await getLab('nothing', null)).toBeNull()
  })

  it('is confirmed by its coordinator alone, once, and then its resources are found', async () => {
    const now = new Date('2026-11-23T02:00:00Z')
    expect((await getLab('cqu-new', coordinator('scu')))?.mayConfirm).toBe(false)
    expect((await confirmLab(coordinator('scu'), 'cqu-new', now)).ok).toBe(false)
    expect((await confirmLab(actor('cqu'), 'cqu-new', now)).ok).toBe(false)
    expect((await confirmLab(coordinator('cqu'), 'nothing', now)).ok).toBe(false)
    expect((await getLab('cqu-new', coordinator('cqu')))?.mayConfirm).toBe(true)
    expect(await getResource('unconfirmed', null)).toBeNull()
    const outcomes = await Promise.all([1, 2, 3].map(() => confirmLab(coordinator('cqu'), 'cqu-new', now)))
    expect(outcomes.every((each) => each.ok)).toBe(true)
    expect(await db.auditEvent.count({ where: { action: 'lab.confirmed', subjectId: 'cqu-new' } })).toBe(1)
    expect(await getResource('unconfirmed', null)).not.toBeNull()
  })
})
