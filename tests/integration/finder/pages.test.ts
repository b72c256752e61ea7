import { beforeAll, describe, expect, it } from 'vitest'
import { createBooking } from '~/features/bookings/create.server'
import { boardRows } from '~/features/bookings/board.server'
import { elsewhere } from '~/features/bookings/alternatives.server'
import { removeSelection } from '~/features/finder/selections/remove.server'
import { selectionsOf } from '~/features/finder/selections/queries.server'
import { saveSelection } from '~/features/finder/selections/save.server'
import { loader as board } from '~/routes/board'
import { loader as find } from '~/routes/find'
import { loader as slots } from '~/routes/api.v1.slots._index'
import { loader as together } from '~/routes/api.v1.slots.together'
import { at, booking, makePerson, makeResource, makeWorld, NOW } from '#tests/factories/world'

const ask = (path: string) => ({ request: new Request(`http://localhost${path}`), params: {}, context: { nonce: '', requestId: 'test' } }) as never
let person: Awaited<ReturnType<typeof makePerson>>

beforeAll(async () => {
  await makeWorld()
  person = await makePerson('a')
  await makeResource({ id: 'one', yuan: 100 })
  await makeResource({ id: 'two', university: 'b', yuan: 50 })
  const made = await createBooking(person, booking('one', at(1, 10), at(1, 12), { title: 'Mine' }), NOW)
  if (!made.ok) throw new Error('no booking')
})

describe('/find', () => {
  it('lists what is free with its first slot, or plans for what was chosen', async () => {
    const { data, init } = await find(ask('/find?minutes=120&when=month'))
    expect(init?.status ?? 200).toBe(200)
    expect(data.results!.rows.map((row) => row.resource.id).toSorted()).toEqual(['one', 'two'])
    expect(data.results!.rows.every((row) => row.week !== null)).toBe(true)
    const planned = await find(ask('/find?minutes=60&when=month&view=together&resource=two&resource=one'))
    expect(planned.data.plans!.plans[0]!.parts.map((part) => part.resourceId)).toEqual(['two', 'one'])
    expect(planned.data.chosen.map((each) => each.id)).toEqual(['two', 'one'])
  })

  it.each(['minutes=0', 'minutes=abc', 'when=soon', 'when=dates&from=2026-13-01', 'when=dates&from=2001-01-01&to=2001-01-02', 'sort=ugliest', 'page=-1', `q=${'x'.repeat(300)}`])('says what is wrong with %s', async (query) => {
    const { data, init } = await find(ask(`/find?${query}`))
    expect(init?.status).toBe(422)
    expect(Object.keys(data.errors).length).toBeGreaterThan(0)
  })
})

describe('/api/v1/slots', () => {
  it('gives the first slot of each, the next of one, and plans in order', async () => {
    const all = await (await slots(ask('/api/v1/slots?minutes=120'))).json()
    expect(all.items.map((each: { resourceId: string }) => each.resourceId).toSorted()).toEqual(['one', 'two'])
    const one = await (await slots(ask('/api/v1/slots?minutes=120&resource=one&limit=3'))).json()
    expect(one.items).toHaveLength(3)
    const plans = await (await together(ask('/api/v1/slots/together?minutes=60&resource=one&resource=two&limit=2'))).json()
    expect(plans.items[0].parts.map((each: { resourceId: string }) => each.resourceId)).toEqual(['one', 'two'])
  })

  it.each(['minutes=0', 'minutes=60&to=2001-01-01', 'minutes=60&from=2026-12-01&to=2027-12-01', '', 'minutes=60&sort=ugliest'])('refuses %s', async (query) => {
    expect((await slots(ask(`/api/v1/slots?${query}`))).status).toBe(422)
  })
})

describe('the board', () => {
  it('shows what is taken without names, and free time between', async () => {
    const window = { start: at(1, 0), end: at(2, 0) }
    const hidden = await boardRows(null, ['one', 'two', 'nothing'], window, NOW)
    expect(hidden.map((row) => row.id)).toEqual(['one', 'two'])
    expect(JSON.stringify(hidden)).not.toContain('Mine')
    expect(hidden[0]!.free).toEqual([{ start: at(1, 9), end: at(1, 10) }, { start: at(1, 12), end: at(1, 18) }])
    const own = await boardRows(person, ['one'], window, NOW)
    expect(own[0]!.entries).toMatchObject([{ kind: 'own', title: 'Mine', isMovable: true }])
    const page = await board(ask('/board?resource=one&resource=two&view=week&date=nonsense&page=99'))
    expect(page.rows.map((row) => row.id)).toEqual(['one', 'two'])
    expect((await board(ask('/board?lab=a-lab'))).rows.map((row) => row.id)).toEqual(['one'])
  })

  it('keeps selections to their owner, in their order', async () => {
    const saved = await saveSelection(person, { name: 'Mine', resource: ['two', 'one', 'two'] })
    await saveSelection(person, { name: 'Mine', resource: ['two', 'one'] })
    expect(await selectionsOf(person)).toMatchObject([{ name: 'Mine', resourceIds: ['two', 'one'] }])
    const stranger = await makePerson('b')
    const { id } = saved.ok ? saved.value : { id: '' }
    await removeSelection(stranger, id)
    expect(await selectionsOf(person)).toHaveLength(1)
    await removeSelection(person, id)
    await removeSelection(person, 'nonsense')
    expect(await selectionsOf(person)).toEqual([])
  })
})

it('offers like resources elsewhere with journey and price', async () => {
  const [like] = await elsewhere(person, { id: 'one', kind: { id: 'kind' } }, { start: at(1, 10), end: at(1, 12) }, NOW)
  expect(like).toMatchObject({ resource: { id: 'two' }, slot: { start: at(1, 10), end: at(1, 12) }, priceFen: 12_000 })
  expect(like!.journeyMinutes).toBeGreaterThan(60)
})
