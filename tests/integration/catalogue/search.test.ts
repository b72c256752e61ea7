import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { parseSearch } from '~/features/finder/schema'
import { searchResources } from '~/features/finder/search.server'
import { db } from '~/platform/db.server'
import { makeResource, makeWorld } from '#tests/integration/catalogue/world'

const now = new Date('2026-11-23T02:00:00Z')
const zone = 'Asia/Shanghai'

const search = (address: string, actor: Actor | null = null) =>
  searchResources({ ...parseSearch(new URLSearchParams(address), now, zone), actor, locale: 'zh-CN', now })

const found = async (address: string, actor: Actor | null = null) =>
  (await search(address, actor)).items.map((item) => item.id)

const person = (homeUniversityId: string, grants: Actor['grants'] = []): Actor => ({
  personId: '00000000-0000-4000-8000-000000000001',
  email: 'person@example.invalid',
  homeUniversityId,
  homeKind: 'teacher',
  grants,
})

beforeAll(async () => {
  await makeWorld()
  await makeResource({ id: 'cryo', nameZh: '冷冻透射电子显微镜', nameEn: 'Cryo-transmission electron microscope', maker: 'Thermo Fisher Scientific', model: 'Krios G4', kindId: 'cryo_em', perHourFen: 90_000 })
  await makeResource({ id: 'sem-scu', nameZh: '场发射扫描电子显微镜', maker: 'ZEISS', model: 'GeminiSEM 300', modes: ['self_operation', 'entrusted_test'] })
  await makeResource({ id: 'sem-cqu', nameZh: '扫描电镜100%', nameEn: 'SEM_lab "A"', labId: 'cqu-micro', maker: 'JEOL', model: 'JSM-7800F', perHourFen: 5_000 })
  await makeResource({ id: 'probe', nameZh: '半导体参数分析与探针台', labId: 'cqu-micro', kindId: 'probe' })
  await makeResource({ id: 'seat', nameZh: '专题文献席位', kindId: 'seat', labId: 'cqu-micro' })
  await makeResource({ id: 'draft', nameZh: '草稿电镜', status: 'draft' })
  await makeResource({ id: 'retired', nameZh: '退役电镜', status: 'retired' })
  await makeResource({ id: 'unconfirmed', nameZh: '待核实电镜', labId: 'cqu-new' })
  await makeResource({ id: 'own', nameZh: '校内电镜', labId: 'cqu-micro', shareScope: 'own_university' })
  await db.labResource.create({ data: { labId: 'joint', resourceId: 'cryo' } })
})

describe('words', () => {
  it.each([
    ['冷冻电镜', ['cryo']],
    ['cryo', ['cryo']],
    ['lddj', ['cryo']],
    ['LengDongDianJing', ['cryo']],
    ['ｃｒｙｏ', ['cryo']],
    ['krios g4', ['cryo']],
    ['KriosG4', ['cryo']],
    ['镜', ['cryo', 'sem-cqu', 'sem-scu', 'probe', 'seat']],
    ['席位', ['seat']],
    ['sem', ['sem-cqu', 'sem-scu']],
    ['scu sem', ['sem-scu']],
    ['川大 扫描', ['sem-scu']],
    ['川大扫描电镜', ['sem-scu']],
    ['jsm7800f', ['sem-cqu']],
    ['JSM-7800', ['sem-cqu']],
    ['生物治疗国家重点实验室', ['cryo', 'sem-scu']],
    ['生命健康', ['cryo', 'sem-scu']],
    ['%', ['sem-cqu']],
    ['_', ['sem-cqu']],
    ['100%', ['sem-cqu']],
    ['\\', []],
    ["' OR 1=1 --", []],
    ['"SEM_lab', ['sem-cqu']],
    ['campus A', ['sem-cqu', 'probe', 'seat']],
    ['🔬', []],
    ['\0', ['sem-scu', 'cryo', 'probe', 'seat', 'sem-cqu']],
    ['\ud800', []],
    ['x'.repeat(500), []],
    ['不存在的仪器', []],
  ])('%j', async (q, ids) => {
    const answer = await search(new URLSearchParams({ q, sort: 'name' }).toString())
    expect(new Set(answer.items.map((item) => item.id))).toEqual(new Set(ids))
    expect(answer.total).toBe(ids.length)
    expect(answer.similar).toBe(false)
  })

  it('puts a match in the name before one in the lab', async () => {
    const ids = await found(new URLSearchParams({ q: '扫描电镜' }).toString())
    expect(ids[0]).toBe('sem-cqu')
    expect((await found('q=electron')).indexOf('cryo')).toBeLessThan((await found('q=electron')).indexOf('seat'))
  })

  it.each([['cyro', 'cryo'], ['micrscope', 'cryo'], ['gemnisem', 'sem-scu']])('guesses %s, and says so', async (q, id) => {
    const answer = await search(`q=${q}`)
    expect(answer.items.map((item) => item.id)).toContain(id)
    expect(answer.similar).toBe(true)
  })
})

describe('facets', () => {
  it('counts each facet under the others', async () => {
    const all = await search('')
    const counts = (answer: typeof all, facet: keyof typeof all.facets) =>
      Object.fromEntries(answer.facets[facet].map((each) => [each.value, each.count]))
    expect(counts(all, 'university')).toEqual({ scu: 2, cqu: 3 })
    expect(counts(all, 'city')).toEqual({ Chengdu: 2, Chongqing: 3 })
    expect(counts(all, 'level')).toEqual({ national_key_lab: 2, university_platform: 3, joint_sichuan_chongqing: 1 })
    expect(counts(all, 'mode')).toEqual({ self_operation: 5, entrusted_test: 1 })

    const chosen = await search('university=scu&kind=sem')
    expect(chosen.items.map((item) => item.id)).toEqual(['sem-scu'])
    expect(counts(chosen, 'university')).toEqual({ scu: 1, cqu: 1 })
    expect(counts(chosen, 'kind')).toEqual({ cryo_em: 1, sem: 1 })
  })

  it('adds up: choosing a value leaves as many as it promised', async () => {
    const all = await search('')
    for (const [facet, values] of Object.entries(all.facets)) {
      for (const { value, count } of values) {
        expect([facet, value, (await search(new URLSearchParams([[facet, value]]).toString())).total]).toEqual([facet, value, count])
      }
    }
  })

  it('takes several values as or, several facets as and, a nature for its kinds', async () => {
    expect((await search('university=scu&university=cqu')).total).toBe(5)
    expect((await search('university=cqu&mode=entrusted_test')).total).toBe(0)
    expect(await found('kind=seat')).toEqual(['seat'])
    expect(await found('lab=joint')).toEqual(['cryo'])
  })

  it('keeps a chosen value at zero, with its name', async () => {
    const { facets } = await search(new URLSearchParams({ q: '席位', university: 'scu' }).toString())
    expect(facets.university).toContainEqual({ value: 'scu', labelZh: '四川大学', labelEn: 'Sichuan University', count: 0 })
  })

  it.each(['university=nowhere', 'level=highest', 'mode=%00', 'kind=%27', 'tag=x&lab=y&campus=z&city=q', 'sort=worst', 'page=-1', 'page=x', 'limit=0', 'cursor=%F0', 'minMinutes=no', 'freeFrom=never&freeTo=2026-02-30', 'when=once'])(
    'ignores %s',
    async (address) => {
      expect((await search(address)).total).toBe(5)
    },
  )
})

describe('order and pages', () => {
  it.each(['relevance', 'name', 'price', 'university'])('by %s has no gap and no double', async (sort) => {
    const whole = await found(`sort=${sort}&limit=100`)
    const parts = await Promise.all([1, 2, 3].map((page) => found(`sort=${sort}&limit=2&page=${page}`)))
    expect(parts.flat()).toEqual(whole)
  })

  it('goes on by cursor to the end', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const answer = await search(`limit=2&cursor=${cursor}`)
      seen.push(...answer.items.map((item) => item.id))
      cursor = answer.nextCursor
    }
    expect(new Set(seen).size).toBe(5)
    expect(seen).toHaveLength(5)
  })

  it('sorts by the price for the reader', async () => {
    expect((await found('sort=price'))[0]).toBe('sem-cqu')
    expect((await found('sort=price')).at(-1)).toBe('cryo')
  })

  it('never gives more than a hundred', () => {
    expect(parseSearch(new URLSearchParams('limit=1000'), now, zone).limit).toBe(100)
  })
})

describe('who sees what', () => {
  it('hides drafts, retired resources and unconfirmed labs from everybody', async () => {
    for (const actor of [null, person('cqu'), person('scu', [{ role: 'admin', scopeKind: 'alliance', scopeId: null }])]) {
      const ids = await found('', actor)
      expect(ids).not.toContain('draft')
      expect(ids).not.toContain('retired')
      expect(ids).not.toContain('unconfirmed')
    }
  })

  it('lists what is shared inside a university there alone', async () => {
    expect(await found('')).not.toContain('own')
    expect(await found('', person('scu'))).not.toContain('own')
    expect(await found('', person('cqu'))).toContain('own')
    expect(await found('', person('scu', [{ role: 'operator', scopeKind: 'lab', scopeId: 'cqu-micro' }]))).toContain('own')
    expect(await found('', person('scu', [{ role: 'office', scopeKind: 'alliance', scopeId: null }]))).toContain('own')
  })
})
