import { expect, test } from '@playwright/test'
import { uuidOf } from '../../prisma/seed-parts/random'
import { cancel } from './bookings-api'
import { jsonOf, send, sessionOf } from './http-session'
import { prefer, signIn } from './signed-in'

/*
 * Several resources as one block, from the lab's proposal to its cancellation; on behalf of somebody else; what a
 * resource asks. In the days used here nobody else's test books these resources.
 */

const LAB = 'cqu-power'
const [FIRST, SECOND] = ['cqu-power-i03', 'swupl-humanrights-i02']
const manager = 'manager@cqu.example'
const researcher = 'researcher@swjtu.example'
const pi = 'pi@swjtu.example'

test.describe.configure({ mode: 'serial', timeout: 400_000 })

type Block = { status: string; startsAt: string; endsAt: string; items: { resourceId: string; startsAt: string; endsAt: string; answers: { value: string }[] }[]; booker: { id: string }; attendee: { id: string } }
const read = async (id: string) => jsonOf<Block>(await send(await sessionOf(researcher), 'GET', `/api/v1/bookings/${id}`))

const rows = (list: { resourceId: string; minutes: string; gapMinutes?: string }[]) =>
  Object.fromEntries(list.flatMap((row, at) => Object.entries({ begins: 'after', gapMinutes: '0', quantity: '1', ...row }).map(([part, value]) => [`steps[${at}].${part}`, value])))

const template = { nameZh: '制样与测试（浏览器测试）', nameEn: 'Preparation and test (browser test)', version: '0', intent: 'save', ...rows([{ resourceId: FIRST, minutes: '60' }, { resourceId: SECOND, minutes: '60', gapMinutes: '240' }]) }

test('a lab proposes a chain', async ({ context, page }) => {
  await signIn(context, manager)
  await prefer(context, { locale: 'en' })
  const keeper = await sessionOf(manager)
  expect((await send(keeper, 'POST', `/manage/labs/${LAB}/chains`, { form: template })).status).toBe(302)
  await page.goto(`/manage/labs/${LAB}/chains`)
  await expect(page.getByText('Preparation and test (browser test)')).toBeVisible()
  await page.goto(`/resources/${FIRST}`)
  await expect(page.getByRole('link', { name: 'Preparation and test (browser test)' })).toBeVisible()
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('it is booked, moved and cancelled as one', async ({ context, page }) => {
      await signIn(context, researcher)
      await prefer(context, { locale: 'en' })
      await page.goto(`/resources/${FIRST}`)
      await page.getByRole('link', { name: 'Preparation and test (browser test)' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Preparation and test (browser test)' })).toBeVisible()
      const fits = page.locator('button[name="slot"]')
      await fits.last().click()
      await expect(page.getByText('This can be booked')).toBeVisible()
      await page.getByRole('button', { name: 'Book all of it' }).click()
      await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}$/)
      await expect(page.getByRole('heading', { name: 'Parts' })).toBeVisible()
      const id = page.url().split('/').at(-1)!
      const before = await read(id)
      expect(before.items.map(({ resourceId }) => resourceId)).toEqual([FIRST, SECOND])

      await page.getByRole('link', { name: 'Move or change' }).click()
      const later = new Date(Date.parse(before.startsAt) + 7 * 86_400_000).toISOString()
      await page.getByLabel('Start date').fill(new Date(Date.parse(later) + 8 * 3_600_000).toISOString().slice(0, 10))
      await page.getByRole('button', { name: 'Change the booking' }).click()
      await expect(page).toHaveURL(new RegExp(`/bookings/${id}$`))
      const moved = await read(id)
      const shift = (instant: string) => Date.parse(instant) + 7 * 86_400_000
      expect(moved.items.map(({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt)])).toEqual(before.items.map(({ startsAt, endsAt }) => [shift(startsAt), shift(endsAt)]))

      await page.goto(`/bookings/${id}/cancel`)
      await page.getByRole('button', { name: 'Cancel it' }).click()
      await expect(page).toHaveURL(new RegExp(`/bookings/${id}$`))
      expect((await read(id)).status).toBe('cancelled')
    })
  })
}

test('resources are put together, ordered and taken out again', async ({ context, page }) => {
  await signIn(context, researcher)
  await prefer(context, { locale: 'en' })
  await page.goto(`/bookings/chain?resource=${FIRST}`)
  const parts = page.getByRole('group', { name: /^\d\. / })
  await expect(parts).toHaveCount(1)
  await page.getByLabel('Look for a resource').fill('human rights')
  await page.getByRole('button', { name: 'Find', exact: true }).click()
  const add = page.locator(`button[name="add"][value="${SECOND}"]`)
  await add.click()
  await expect(parts).toHaveCount(2)
  await page.locator('button[name="up"][value="1"]').click()
  await expect(page.locator('input[name="steps[0].resourceId"]')).toHaveValue(SECOND)
  await page.locator('button[name="remove"][value="0"]').click()
  await expect(parts).toHaveCount(1)
  await expect(page.locator('input[name="steps[0].resourceId"]')).toHaveValue(FIRST)
})

test('a member of a group books for another, and both see it', async ({ context, page }) => {
  await signIn(context, pi)
  await prefer(context, { locale: 'en' })
  await page.goto(`/resources/${FIRST}/book`)
  const who = page.getByLabel('Who will be there')
  const personId = uuidOf(`person:${researcher}`)
  await who.selectOption(personId)
  await page.getByRole('button', { name: 'Check this time' }).click()
  await page.getByRole('button', { name: 'Book this time' }).click()
  await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}$/)
  const id = page.url().split('/').at(-1)!
  const made = await read(id)
  expect(made.attendee.id).toBe(personId)
  expect(made.booker.id).not.toBe(personId)
  await signIn(context, researcher)
  await page.goto(`/bookings/${id}`)
  await expect(page.getByText('Booked by')).toBeVisible()
  await cancel(researcher, id)
})

test('a resource asks, and the answers and a file stay with the booking', async ({ context, page }) => {
  const keeper = await sessionOf(manager)
  const editor = `/manage/resources/${FIRST}/questions`
  const version = Number(/name="version" value="(\d+)"/.exec((await send(keeper, 'GET', editor)).text)![1])
  const asking = { version: String(version), 'questions[0].zh': '样品数', 'questions[0].en': 'Samples', 'questions[0].kind': 'number', 'questions[0].isRequired': 'on', 'questions[1].zh': '批件', 'questions[1].en': 'Permit', 'questions[1].kind': 'file', 'questions[1].isRequired': 'on' }
  expect((await send(keeper, 'POST', editor, { form: asking })).status).toBe(302)
  try {
    await signIn(context, researcher)
    await prefer(context, { locale: 'en' })
    await page.goto(`/resources/${FIRST}/book`)
    await page.getByLabel('Samples').fill('3')
    await page.getByLabel('Permit').setInputFiles({ name: 'permit.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nnothing\n%%EOF\n') })
    await page.getByRole('button', { name: 'Check this time' }).click()
    await expect(page.getByText('A file is here')).toBeVisible()
    await page.getByRole('button', { name: 'Book this time' }).click()
    await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}$/)
    const link = page.getByRole('link', { name: 'permit.pdf' })
    await expect(link).toBeVisible()
    const file = (await link.getAttribute('href'))!
    expect((await send(keeper, 'GET', file)).status).toBe(200)
    expect((await send(await sessionOf('student@cqjtu.example'), 'GET', file)).status).toBe(404)
    const id = page.url().split('/').at(-1)!
    expect((await read(id)).items[0]!.answers.map(({ value }) => value)).toEqual(['3', file.split('/').at(-1)])
    await cancel(researcher, id)
  } finally {
    await send(keeper, 'POST', editor, { form: { version: String(version + 1) } })
  }
})

test('a hundred resources in one booking are refused in words', async () => {
  const asker = await sessionOf(researcher)
  const many = rows(Array.from({ length: 100 }, () => ({ resourceId: FIRST, minutes: '60' })))
  const page = await send(asker, 'POST', '/bookings/chain', { form: { ...many, startDate: '2027-03-01', startTime: '10:00', intent: 'book', title: 'A hundred' }, headers: { Cookie: `${asker.cookie}; lang=en` } })
  expect(page.status).toBe(422)
  expect(page.text).toContain('at most 8 items')
  expect(page.text).toContain('A hundred')
  const items = Array.from({ length: 100 }, () => ({ resourceId: FIRST, startsAt: '2027-03-01T10:00:00+08:00', endsAt: '2027-03-01T11:00:00+08:00' }))
  const api = await send(asker, 'POST', '/api/v1/bookings', { json: { items, purpose: 'research' } })
  expect(api.status).toBe(422)
  expect(api.text).toContain('too_many_items')
})

test('the lab offers it no more', async () => {
  const keeper = await sessionOf(manager)
  const page = await send(keeper, 'GET', `/manage/labs/${LAB}/chains`)
  const id = /name="retire" value="([0-9a-f-]{36})"|value="([0-9a-f-]{36})"[^>]*name="retire"/.exec(page.text)
  expect(id).not.toBeNull()
  expect((await send(keeper, 'POST', `/manage/labs/${LAB}/chains`, { form: { retire: id![1] ?? id![2]! } })).status).toBe(302)
})
