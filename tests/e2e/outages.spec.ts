import { expect, test } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { bookForAny, decide, freeSlots, type Period, readBooking } from './bookings-api'
import { type Account, ASKERS } from './demo'
import { send, sessionOf } from './http-session'
import { prefer, signIn } from './signed-in'

/** Machines taken out of service, planned and at once. Nobody else's test uses these resources. */

const PLANNED = { id: 'cqu-mechtrans-i01', minutes: 60 }
const BROKEN = { id: 'cqu-mg-i02', minutes: 60 }
const manager = 'manager@cqu.example'

test.describe.configure({ mode: 'default', timeout: 300_000 })

/** What a datetime-local field holds, on the clock of the campus. */
const local = (instant: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' }).format(new Date(instant)).replace(' ', 'T')

async function approved(accounts: readonly Account[], resourceId: string, slot: Period) {
  const booked = await bookForAny(accounts, resourceId, slot)
  expect((await decide(manager, booked.booking.id, 'approve')).status).toBe(200)
  return booked
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('maintenance over two bookings: one moves, one is cancelled, then it is called off', async ({ context, page }) => {
      const slots = await freeSlots(PLANNED, javaScriptEnabled ? { from: 3, to: 8 } : { from: 8, to: 13 })
      const [first, second] = [slots[1]!, slots[2]!]
      const moving = await approved(ASKERS, PLANNED.id, first)
      const going = await approved(ASKERS.filter((each) => each !== moving.owner), PLANNED.id, second)

      await signIn(context, manager)
      await prefer(context, { locale: 'en' })
      await page.goto(`/manage/resources/${PLANNED.id}/outages`)
      const plan = page.getByRole('region', { name: 'Take out of service' })
      await plan.getByLabel('From').fill(local(first.startsAt))
      await plan.getByLabel('To', { exact: true }).fill(local(second.endsAt))
      await plan.getByLabel('Reason').fill('New pump')
      await plan.getByRole('button', { name: 'Show what is in the way' }).click()
      await expect(plan.getByRole('heading', { name: 'Bookings in the way' })).toBeVisible()
      const choices = plan.getByRole('group')
      await expect(choices).toHaveCount(2)
      await choices.nth(0).getByRole('radio', { name: /^Move to / }).check()
      await choices.nth(1).getByRole('radio', { name: 'Cancel it' }).check()
      await plan.getByRole('button', { name: 'Take out of service' }).click()

      const planned = page.getByRole('table', { name: 'Now and to come' })
      await expect(planned.getByText('New pump')).toBeVisible()
      expect((await readBooking(going.owner, going.booking.id)).status).toBe('displaced')
      const moved = await readBooking(moving.owner, moving.booking.id)
      expect(moved.status).toBe('approved')
      expect(Date.parse(moved.startsAt)).toBeGreaterThanOrEqual(Date.parse(second.endsAt))

      await planned.getByRole('button', { name: /^Call it off/ }).click()
      await expect(page.getByText('Nothing planned')).toBeVisible()
    })
  })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('broken now: the next booking gives way, everybody sees why, and it is put back', async ({ context, page }) => {
    const slot = (await freeSlots(BROKEN, { from: 1, to: 6 }))[0]!
    const { owner, booking } = await approved(ASKERS, BROKEN.id, slot)
    await signIn(context, manager)
    await prefer(context, { locale: 'en' })
    await page.goto(`/manage/resources/${BROKEN.id}/stop`)
    await page.getByLabel('Expected back').fill(local(slot.endsAt))
    await page.getByRole('button', { name: 'Show what is in the way' }).click()
    const touched = page.getByRole('region', { name: 'Bookings that would be affected' })
    await expect(touched.locator(`a[href="/bookings/${booking.id}"]`)).toBeVisible()
    await page.getByLabel('Reason').fill('Beam lost')
    await page.getByRole('button', { name: 'Stop now' }).click()
    await expect(page.getByRole('heading', { name: 'Bookings that gave way' })).toBeVisible()
    expect((await readBooking(owner, booking.id)).status).toBe('displaced')

    await page.goto(`/resources/${BROKEN.id}`)
    await expect(page.getByText('Beam lost').first()).toBeVisible()

    await page.goto(`/manage/resources/${BROKEN.id}/stop`)
    await page.getByRole('button', { name: /^Back in service/ }).click()
    await expect(page.getByText('Nothing planned')).toBeVisible()

    // Who gave way stands first in line.
    await signIn(context, owner)
    await page.goto(`/bookings/${booking.id}`)
    await expect(page.getByRole('heading', { name: 'What you could use instead' })).toBeVisible()
  })
})

test('what cannot be is refused in words, with the form as it was filled in', async () => {
  const asker = await sessionOf(manager)
  const path = (form: string) => `/manage/resources/${PLANNED.id}/outages?form=${form}`
  const plan = { key: randomUUID(), kind: 'maintenance', from: '2027-03-01T10:00', to: '2027-03-01T12:00', repeat: 'none', count: '1', reason: 'Pump 7-A', step: 'look' }
  type Fields = Record<string, string>
  const cases = (form: string, good: Fields, changes: readonly Fields[]): [form: string, good: Fields, change: Fields][] =>
    changes.map((change) => [form, good, change])
  const bad: [form: string, good: Fields, change: Fields][] = [
    ...cases('plan', plan, [
      { to: '2027-03-01T10:00' }, { from: '2027-02-30T10:00' }, { from: 'soon' }, { to: '2037-03-01T10:00' }, { from: '2020-03-01T10:00', to: '2020-03-01T11:00' },
      { repeat: 'YEARLY' }, { repeat: 'WEEKLY', count: '0' }, { repeat: 'WEEKLY', count: '53' }, { repeat: 'MONTHLY', count: '40' }, { repeat: 'DAILY', count: '3', to: '2027-03-03T10:00' },
      { kind: 'lunch' }, { reason: '' }, { key: 'x' }, { step: 'never' }, { from: '9999-12-31T10:00', to: '9999-12-31T11:00' }, { from: '0000-01-01T10:00' },
    ]),
    ...cases('shift', { key: randomUUID(), minutes: '30', reason: 'Pump 7-A' }, [{ minutes: '0' }, { minutes: '481' }, { minutes: 'some' }, { reason: 'a\u0000b' }]),
    ...cases('message', { key: randomUUID(), from: '2027-03-01T10:00', to: '2027-03-01T12:00', body: 'Pump 7-A' }, [
      { body: '' }, { from: 'x' }, { to: '2027-01-01T00:00' }, { body: 'x'.repeat(2001) }, {},
    ]),
    ...cases('supply', { supplyId: BROKEN.id, to: 'add' }, [{ supplyId: 'nothing' }, { supplyId: '' }, { supplyId: 'a\u0000b' }, { to: 'keep' }]),
    ['end', { outageId: randomUUID(), version: '1' }, {}],
    ['end', { outageId: 'x', version: '0' }, {}],
  ]
  for (const [form, good, change] of bad) {
    await test.step(`${form} ${JSON.stringify(change)}`, async () => {
      const answer = await send(asker, 'POST', path(form), { form: { ...good, ...change } })
      expect([400, 422], answer.text.slice(0, 300)).toContain(answer.status)
    })
  }
  expect((await send(asker, 'POST', path('lunch'), { form: plan })).status).toBe(400)
  const stop = { key: randomUUID(), kind: 'fault', reason: 'Pump 7-A', until: '2020-01-01T10:00' }
  for (const change of [{}, { until: 'x' }, { until: '2039-01-01T10:00' }, { kind: 'maintenance' }, { reason: '' }]) {
    const answer = await send(asker, 'POST', `/manage/resources/${PLANNED.id}/stop`, { form: { ...stop, ...change } })
    expect(answer.status, JSON.stringify(change)).toBe(422)
  }
})
