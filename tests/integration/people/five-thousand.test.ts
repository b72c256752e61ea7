import { Client } from 'pg'
import { beforeAll, expect, it, vi } from 'vitest'
import { parseSearch } from '~/features/finder/schema'
import { searchResources } from '~/features/finder/search.server'
import { eligibilityOf } from '~/features/people/eligibility/queries.server'
import { db } from '~/platform/db.server'
import { makePerson, makeWorld, NOW } from '#tests/factories/world'

const COUNT = 5000

beforeAll(makeWorld)

it('judges one person over five thousand resources in one query', async () => {
  await db.resource.createMany({
    data: Array.from({ length: COUNT }, (_, at) => ({
      id: `many-${at}`, labId: 'a-lab', universityId: 'a', campusId: 'a-campus', kindId: 'kind', nameZh: '仪器', modes: ['self_operation' as const, 'assisted_booking' as const],
      needsQualification: at % 2 === 0, createdAt: NOW,
    })),
  })
  await db.qualificationRule.createMany({ data: Array.from({ length: 1000 }, (_, at) => ({ resourceId: `many-${at}`, needsTheory: true })) })
  await db.admissionRule.createMany({ data: [{ needsGeneral: true }, { labId: 'a-lab', needsLocal: true }] })
  const person = await makePerson('b')
  await db.safetyAdmission.create({ data: { personId: person.personId, layer: 'general', universityId: 'b', validFrom: NOW } })
  await db.recognition.create({ data: { layer: 'general', fromUniversityId: 'b', localPartZh: '入室培训', startsAt: NOW } })
  await db.qualification.create({ data: { personId: person.personId, resourceId: 'many-0', validFrom: NOW } })
  await eligibilityOf(person, null, NOW)
  const began = performance.now()
  const sent = vi.spyOn(Client.prototype, 'query')
  const found = await eligibilityOf(person, null, NOW)
  expect(sent).toHaveBeenCalledTimes(1)
  sent.mockRestore()
  if (process.env.MEASURE) process.stdout.write(`eligibility of one person over ${COUNT} resources: ${Math.round(performance.now() - began)} ms\n`)
  const search = (address: string) => searchResources({ ...parseSearch(new URLSearchParams(address), NOW, 'Asia/Shanghai'), actor: person, locale: 'zh-CN', now: NOW })
  for (const address of ['', 'usable=now', 'usable=now&usable=steps']) {
    await search(address)
    const start = performance.now()
    const { total, facets } = await search(address)
    if (process.env.MEASURE) process.stdout.write(`search "${address}" among ${COUNT} resources: ${total} found in ${Math.round(performance.now() - start)} ms\n`)
    expect(facets.usable.reduce((sum, { count }) => sum + count, 0)).toBe(address === '' ? 0 : COUNT)
  }
  expect((await search('usable=steps')).total + (await search('usable=now')).total).toBe(COUNT)
  expect(found.size).toBe(COUNT)
  expect(found.get('many-0')).toMatchObject({ standing: 'may_with_steps', recognisedFrom: 'b', reasons: [{ code: 'local', from: 'b' }] })
  expect(found.get('many-1')?.reasons.map((each) => each.code)).toEqual(['local', 'qualification'])
  expect(found.get('many-4999')?.reasons.map((each) => each.code)).toEqual(['local'])
})
