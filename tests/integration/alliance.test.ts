import { describe, expect, it } from 'vitest'
import type { Actor, Grant } from '~/domain/access/permission'
import { doorToDoorMinutes } from '~/domain/scheduling/travel'
import { addMailDomain } from '~/features/alliance/add-mail-domain.server'
import {
  currentDocument,
  getCampusPlaces,
  getRailLegs,
  getUniversity,
  listUniversities,
  universityOfDomain,
} from '~/features/alliance/queries.server'
import { removeMailDomain } from '~/features/alliance/remove-mail-domain.server'
import { addMailDomainSchema } from '~/features/alliance/schema'
import { db } from '~/platform/db.server'
import { seeded } from '#tests/setup/database'

const person = (grants: Grant[]): Actor => ({
  personId: '00000000-0000-4000-8000-000000000001',
  email: 'someone@scu.edu.cn',
  homeUniversityId: 'scu',
  homeKind: 'staff',
  grants,
})
const office = person([{ role: 'office', scopeKind: 'alliance', scopeId: null }])
const coordinator = person([{ role: 'coordinator', scopeKind: 'university', scopeId: 'scu' }])

seeded('alliance')

describe('the members', () => {
  it('come in the founding order, with campuses and counts', async () => {
    const universities = await listUniversities()
    expect(universities.length).toBe(20)
    expect(universities[0]).toMatchObject({ id: 'scu', isChair: true, labCount: 6, resourceCount: 0 })
    expect(universities[0]?.campuses.length).toBe(3)
  })

  it('show the labs they host and those they share in', async () => {
    const cdut = await getUniversity('cdut')
    expect(cdut?.labs.map(({ id }) => id)).toContain('cdut-geochem')
    expect(cdut?.sharedLabs.map(({ id, role }) => `${id} ${role}`).toSorted()).toEqual([
      'alliance-crjul member',
      'swpu-reservoir member',
    ])
    expect(await getUniversity('nowhere')).toBeNull()
  })

  it('lie so far apart as their journeys say', async () => {
    const [places, rail] = await Promise.all([getCampusPlaces(), getRailLegs()])
    const at = (id: string) => places.find((place) => place.id === id)!
    expect(doorToDoorMinutes(at('scu-wangjiang'), at('cqu-a'), rail)).toBe(30 + 30 + 80 + 18)
    expect(doorToDoorMinutes(at('cqu-a'), at('cqu-xuefengshan'), rail)).toBeNull()
  })

  it('publish a privacy notice in both languages', async () => {
    const notice = await currentDocument('privacy')
    expect(notice?.bodyZh).toContain('个人信息保护法')
    expect(notice?.bodyEn).toContain('Personal Information Protection Law')
    expect(await currentDocument('nothing')).toBeNull()
  })
})

describe('mail domains', () => {
  it('name the member whose people have addresses there, exactly', async () => {
    expect((await universityOfDomain('SCU.edu.cn'))?.id).toBe('scu')
    expect((await universityOfDomain('my.swjtu.edu.cn'))?.id).toBe('swjtu')
    for (const domain of ['edu.cn', 'evil.scu.edu.cn', 'scu.edu.cn.evil.com', 'swjtu.example', '']) {
      expect(await universityOfDomain(domain)).toBeNull()
    }
  })

  it('are added once, by those who may, and audited', async () => {
    const input = { domain: 'med.scu.edu.cn', universityId: 'scu' }
    expect(await addMailDomain(coordinator, input)).toMatchObject({ ok: false, problems: [{ code: 'not_allowed' }] })
    expect(await addMailDomain(office, input)).toEqual({ ok: true, value: { domain: input.domain } })
    expect(await addMailDomain(office, input)).toMatchObject({
      ok: false,
      problems: [{ code: 'field_invalid', params: { field: 'domain' } }],
    })
    expect(await addMailDomain(office, { ...input, domain: 'x.edu.cn', universityId: 'none' })).toMatchObject({ ok: false })
    expect((await universityOfDomain(input.domain))?.id).toBe('scu')
    const events = await db.auditEvent.findMany({ where: { action: 'mail_domain.added' } })
    expect(events.map(({ data }) => data)).toEqual([{ domain: input.domain }])
  })

  it('are removed with a trace', async () => {
    expect(await removeMailDomain(coordinator, 'stu.cqu.edu.cn')).toMatchObject({ ok: false })
    expect(await removeMailDomain(office, 'stu.cqu.edu.cn')).toMatchObject({ ok: true })
    expect(await removeMailDomain(office, 'stu.cqu.edu.cn')).toMatchObject({ ok: false, problems: [{ code: 'nothing_changed' }] })
    expect(await universityOfDomain('stu.cqu.edu.cn')).toBeNull()
    expect(await db.auditEvent.count({ where: { action: 'mail_domain.removed', subjectId: 'cqu' } })).toBe(1)
  })

  it('must belong to somebody', () => {
    const parse = (domain: string) => addMailDomainSchema.safeParse({ domain, universityId: 'scu' })
    expect(parse(' @Med.SCU.edu.cn ').data?.domain).toBe('med.scu.edu.cn')
    for (const domain of ['qq.com', 'edu.cn', 'cn', '', 'a b.cn', '-x.cn', 'x..cn', `${'a'.repeat(64)}.cn`, '川大.cn', '1.2.3.4']) {
      expect(parse(domain).success).toBe(false)
    }
  })
})
