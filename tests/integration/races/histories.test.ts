import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { addMinutes } from '~/domain/time/interval'
import { cancelBooking } from '~/features/bookings/cancel.server'
import { changeBooking } from '~/features/bookings/change.server'
import { createBooking } from '~/features/bookings/create.server'
import { decideBooking } from '~/features/bookings/decide.server'
import { settleBookings } from '~/features/bookings/jobs.server'
import { extendBooking } from '~/features/bookings/parts/extend.server'
import { endEarly, releasePart } from '~/features/bookings/parts/release.server'
import { acceptOffer } from '~/features/bookings/waits/accept.server'
import { joinWaits } from '~/features/bookings/waits/join.server'
import { leaveWait } from '~/features/bookings/waits/leave.server'
import { offerFreed } from '~/features/bookings/waits/offer.server'
import { db } from '~/platform/db.server'
import { at, booking, makePerson, makeResource, makeWorld, managerOf } from '#tests/factories/world'
import { expectInvariants } from '../bookings/invariants'

/** Random histories of all commands by several clients at once; afterwards the whole database is looked at. */
const CLIENTS = 4
const RUNS = 12
const A_DAY = 2

let people: Actor[]
let manager: Actor
let resources: string[]
beforeAll(async () => {
  await makeWorld()
  people = await Promise.all(Array.from({ length: CLIENTS }, () => makePerson()))
  manager = await managerOf('a')
  resources = await Promise.all([
    makeResource(),
    makeResource({ capacity: 2, policy: { setUpMinutes: 30 } }),
    makeResource({ policy: { approval: 'lab_manager', holdHours: 2 } }),
    makeResource({ university: 'b', policy: { quotas: [{ measure: 'count', limit: A_DAY, window: 'day', days: null, per: 'person', over: 'resource' }] } }),
  ])
})

const VERBS = ['create', 'move', 'cancel', 'decide', 'release', 'extend', 'end', 'join', 'offer', 'accept', 'leave', 'settle'] as const
const step = fc.record({
  verb: fc.constantFrom(...VERBS),
  resource: fc.nat(3),
  hour: fc.integer({ min: 9, max: 16 }),
  length: fc.integer({ min: 1, max: 3 }),
  pick: fc.nat(50),
  yes: fc.boolean(),
})
type Step = { verb: (typeof VERBS)[number]; resource: number; hour: number; length: number; pick: number; yes: boolean }

async function perform(person: Actor, { verb, resource: which, hour, length, pick, yes }: Step, day: number, now: Date): Promise<void> {
  const resourceId = resources[which]!
  const period = { start: at(day, hour), end: at(day, Math.min(18, hour + length)) }
  const own = await db.booking.findMany({ where: { bookerId: person.personId, status: { in: ['pending', 'approved'] } }, select: { id: true, status: true }, orderBy: { createdAt: 'desc' }, take: 8 })
  const mine = own[pick % Math.max(1, own.length)]
  const waits = await db.wait.findMany({ where: { personId: person.personId, status: { in: ['waiting', 'offered'] } }, select: { id: true }, take: 8 })
  const wait = waits[pick % Math.max(1, waits.length)]
  switch (verb) {
    case 'create': await createBooking(person, booking(resourceId, period.start, period.end), now); return
    case 'move': if (mine) await changeBooking(person, mine.id, { startsAt: period.start, endsAt: period.end }, { now }); return
    case 'cancel': if (mine) await cancelBooking(person, mine.id, {}, now); return
    case 'decide': {
      const waiting = await db.booking.findFirst({ where: { status: 'pending' }, select: { id: true } })
      if (waiting) await decideBooking(manager, waiting.id, { decision: yes ? 'approve' : 'decline', comment: 'x' }, { now })
      return
    }
    case 'release': if (mine) await releasePart(person, mine.id, { given: { start: period.start, end: addMinutes(period.start, 60) } }, now); return
    case 'extend': if (mine) await extendBooking(person, mine.id, { to: period.end }, now); return
    case 'end': if (mine) await endEarly(person, mine.id, now); return
    case 'join': await joinWaits(person, booking(resourceId, period.start, period.end), now); return
    case 'offer': await offerFreed({ resourceId, ...period }, now); return
    case 'accept': if (wait) await acceptOffer(person, wait.id, now); return
    case 'leave': if (wait) await leaveWait(person, wait.id, now); return
    case 'settle': await settleBookings(now)
  }
}

it('whatever many clients do at once, what must hold holds', async () => {
  let day = 0
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 3, maxLength: 10 }), { minLength: CLIENTS, maxLength: CLIENTS }), async (histories) => {
      // Workdays of their own for each history; its clock goes through the day while commands run.
      day = day % 7 === 4 ? day + 3 : day + 1
      const today = day
      await Promise.all(
        histories.map(async (steps, client) => {
          for (const [index, each] of steps.entries()) await perform(people[client]!, each, today, at(today, 8 + index / 2))
        }),
      )
      await expectInvariants(at(today, 13))
      const over = await db.$queryRaw<unknown[]>`
        SELECT b.attendee_id::text, (i.starts_at AT TIME ZONE 'Asia/Shanghai')::date
          FROM booking b JOIN booking_item i ON i.booking_id = b.id
         WHERE i.resource_id = ${resources[3]} AND b.status IN ('approved', 'in_use', 'completed')
         GROUP BY 1, 2 HAVING count(*) > ${A_DAY}`
      expect(over).toEqual([])
    }),
    { numRuns: RUNS },
  )
})
