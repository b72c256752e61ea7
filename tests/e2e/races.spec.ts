import { expect, test } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import {
  book, bookForAny, type Booking, cancel, decide, freeSlots, heldPeriods, holdingBookings, meet, move, overlaps, type Period, readBooking,
} from './bookings-api'
import { type Account, ACCOUNTS, ASKERS, RESOURCES } from './demo'
import { type Answer, jsonOf, send, sessionOf } from './http-session'

/*
 * Races through HTTP against the running product. Each round has a slot of its own, some days
 * ahead of where other tests book. RACE_ROUNDS shortens them while one works on something else.
 */
const CLIENTS = 64
const ROUNDS = Number(process.env.RACE_ROUNDS ?? 50)
const DAYS = { from: 12, to: 58 }

test.describe.configure({ mode: 'default', timeout: 1_800_000 })

test.beforeAll(async () => {
  await Promise.all(ACCOUNTS.map((account) => sessionOf(account)))
})

const together = <T>(count: number, run: (client: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, client) => run(client)))

const accountOf = (client: number): Account => ACCOUNTS[client % ACCOUNTS.length]!

/** Losing is an answer: somebody was faster (409), or a rule refuses (422). */
function expectAnswers(answers: readonly Answer[], won: number, message: string): Answer[] {
  const odd = answers.filter(({ status }) => status !== won && status !== 409 && status !== 422)
  expect(odd.map(({ status, text }) => `${status} ${text.slice(0, 300)}`), message).toEqual([])
  return answers.filter(({ status }) => status === won)
}

async function expectOneAt(resourceId: string, slot: Period, message: string): Promise<Booking> {
  const holding = await holdingBookings(resourceId, slot)
  expect(overlaps(holding), message).toEqual([])
  expect(holding.map(({ status }) => status), message).toHaveLength(1)
  return holding[0]!
}

/** Slots for so many rounds, all different. */
async function slotsFor(resource: { id: string; minutes: number }, count: number): Promise<Period[]> {
  const slots = await freeSlots(resource, DAYS)
  expect(slots.length, `${resource.id} has room for ${count} slots`).toBeGreaterThanOrEqual(count)
  return slots.slice(0, count)
}

const rounds = Array.from({ length: ROUNDS }, (_, round) => round)

test('64 clients ask for one slot: one of them has it', async () => {
  const resource = RESOURCES.raceToCreate
  const slots = await slotsFor(resource, ROUNDS)
  for (const round of rounds) {
    const message = `round ${round}`
    const slot = slots[round]!
    const answers = await together(CLIENTS, (client) => book(accountOf(client), resource.id, slot))
    const won = expectAnswers(answers, 201, message)
    expect(won, message).toHaveLength(1)
    const held = await expectOneAt(resource.id, slot, message)
    expect(held.id).toBe(jsonOf<Booking>(won[0]!).id)
  }
  await cancelAll(resource.id, slots)
})

test('64 bookings move into one slot: one of them gets there', async () => {
  const resource = RESOURCES.raceToMove
  const slots = await slotsFor(resource, CLIENTS + ROUNDS)
  const own = slots.slice(0, CLIENTS)
  const targets = slots.slice(CLIENTS)
  const mine: { owner: Account; id: string }[] = []
  for (const [client, slot] of own.entries()) {
    const { owner, booking } = await bookForAny(rotated(ACCOUNTS, client), resource.id, slot)
    mine.push({ owner, id: booking.id })
  }
  for (const round of rounds) {
    const message = `round ${round}`
    const target = targets[round]!
    const answers = await together(CLIENTS, (client) => move(mine[client]!.owner, mine[client]!.id, target))
    const won = expectAnswers(answers, 200, message)
    expect(won, message).toHaveLength(1)
    const held = await expectOneAt(resource.id, target, message)
    expect(held.id).toBe(jsonOf<Booking>(won[0]!).id)
  }
  const all = await holdingBookings(resource.id, { startsAt: slots[0]!.startsAt, endsAt: slots.at(-1)!.endsAt })
  expect(overlaps(all)).toEqual([])
  expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(mine.map(({ id }) => id)))
  await cancelAll(resource.id, slots)
})

test('64 approvals of one request: it is decided once', async () => {
  const resource = RESOURCES.raceToApprove
  const slots = await slotsFor(resource, ROUNDS)
  for (const round of rounds) {
    const message = `round ${round}`
    const { owner, booking } = await bookForAny(rotated(ASKERS, round), resource.id, slots[round]!)
    expect(booking.status, message).toBe('pending')
    const answers = await together(CLIENTS, () => decide(resource.manager, booking.id, 'approve'))
    expect(expectAnswers(answers, 200, message), message).toHaveLength(1)
    const decided = await readBooking(owner, booking.id)
    expect([decided.status, decided.decisions.length], message).toEqual(['approved', 1])
    expect((await cancel(owner, booking.id)).status, message).toBe(200)
  }
})

test('requests are approved while others move, cancel and ask: no time is held twice', async () => {
  const resource = RESOURCES.raceToApprove
  const days = wholeDays(await freeSlots(resource, DAYS), 6)
  expect(days.length).toBeGreaterThan(0)
  for (const round of rounds) {
    const message = `round ${round}`
    const [target, ...slots] = days[round % days.length]!.slice(0, 6) as [Period, ...Period[]]
    const asked: { owner: Account; booking: Booking }[] = []
    for (const [at, slot] of slots.entries()) {
      asked.push(await bookForAny(rotated(ASKERS, round + at * 2), resource.id, slot))
    }
    // Three of the requests move to where sixteen newcomers want to be as well; two are cancelled.
    const movers = asked.slice(0, 3)
    const leavers = asked.slice(3)
    const [approvals, moves, cancels, creates] = await Promise.all([
      together(24, (client) => decide(resource.manager, asked[client % asked.length]!.booking.id, 'approve')),
      together(16, (client) => move(movers[client % 3]!.owner, movers[client % 3]!.booking.id, target)),
      together(8, (client) => cancel(leavers[client % 2]!.owner, leavers[client % 2]!.booking.id)),
      together(16, (client) => book(accountOf(client), resource.id, target)),
    ])
    expectAnswers([...approvals, ...moves, ...cancels], 200, message)
    expectAnswers(creates, 201, message)

    const holding = await holdingBookings(resource.id, { startsAt: target.startsAt, endsAt: slots.at(-1)!.endsAt })
    expect(overlaps(holding), message).toEqual([])
    expect(heldPeriods(holding).filter((each) => meet(each, target)), message).toHaveLength(1)
    for (const [at, { owner, booking }] of asked.entries()) {
      const { status, decisions } = await readBooking(owner, booking.id)
      expect(decisions.length, message).toBeLessThanOrEqual(1)
      expect(at < 3 ? ['pending', 'approved'] : ['cancelled'], message).toContain(status)
      const approved = approvals.filter((answer, client) => client % asked.length === at && answer.status === 200)
      expect(approved, message).toHaveLength(decisions.length)
    }
    await cancelAll(resource.id, [target, ...slots])
  }
})

test('the page and the API ask for one slot: one of them has it', async () => {
  const resource = RESOURCES.raceOfPages
  const slots = await slotsFor(resource, ROUNDS)
  for (const round of rounds) {
    const message = `round ${round}`
    const slot = slots[round]!
    const answers = await together(CLIENTS, (client) =>
      client % 2 === 0 ? book(accountOf(client), resource.id, slot) : bookByPage(accountOf(client), resource.id, slot),
    )
    const byApi = expectAnswers(answers.filter((_, client) => client % 2 === 0), 201, message)
    const byPage = expectAnswers(answers.filter((_, client) => client % 2 === 1), 302, message)
    expect([...byApi, ...byPage], message).toHaveLength(1)
    const held = await expectOneAt(resource.id, slot, message)
    const winner = byApi[0] ? jsonOf<Booking>(byApi[0]).id : byPage[0]!.headers.get('Location')
    expect(winner, message).toContain(held.id)
  }
  await cancelAll(resource.id, slots)
})

async function bookByPage(account: Account, resourceId: string, { startsAt, endsAt }: Period): Promise<Answer> {
  const [startDate, startTime] = wallClock(startsAt)
  const [endDate, endTime] = wallClock(endsAt)
  return send(await sessionOf(account), 'POST', `/resources/${resourceId}/book`, {
    form: { intent: 'book', startDate, startTime, endDate, endTime, use: 'research', key: randomUUID() },
  })
}

/** Date and time on the clock of the campuses. */
function wallClock(instant: string): [date: string, time: string] {
  const text = new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
  return [text.slice(0, 10), text.slice(11, 16)]
}

/** The free slots by day, for days with so many of them one after another. */
function wholeDays(slots: readonly Period[], least: number): Period[][] {
  const dates = [...new Set(slots.map(({ startsAt }) => wallClock(startsAt)[0]))]
  return dates
    .map((date) => slots.filter(({ startsAt }) => wallClock(startsAt)[0] === date))
    .filter((day) => day.length >= least)
}

const rotated = <T>(list: readonly T[], by: number): T[] => [...list.slice(by % list.length), ...list.slice(0, by % list.length)]

/** Leaves the calendar as it was found, so that a second run finds room. */
async function cancelAll(resourceId: string, slots: readonly Period[]): Promise<void> {
  const period = { startsAt: slots[0]!.startsAt, endsAt: slots.reduce((last, { endsAt }) => (endsAt > last ? endsAt : last), '') }
  const wanted = (await holdingBookings(resourceId, period)).filter((each) => slots.some((slot) => meet(each, slot)))
  for (const { id } of wanted) {
    for (const account of ACCOUNTS) if ((await cancel(account, id)).status === 200) break
  }
}
