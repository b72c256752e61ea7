import { beforeAll, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { rowStanding } from '~/features/finder/row-standing'
import { parseSearch } from '~/features/finder/schema'
import { searchResources } from '~/features/finder/search.server'
import { eligibilityOf } from '~/features/people/eligibility/queries.server'
import { db } from '~/platform/db.server'
import { makePerson, makeResource, makeWorld, NOW } from '#tests/factories/world'

let person: Actor

beforeAll(async () => {
  await makeWorld()
  person = await makePerson('b')
  await makeResource({ id: 'open' })
  await makeResource({ id: 'trained', needsQualification: true })
  await makeResource({ id: 'helped', needsQualification: true, modes: ['self_operation', 'assisted_booking'] })
  await makeResource({ id: 'others', shareScope: 'own_university' })
  await makeResource({ id: 'asked', shareScope: 'contact_only' })
  await makeResource({ id: 'at-home', university: 'b', shareScope: 'own_university' })
})

const search = (address: string, actor: Actor | null = person, now = NOW) =>
  searchResources({ ...parseSearch(new URLSearchParams(address), now, 'Asia/Shanghai'), actor, locale: 'en', now })
const ids = async (...asked: Parameters<typeof search>) => (await search(...asked)).items.map((each) => each.id).toSorted()
const counts = (found: Awaited<ReturnType<typeof search>>, facet: 'usable' | 'university') =>
  Object.fromEntries(found.facets[facet].map(({ value, count }) => [value, count]))

it('leaves what the reader may use now, what steps lead to, or both', async () => {
  expect(await ids('usable=now')).toEqual(['at-home', 'helped', 'open'])
  expect(await ids('usable=steps')).toEqual(['trained'])
  expect(await ids('usable=now&usable=steps')).toEqual(['at-home', 'helped', 'open', 'trained'])
})

it('counts itself under the other facets, and the others under it', async () => {
  const found = await search('usable=steps&university=a')
  expect(counts(found, 'usable')).toEqual({ now: 2, steps: 1 })
  expect(counts(await search('usable=now'), 'university')).toEqual({ a: 2, b: 1 })
  expect((await search('')).facets.usable).toEqual([])
})

it('judges by who asks: nobody is narrowed without signing in, and another finds others', async () => {
  expect(await ids('usable=now', null)).toEqual(await ids('', null))
  expect(await ids('usable=now', await makePerson('a'))).toEqual(['helped', 'open', 'others'])
  expect(await ids('usable=nonsense')).toEqual(await ids(''))
})

it('follows what the person holds, to the instant', async () => {
  const later = await makePerson('b')
  const until = new Date(NOW.getTime() + 3_600_000)
  await db.qualification.create({ data: { personId: later.personId, resourceId: 'trained', validFrom: NOW, validUntil: until } })
  expect(await ids('usable=now', later)).toContain('trained')
  expect(await ids('usable=now', later, until)).not.toContain('trained')
  expect(await ids('usable=steps', later, until)).toContain('trained')
})

it('agrees with the rows and with what each resource answers', async () => {
  const all = await eligibilityOf(person, null, NOW)
  const said = Object.fromEntries([...all].map(([id, each]) => [id, rowStanding(each)]))
  expect(said).toEqual({
    open: { kind: 'may' },
    trained: { kind: 'steps', steps: ['qualification'] },
    helped: { kind: 'some', modes: ['assisted_booking'] },
    others: { kind: 'not', why: 'not_shared' },
    asked: null,
    'at-home': { kind: 'may' },
  })
})
