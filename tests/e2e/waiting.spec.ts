import { expect, type Page, test } from '@playwright/test'
import { book, type Booking, cancel, freeSlots, type Period, readBooking } from './bookings-api'
import { type Account } from './demo'
import { jsonOf, send, sessionOf } from './http-session'
import { openLetter } from './newcomer'
import { prefer, signIn } from './signed-in'

/** Waiting for a taken time, word of freed time, and giving back. Nobody else's test uses this resource. */

const RESOURCE = { id: 'swufe-icfs-i01', minutes: 240 }
const holder: Account = 'visitor@scu.example'
const waiter: Account = 'researcher@cqu.example'
const MINUTE_MS = 60_000

test.describe.configure({ mode: 'default', timeout: 400_000 })

/** A slot that the holder books and that the waiter, too, could have. */
async function takenSlot(days: { from: number; to: number }): Promise<{ slot: Period; booking: Booking }> {
  const asker = await sessionOf(waiter)
  for (const slot of await freeSlots(RESOURCE, days)) {
    const check = jsonOf<{ ok: boolean }>(await send(asker, 'POST', '/api/v1/bookings/check', { json: { resourceId: RESOURCE.id, ...slot } }))
    const made = check.ok ? await book(holder, RESOURCE.id, slot) : null
    if (made?.status === 201) return { slot, booking: jsonOf<Booking>(made) }
  }
  throw new Error('no slot that both could have')
}

const pageOf = ({ startsAt, endsAt }: Period) =>
  `/resources/${RESOURCE.id}/book?start=${encodeURIComponent(startsAt)}&end=${encodeURIComponent(endsAt)}`

const idOf = (address: string) => address.split('/').at(-1)!

/** The link in a letter that comes in its reader's language; older letters of the same kind may lie there. */
async function followLetter(page: Page, subject: RegExp, link: RegExp): Promise<void> {
  const found = page.getByRole('main').getByRole('link', { name: link }).first()
  await expect(async () => {
    await openLetter(page, waiter, subject)
    await expect(found).toBeVisible({ timeout: 5_000 })
  }).toPass()
  await found.click()
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('what is given up goes to who waits, who accepts it and gives back a part', async ({ context, page }) => {
      await signIn(context, waiter)
      await prefer(context, { locale: 'en' })
      const { slot, booking } = await takenSlot(javaScriptEnabled ? { from: 8, to: 20 } : { from: 22, to: 34 })

      await page.goto(pageOf(slot))
      await page.getByRole('button', { name: 'Wait for this time' }).click()
      await expect(page).toHaveURL(/\/waits\/[0-9a-f-]{36}$/)
      await expect(page.getByText('You are the first in line')).toBeVisible()
      const wait = page.url()
      await page.goto('/waits')
      await expect(page.getByText('First in line')).toBeVisible()

      expect((await cancel(holder, booking.id)).status).toBe(200)
      await followLetter(page, /^(Now free: |空出来了：)/, new RegExp(idOf(wait)))
      await expect(page).toHaveURL(wait)
      await page.getByRole('button', { name: 'Accept and book' }).click()
      await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}$/)
      const id = idOf(page.url())
      const made = await readBooking(waiter, id)
      expect([made.status, Date.parse(made.startsAt), Date.parse(made.endsAt)]).toEqual(['approved', Date.parse(slot.startsAt), Date.parse(slot.endsAt)])
      await page.goto(wait)
      await expect(page.getByRole('link', { name: 'See the booking' })).toBeVisible()

      await page.goto(`/bookings/${id}/extend`)
      await expect(page.getByText('It cannot be extended now')).toBeVisible()
      await page.goto(`/bookings/${id}`)
      await page.getByRole('link', { name: 'Give back a part' }).click()
      await expect(page.getByRole('group', { name: 'What you give back' })).toBeVisible()
      await page.getByRole('button', { name: 'Show what stays' }).click()
      await expect(page.getByText('What stays yours:')).toBeVisible()
      await page.getByRole('button', { name: 'Give back this time' }).click()
      await expect(page).toHaveURL(new RegExp(`/bookings/${id}$`))
      await expect(page.getByText(/A part given back; what stays:/)).toBeVisible()
      const less = await readBooking(waiter, id)
      expect(Date.parse(less.endsAt)).toBe(Date.parse(slot.endsAt) - 30 * MINUTE_MS)
      await cancel(waiter, id)
    })
  })
}

test('an offer can be declined, and a place in the line be left', async ({ context, page }) => {
  await signIn(context, waiter)
  await prefer(context, { locale: 'en' })
  const { slot, booking } = await takenSlot({ from: 36, to: 46 })
  await page.goto(`/resources/${RESOURCE.id}/wait?start=${encodeURIComponent(slot.startsAt)}&end=${encodeURIComponent(slot.endsAt)}`)
  await page.getByRole('button', { name: 'Wait for this time' }).click()
  await expect(page).toHaveURL(/\/waits\/[0-9a-f-]{36}$/)
  const wait = page.url()
  await page.goto(`/resources/${RESOURCE.id}/wait?start=${encodeURIComponent(slot.startsAt)}&end=${encodeURIComponent(slot.endsAt)}`)
  await page.getByLabel('Title').fill('Twice')
  await page.getByRole('button', { name: 'Wait for this time' }).click()
  await expect(page.getByText('You are already waiting for this time.')).toBeVisible()
  await expect(page.getByLabel('Title')).toHaveValue('Twice')
  await page.goto(wait)
  await page.getByRole('button', { name: 'Stop waiting' }).click()
  await expect(page).toHaveURL(/\/waits$/)
  await page.goto(wait)
  await expect(page.getByText('This wait is over.')).toBeVisible()

  await page.goto(`/resources/${RESOURCE.id}/wait?start=${encodeURIComponent(slot.startsAt)}&end=${encodeURIComponent(slot.endsAt)}`)
  await page.getByRole('button', { name: 'Wait for this time' }).click()
  await expect(page).toHaveURL(/\/waits\/[0-9a-f-]{36}$/)
  const again = page.url()
  expect((await cancel(holder, booking.id)).status).toBe(200)
  // A job offers it, a moment after the answer.
  await expect(async () => {
    await page.goto(again)
    await expect(page.getByRole('button', { name: 'No longer needed' })).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await page.getByRole('button', { name: 'No longer needed' }).click()
  await expect(page).toHaveURL(/\/waits$/)
  const free = await send(await sessionOf(holder), 'POST', '/api/v1/bookings/check', { json: { resourceId: RESOURCE.id, ...slot } })
  expect(jsonOf<{ ok: boolean }>(free).ok).toBe(true)
})

test('who asked for it is told of freed time, as long as they want', async ({ context, page }) => {
  await signIn(context, waiter)
  await prefer(context, { locale: 'en' })
  await page.goto(`/resources/${RESOURCE.id}`)
  await page.getByRole('link', { name: 'Tell me of free time' }).click()
  await page.getByLabel('Within so many days').fill('0')
  await page.getByLabel('At least so many hours on end').fill('1.5')
  await page.getByLabel('Within so many days').fill('60')
  await page.getByLabel('From, each day').selectOption('18:00')
  await page.getByLabel('Until, each day').selectOption('09:00')
  await page.getByRole('button', { name: 'Tell me', exact: true }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByLabel('From, each day').selectOption('08:00')
  await page.getByLabel('Until, each day').selectOption('20:00')
  await page.getByRole('button', { name: 'Tell me', exact: true }).click()
  await expect(page).toHaveURL(/\/waits$/)
  await expect(page.getByText(/between 08:00 and 20:00, within 60 days/)).toBeVisible()

  const { booking } = await takenSlot({ from: 48, to: 57 })
  expect((await cancel(holder, booking.id)).status).toBe(200)
  await followLetter(page, /^(Time became free: |有时间空出来：)/, /\/book\?start=/)
  await expect(page).toHaveURL(/\/book\?start=/)

  await page.goto(`/resources/${RESOURCE.id}/alert`)
  await page.getByRole('button', { name: 'Stop telling me' }).click()
  await expect(page).toHaveURL(/\/waits$/)
  await expect(page.getByText(/between 08:00 and 20:00/)).toBeHidden()
})
