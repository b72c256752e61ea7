import { expect, test, type Page } from '@playwright/test'
import type { Account } from './demo'
import { DEMO_PASSWORD, jsonOf, send, sessionOf } from './http-session'
import { openLine } from './line'
import { prefer, signIn } from './signed-in'

/**
 * What happens at two machines of the demo as it begins: one that a student may check in at, one that they have
 * not left in time. In the order of the day: each test goes on where the one before it ended.
 */
const READY = 'cqu-power-u01'
const OVER = 'cqu-power-u02'
const student: Account = 'student@cqjtu.example'
const next: Account = 'researcher@cqu.example'
const manager: Account = 'manager@cqu.example'

test.describe.configure({ mode: 'serial', timeout: 300_000 })
test.use({ viewport: { width: 390, height: 844 } })

type Found = { id: string; code: string; status: string }
async function bookingOf(account: Account, resource: string): Promise<Found> {
  const answer = await send(await sessionOf(account), 'GET', `/api/v1/bookings?mine=1&resource=${resource}&limit=20`)
  const { items } = jsonOf<{ items: (Found & { title: string | null })[] }>(answer)
  // Lists are newest start first; the demo's uses are the earliest.
  return items.at(-1)!
}
const statusOf = async (account: Account, { id }: Found) => jsonOf<Found>(await send(await sessionOf(account), 'GET', `/api/v1/bookings/${id}`)).status

async function reads(page: Page, path: string, text: RegExp): Promise<void> {
  await expect(async () => {
    await page.goto(path)
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: 150_000 })
}

test('whoever comes next is told that the one before is still there', async ({ context, page }) => {
  const own = await bookingOf(next, OVER)
  await signIn(context, next)
  await prefer(context, { locale: 'en' })
  await page.goto(`/bookings/${own.id}`)
  await expect(page.getByText('The one before you has not checked out')).toBeVisible()
  await reads(page, `/mailbox?to=${next}`, /前一位用户还在用|Still in use/)
})

test('a student checks in by phone from the code, and leaves the other machine late', async ({ context, page }) => {
  await prefer(context, { locale: 'en' })
  await page.goto(`/use/${READY}`)
  await page.waitForURL(/\/login\?to=/)
  await expect(page.getByLabel('This device is mine')).toBeChecked()
  await page.getByLabel('Mail address').fill(student)
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD)
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(new RegExp(`/use/${READY}$`))

  // A click before the page has come alive is the plain form's; either way the state is the same.
  const yours = page.getByRole('region', { name: 'Your booking' })
  await expect(yours.getByText('You can check in.')).toBeVisible()
  await yours.getByRole('button', { name: 'Check in', exact: true }).click()
  await expect(yours.getByRole('button', { name: 'Check out' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Now and next' }).getByText('in since')).toBeVisible()
  const booked = await bookingOf(student, READY)
  expect(await statusOf(student, booked)).toBe('in_use')

  await page.goto('/bookings')
  await page.getByRole('button', { name: 'Check out' }).first().click()
  await page.waitForURL(new RegExp(`/use/${OVER}/after/`))
  await page.getByLabel('Samples').fill('-1')
  await page.getByLabel('Samples').evaluate((field) => field.closest('form')?.setAttribute('novalidate', ''))
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('alert').first()).toBeVisible()
  await page.getByLabel('Samples').fill('8')
  await page.getByLabel('Warm-up (minutes)').fill('5')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.waitForURL(new RegExp(`/use/${OVER}\\?item=`))
  await expect(page.getByText(/Checked out after/)).toBeVisible()
  expect(await statusOf(student, await bookingOf(student, OVER))).toBe('completed')
  const follower = await bookingOf(next, OVER)
  const seen = await send(await sessionOf(next), 'GET', `/bookings/${follower.id}`, { headers: { 'Accept-Language': 'en' } })
  expect(seen.text).not.toContain('has not checked out')
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a fault is reported with a photo, and its managers see to it', async ({ browser, context, page }) => {
    await signIn(context, 'visitor@scu.example')
    await prefer(context, { locale: 'en' })
    await page.goto(`/use/${READY}`)
    await expect(page.getByText('You have no booking of this machine now')).toBeVisible()
    await page.getByRole('link', { name: 'Report a fault' }).click()
    await page.getByLabel('What is wrong').fill('The door does not close')
    const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
    await page.getByLabel('Photo').setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: pixel })
    await page.getByLabel('Take it out of service now').check()
    await page.getByRole('button', { name: 'Report the fault' }).click()
    await expect(page.getByText('The managers are told of the fault.')).toBeVisible()

    const theirs = await browser.newContext({ javaScriptEnabled: false })
    await signIn(theirs, manager)
    await prefer(theirs, { locale: 'en' })
    const office = await theirs.newPage()
    await office.goto('/today')
    const reported = office.getByRole('region', { name: 'Reported faults' }).getByRole('listitem').filter({ hasText: 'The door does not close' })
    await reported.getByRole('link').click()
    await expect(office.getByAltText('The fault as its reporter photographed it')).toBeVisible()
    await office.getByRole('button', { name: 'Seen to' }).click()
    await expect(office.getByText(/^Seen to,/)).toBeVisible()
    await theirs.close()
  })
})

test('a photo of 50 MB is refused in words', async () => {
  const form = new FormData()
  form.append('key', crypto.randomUUID())
  form.append('what', 'x')
  form.append('photo', new Blob([new Uint8Array(50_000_000)], { type: 'image/jpeg' }), 'huge.jpg')
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  const answer = await send(await sessionOf(student), 'POST', `/use/${READY}/fault`, {
    body: new Uint8Array(await request.arrayBuffer()), headers: { 'Content-Type': request.headers.get('Content-Type') ?? '' },
  })
  expect(answer.status).toBe(413)
  expect(answer.text).toMatch(/<h1/)
})

test('a tablet in the lab goes on without a network and sends what it kept', async ({ browser, context, page }) => {
  await signIn(context, manager)
  await prefer(context, { locale: 'en' })
  await page.goto('/manage/labs/cqu-power/devices')
  await page.getByLabel('Name', { exact: true }).fill('Tablet by the door')
  await page.getByRole('button', { name: 'Add device' }).click()
  const link = await page.getByRole('link', { name: /\/kiosk\/cqu-power#ccd_/ }).getAttribute('href')
  const own = await bookingOf(next, OVER)
  expect(await statusOf(next, own)).toBe('approved')

  const line = await openLine()
  const tablet = await browser.newContext({ viewport: { width: 1024, height: 768 }, proxy: { server: line.server } })
  await prefer(tablet, { locale: 'en' })
  const desk = await tablet.newPage()
  await desk.goto(new URL(link ?? '').pathname + new URL(link ?? '').hash)
  const session = desk.getByRole('button', { name: /Impedance bench/ }).filter({ hasText: 'Expected' })
  await expect(session).toBeVisible()
  expect(new URL(desk.url()).hash).toBe('')
  expect(await desk.content()).not.toContain(next)
  // The page and all that it is made of is kept.
  await desk.waitForFunction(async () => {
    const cache = await caches.open('kiosk')
    const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname)
    return kept.includes(window.location.pathname) && kept.some((path) => path.endsWith('.css')) && kept.filter((path) => path.endsWith('.js')).length > 3
  })

  line.cut(true)
  await desk.reload()
  await expect(desk.getByText('The network is down.')).toBeVisible()
  await session.click()
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Check in' }).click()
  await expect(desk.getByText('1 entry is not sent yet')).toBeVisible()
  await desk.getByLabel('Code of the booking').fill('NOSUCH')
  await desk.getByRole('button', { name: 'Check in', exact: true }).click()
  await expect(desk.getByText('2 entries are not sent yet')).toBeVisible()
  await desk.reload()
  await expect(desk.getByText('2 entries are not sent yet')).toBeVisible()
  expect(await statusOf(next, own)).toBe('approved')

  line.cut(false)
  await expect(desk.getByText('not sent yet')).toHaveCount(0)
  await expect(desk.getByText('There is no booking that it belongs to.')).toBeVisible()
  await expect(desk.getByRole('button', { name: /Impedance bench/ }).filter({ hasText: 'in since' })).toBeVisible()
  expect(await statusOf(next, own)).toBe('in_use')

  await page.goto('/manage/labs/cqu-power/devices')
  await page.getByRole('button', { name: 'Sign it out: Tablet by the door' }).first().click()
  await expect(page.getByText('Signed out; that device can tell nothing more.')).toBeVisible()
  await desk.reload()
  await expect(desk.getByText('This tablet was signed out.')).toBeVisible()
  await tablet.close()
  await line.close()
})
