import { expect, type Locator, type Page, test } from '@playwright/test'
import { book, cancel, freeSlots, type Period, readBooking } from './bookings-api'
import type { Account } from './demo'
import { jsonOf } from './http-session'
import { pressOn } from './keyboard'
import { prefer, signIn } from './signed-in'

/** From a question about free time, and from the board, to a booking. Nobody else's test uses these resources. */

const SENSOR = { id: 'xhu-hydroeq-i02', minutes: 120 }
const ROOM = { id: 'swupl-humanrights-i02', minutes: 120 }
const account: Account = 'chair@cqu.example'

test.describe.configure({ mode: 'default', timeout: 400_000 })

test.beforeEach(async ({ context }) => {
  await signIn(context, account)
  await prefer(context, { locale: 'en' })
})

test('find free time, book it: two clicks and a confirmation', async ({ page }) => {
  await page.goto(`/find?q=${encodeURIComponent('声发射')}&when=month&minutes=120`)
  const row = page.getByRole('article').filter({ has: page.locator(`a[href="/resources/${SENSOR.id}"]`) })
  await expect(row.getByText(/next seven days|free/i).first()).toBeAttached()
  await row.getByRole('link', { name: /^Book / }).click()
  await expect(page).toHaveURL(new RegExp(`/resources/${SENSOR.id}/book`))
  await page.getByRole('button', { name: /^(Book|Request) this time$/ }).click()
  await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}$/)
  await cancel(account, page.url().split('/').at(-1)!)
})

test('three in order, by keyboard: choose, then ask when they follow each other', async ({ page }) => {
  await page.goto(`/find?resource=${SENSOR.id}&resource=${ROOM.id}&minutes=60&gap=1440`)
  await pressOn(page, page.getByRole('link', { name: 'When are they free in this order' }))
  const plans = page.getByRole('list', { name: 'Times to use them' })
  await expect(plans.getByRole('link', { name: /^Book / }).first()).toBeVisible()
})

test('the board: drag free time to book it, drag the booking to another row', async ({ page }) => {
  const slot = await sharedSlot()
  const day = new Date(Date.parse(slot.startsAt) + 8 * 3_600_000).toISOString().slice(0, 10)
  const address = `/board?resource=${SENSOR.id}&resource=${ROOM.id}&date=${day}`
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(address)
  const [from, to] = [await pointAt(page, SENSOR.id, slot.startsAt), await pointAt(page, SENSOR.id, slot.endsAt)]
  await drag(page, { x: from.x + 3, y: from.y }, { x: to.x - 3, y: to.y })
  await expect(page).toHaveURL(new RegExp(`/resources/${SENSOR.id}/book`))
  expect(new URL(page.url()).searchParams.get('start')).toBe(slot.startsAt)
  expect(new URL(page.url()).searchParams.get('end')).toBe(slot.endsAt)
  await page.getByRole('button', { name: /^(Book|Request) this time$/ }).click()
  await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}$/)
  const old = page.url().split('/').at(-1)!

  await page.goto(address)
  const entry = page.locator(`a[href="/bookings/${old}"]`)
  const box = await boxOf(entry)
  const over = await pointAt(page, ROOM.id, slot.startsAt)
  await drag(page, { x: box.x + 10, y: box.y + 10 }, { x: box.x + 11, y: over.y })
  await expect(page).toHaveURL(new RegExp(`/bookings/${old}/elsewhere`))
  await page.getByRole('button', { name: 'Use this resource instead' }).click()
  await expect(page).toHaveURL((url) => /\/bookings\/[0-9a-f-]{36}$/.test(url.pathname) && !url.pathname.endsWith(old))
  const made = page.url().split('/').at(-1)!
  expect((await readBooking(account, old)).status).toBe('cancelled')
  expect(await readBooking(account, made)).toMatchObject({ status: 'approved' })
  await cancel(account, made)
})

test('a booking dragged on the board is moved; who walks on before the answer stays where they went', async ({ page }) => {
  const [slot, next] = await freeSlots(SENSOR, { from: 36, to: 60 })
  const made = jsonOf<{ id: string }>(await book(account, SENSOR.id, slot!))
  const day = new Date(Date.parse(slot!.startsAt) + 8 * 3_600_000).toISOString().slice(0, 10)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`/board?resource=${SENSOR.id}&date=${day}`)
  const entry = page.locator(`a[href="/bookings/${made.id}"]`)
  const box = await boxOf(entry)
  const to = await pointAt(page, SENSOR.id, next!.startsAt)
  await drag(page, { x: box.x + 4, y: box.y + 10 }, { x: to.x + 5, y: box.y + 10 })
  const confirm = page.getByRole('dialog').getByRole('button', { name: 'Change the booking', exact: true })
  await expect(confirm).toBeVisible()
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route(/\/bookings\/[^/]+\/change/, async (route) => {
    if (route.request().method() === 'POST') await held
    await route.continue()
  })
  const sent = page.waitForRequest((request) => request.method() === 'POST' && /\/change/.test(request.url()))
  await confirm.click()
  await sent
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Find', exact: true }).first().click()
  await expect(page).toHaveURL(/\/resources$/)
  const answered = page.waitForResponse((response) => response.request().method() === 'POST' && /\/change/.test(response.url()))
  answer()
  await answered
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page).toHaveURL(/\/resources$/)
  await expect.poll(async () => (await readBooking(account, made.id)).startsAt).not.toBe(slot!.startsAt)
  await cancel(account, made.id)
})

test('the board by keyboard, as a day sheet, and on a phone', async ({ page }) => {
  const [slot] = await freeSlots(SENSOR, { from: 20, to: 34 })
  const day = new Date(Date.parse(slot!.startsAt) + 8 * 3_600_000).toISOString().slice(0, 10)
  await page.goto(`/board?resource=${SENSOR.id}&date=${day}`)
  const free = page.getByRole('link', { name: /^Book .*free: / }).first()
  await page.emulateMedia({ media: 'print' })
  await expect(free).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await pressOn(page, free)
  await expect(page).toHaveURL(new RegExp(`/resources/${SENSOR.id}/book`))
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['/find', `/find?view=together&resource=${SENSOR.id}&resource=${ROOM.id}`, `/board?resource=${SENSOR.id}`]) {
    await page.goto(path)
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390)
  }
})

/** Two hours in which both are free. */
async function sharedSlot(): Promise<Period> {
  const [sensor, room] = await Promise.all([freeSlots(SENSOR, { from: 36, to: 50 }), freeSlots(ROOM, { from: 36, to: 50 })])
  const shared = sensor.find(({ startsAt }) => room.some((each) => each.startsAt === startsAt))
  if (!shared) throw new Error('no time at which both are free')
  return shared
}

const boxOf = async (of: Locator) => (await of.boundingBox())!

/** Where an instant of the day shown lies on a resource's row. */
async function pointAt(page: Page, resourceId: string, instant: string): Promise<{ x: number; y: number }> {
  const box = await boxOf(page.locator(`[data-row="${resourceId}"]`))
  const midnight = Date.parse(`${new URL(page.url()).searchParams.get('date')}T00:00:00+08:00`)
  return { x: box.x + ((Date.parse(instant) - midnight) / 86_400_000) * box.width, y: box.y + box.height / 2 }
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}
