import { expect, test } from '@playwright/test'
import { send, sessionOf } from './http-session'
import { prefer, signIn } from './signed-in'

/** What the lab keeps: the logbook, who is inside, incidents. Nobody else's test writes uses of this resource. */

const RESOURCE = 'cqu-power-i01'
const USER = 'researcher@cqu.example'
const MANAGER = 'manager@cqu.example'

test.describe.configure({ mode: 'default', timeout: 300_000 })

const DAY_MS = 86_400_000
/** The date so many days ago in Chongqing. */
const dayAgo = (days: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' }).format(new Date(Date.now() - days * DAY_MS))

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('a manager records a use, corrects it with a reason, and finds both in the logbook', async ({ context, page }) => {
      // Long ago and at night, so that no booking of the demo stands there.
      const day = dayAgo(javaScriptEnabled ? 300 : 301)
      await signIn(context, MANAGER)
      await prefer(context, { locale: 'en' })
      await page.goto(`/manage/uses/new?resource=${RESOURCE}`)
      await page.getByLabel('User’s mail address').fill(USER)
      await page.getByLabel('Started', { exact: true }).fill(`${day}T03:00`)
      await page.getByLabel('Ended', { exact: true }).fill(`${day}T04:00`)
      await page.getByLabel('Samples').fill('3')
      await page.getByRole('button', { name: 'Record the use' }).click()

      const facts = page.getByRole('table', { name: 'Facts' })
      await expect(facts.getByRole('row')).toHaveCount(3)
      await page.getByLabel('Really ended').fill(`${day}T04:30`)
      await page.getByLabel('Reason').fill('The clock of the lab was slow')
      await page.getByRole('button', { name: 'Correct the record' }).click()
      await expect(facts.getByRole('row')).toHaveCount(4)
      await expect(facts.getByText('Reason: The clock of the lab was slow')).toBeVisible()
      await expect(facts.getByText('as the end')).toHaveCount(1)

      await page.goto(`/manage/uses?from=${day}&to=${day}&resource=${RESOURCE}`)
      const uses = page.getByRole('table', { name: 'Logbook' })
      await expect(uses.getByRole('row')).toHaveCount(2)
      await expect(uses.getByText('1.5 h')).toBeVisible()
      const csv = await send(await sessionOf(MANAGER), 'GET', `/manage/uses.csv?from=${day}&to=${day}&resource=${RESOURCE}`, { headers: { Cookie: `${(await sessionOf(MANAGER)).cookie}; lang=en` } })
      expect(csv.headers.get('content-type')).toContain('text/csv')
      expect(csv.text).toContain(`${day} 03:00,${day} 04:30,,By hand,Correction,1.5,1.5,`)
    })
  })
}

test('a safety officer sees who is inside, and nobody else does', async ({ context, page }) => {
  await signIn(context, 'safety@swjtu.example')
  await prefer(context, { locale: 'en' })
  await page.goto('/roster')
  const labs = page.getByRole('table', { name: 'Choose a lab or a room' })
  await labs.getByRole('rowheader').getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 1, name: /^Who is inside · / })).toBeVisible()
  const path = new URL(page.url()).pathname
  await expect(page.getByText('Nobody is or should be inside now').or(page.getByRole('columnheader', { name: 'Telephone' }))).toBeVisible()
  expect((await send(await sessionOf(USER), 'GET', path)).status).toBe(404)
  expect((await send(await sessionOf(MANAGER), 'GET', path)).status).toBe(404)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('an incident is reported with a picture, suspends somebody, and is closed', async ({ context, page }) => {
    const granted = await send(await sessionOf(MANAGER), 'POST', '/manage/training/qualifications?index', {
      form: { email: USER, subject: `resource:${RESOURCE}`, mode: 'self_operation', band: 'any' },
    })
    expect(granted.status, granted.text.slice(0, 500)).toBe(302)
    await signIn(context, MANAGER)
    await prefer(context, { locale: 'en' })
    await page.goto(`/incidents/new?resource=${RESOURCE}`)
    await page.getByLabel('What happened').fill('A belt came off')
    await page.getByRole('radio', { name: /^Minor/ }).check()
    const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
    await page.getByLabel('Picture').setInputFiles({ name: 'belt.png', mimeType: 'image/png', buffer: pixel })
    await page.getByRole('button', { name: 'Send the report' }).click()

    await expect(page.getByRole('heading', { level: 1, name: /^Minor: / })).toBeVisible()
    await expect(page.getByRole('img', { name: 'Picture of the incident' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Stop this instrument' })).toBeVisible()
    await page.getByLabel('Somebody else’s mail address').fill(USER)
    await page.getByRole('button', { name: 'Look up' }).click()
    await page.getByLabel('Reason').first().fill('A belt came off')
    await page.getByRole('button', { name: 'Suspend the qualification' }).first().click()
    await page.goto(`${new URL(page.url()).pathname}?person=${USER}`)
    await expect(page.getByText('Suspended', { exact: true })).toBeVisible()

    await page.getByRole('textbox', { name: 'Measures' }).fill('New belt, guard fitted')
    await page.getByRole('button', { name: 'Close the incident' }).click()
    await expect(page.getByRole('button', { name: 'Close the incident' })).toHaveCount(0)
    await expect(page.getByText('New belt, guard fitted')).toBeVisible()
  })
})
