import { beforeAll, describe, expect, it } from 'vitest'
import { labShape, resourceDetailShape, resourceShape, universityShape } from '~/features/catalogue/representation.server'
import { availabilityShape } from '~/features/finder/representation.server'
import { pageOf } from '~/platform/json-shapes'
import { db } from '~/platform/db.server'
import { call, json } from '#tests/integration/api/client'
import { hour, makePerson, makeResource, makeWorld, slot } from '#tests/integration/api/world'

beforeAll(async () => {
  await makeWorld()
  for (const id of ['r1', 'r2', 'r3', 'r4', 'r5']) await makeResource(id, { at: id < 'r4' ? 'scu' : 'cqu' })
  await makeResource('hidden', { status: 'draft' })
  await makeResource('own', { shareScope: 'own_university' })
  await makeResource('by-contact', { shareScope: 'contact_only' })
})

const resources = async (query: string, token?: string) => {
  const response = await call(`/resources?${query}`, { token })
  expect(response.status).toBe(200)
  return pageOf(resourceShape).parse(await json<unknown>(response))
}
const ids = async (query: string, token?: string) => (await resources(query, token)).items.map((each) => each.id).toSorted()

describe('resources', () => {
  it('are listed with names, places and prices', async () => {
    const { items } = await resources('q=r1')
    expect(items).toMatchObject([
      {
        id: 'r1', name: { zh: '电镜r1', en: 'Scanning electron microscope (ZEISS Sigma)' },
        lab: { id: 'scu-lab', name: { zh: '川大实验室', en: 'SCU Laboratory' } },
        university: { id: 'scu', name: { zh: '四川大学' } },
        campus: { id: 'scu-1', city: 'Chengdu', timeZone: 'Asia/Shanghai' },
        kind: { id: 'sem' }, modes: ['self_operation'],
      },
    ])
  })

  it('narrow by facets, repeated or parted by commas, and page without gaps or doubles', async () => {
    expect(await ids('university=cqu')).toEqual(['r4', 'r5'])
    expect(await ids('university=cqu&university=scu&limit=100')).toEqual(await ids('university=cqu,scu'))
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await resources(`limit=2&sort=name&cursor=${cursor}`)
      seen.push(...page.items.map((each) => each.id))
      cursor = page.nextCursor
    }
    expect(seen.toSorted()).toEqual(['by-contact', 'r1', 'r2', 'r3', 'r4', 'r5'])
  })

  it('are never more than a hundred at once', async () => {
    expect((await resources('limit=100000')).items.length).toBeLessThanOrEqual(100)
  })

  it('show what is kept inside a university to its people only', async () => {
    const insider = await makePerson('insider')
    const outsider = await makePerson('outsider', { at: 'cqu' })
    expect(await ids('q=own', insider.token)).toContain('own')
    expect(await ids('q=own', outsider.token)).not.toContain('own')
    expect((await call('/resources/own', { token: insider.token })).status).toBe(200)
    expect((await call('/resources/own', { token: outsider.token })).status).toBe(404)
    expect((await call('/resources/own/availability')).status).toBe(404)
  })

  it('tell who is free', async () => {
    const person = await makePerson('booker')
    await call('/bookings', { token: person.token, body: { resourceId: 'r1', ...slot(2, 4) } })
    const free = (from: number, to: number) =>
      ids(`freeFrom=${hour(from).toISOString()}&freeTo=${hour(to).toISOString()}&limit=100`)
    expect(await free(2, 3)).toEqual(['r2', 'r3', 'r4', 'r5'])
    expect(await free(4, 5)).toEqual(['r1', 'r2', 'r3', 'r4', 'r5'])
  })

  it('open with all that is told of them', async () => {
    const response = await call('/resources/r1')
    expect([response.status, response.headers.get('ETag')]).toEqual([200, '"1"'])
    resourceDetailShape.strict().parse(await json<unknown>(response))
  })
})

describe('availability', () => {
  const availability = async (query: string) => {
    const response = await call(`/resources/r2/availability?${query}`)
    expect(response.status).toBe(200)
    return availabilityShape.parse(await json<unknown>(response))
  }

  it('tells open, busy and free, and no title', async () => {
    const person = await makePerson('secretive')
    const made = await call('/bookings', { token: person.token, body: { resourceId: 'r2', ...slot(2, 4), title: 'Secret plans' } })
    expect(made.status).toBe(201)
    const response = await call(`/resources/r2/availability?from=${hour(0).toISOString()}&to=${hour(6).toISOString()}`)
    const text = await response.text()
    expect(text).not.toMatch(/Secret|secretive/)
    const { opening, busy, free } = availabilityShape.strict().parse(JSON.parse(text))
    const instants = (list: { startsAt: string; endsAt: string }[]) =>
      list.map((each) => [new Date(each.startsAt), new Date(each.endsAt)])
    expect(instants(opening)).toEqual([[hour(0), hour(6)]])
    expect(instants(busy)).toEqual([[hour(2), hour(4)]])
    expect(busy[0]?.kind).toBe('booking')
    expect(instants(free)).toEqual([[hour(0), hour(2)], [hour(4), hour(6)]])
  })

  it("reads dates on the campus's calendar", async () => {
    const day = new Date(hour(24)).toISOString().slice(0, 10)
    const next = new Date(hour(48)).toISOString().slice(0, 10)
    const { from, to } = await availability(`from=${day}&to=${next}`)
    expect([from, to]).toEqual([`${day}T00:00:00+08:00`, `${next}T00:00:00+08:00`])
  })

  it('is for 92 days at most', async () => {
    const day = (count: number) => hour(count * 24).toISOString()
    expect((await call(`/resources/r2/availability?from=${day(0)}&to=${day(92)}`)).status).toBe(200)
    const tooLong = await call(`/resources/r2/availability?from=${day(0)}&to=${day(93)}`)
    expect(tooLong.status).toBe(422)
    expect((await json(tooLong)).problems[0]?.message).toContain('92')
  })

  it('gives nothing to book where people have to call', async () => {
    const { free } = availabilityShape.parse(await json<unknown>(await call('/resources/by-contact/availability')))
    expect(free).toEqual([])
  })
})

describe('universities and labs', () => {
  it('are listed with both names', async () => {
    const universities = pageOf(universityShape).parse(await json<unknown>(await call('/universities')))
    expect(universities.items.map((each) => each.id)).toEqual(['scu', 'cqu'])
    const labs = pageOf(labShape).parse(await json<unknown>(await call('/labs?university=scu')))
    expect(labs.items.map((each) => each.id)).toEqual(['scu-lab'])
  })

  it('page without gaps or doubles, whatever the size asked for', async () => {
    await db.lab.createMany({
      data: Array.from({ length: 40 }, (_, at) => ({
        id: `many-${at}`, hostUniversityId: 'scu', nameZh: `实验室${at}`, nameEn: `Lab ${at}`, level: 'university_platform' as const,
      })),
    })
    for (const limit of [7, 30, 100]) {
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = pageOf(labShape).parse(await json<unknown>(await call(`/labs?limit=${limit}&cursor=${cursor}`)))
        expect(page.items.length).toBeLessThanOrEqual(limit)
        seen.push(...page.items.map((each) => each.id))
        cursor = page.nextCursor
      }
      expect(new Set(seen).size).toBe(42)
      expect(seen).toHaveLength(42)
    }
  })
})
