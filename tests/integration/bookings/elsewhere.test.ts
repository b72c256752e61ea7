import { beforeAll, describe, expect, it } from 'vitest'
import { checkBooking, createBooking } from '~/features/bookings/create.server'
import { availability, outlook, whoIsFree } from '~/features/finder/availability.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, NOW } from '#tests/factories/world'

const url = 'https://equipment.example/42'
let id: string
beforeAll(async () => {
  await makeWorld()
  id = await makeResource()
  await db.resource.update({ where: { id }, data: { externalUrl: url } })
})

describe('a resource booked in its owner’s own system', () => {
  it('is refused with the address and nothing else, checked or booked', async () => {
    const person = await makePerson('b')
    const wish = booking(id, at(1, 3), at(1, 4))
    const problems = [{ code: 'booked_elsewhere', params: { url }, severity: 'refuse' }]
    expect(await createBooking(person, wish, NOW)).toEqual({ ok: false, problems })
    expect(await checkBooking(person, wish, NOW)).toMatchObject({ ok: true, value: { ok: false, problems } })
    expect(await db.booking.count()).toBe(0)
  })

  it('is never found free, and says where it is booked', async () => {
    expect(await availability(id, at(1, 0), at(2, 0), NOW)).toMatchObject({ externalUrl: url, free: [] })
    expect((await outlook(id, NOW))?.nextFree).toEqual({ kind: 'elsewhere', url })
    expect(await whoIsFree([id], { period: { start: at(1, 0), end: at(5, 0) }, minutes: 60 }, NOW)).toEqual([])
  })
})
