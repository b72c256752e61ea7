import { expect, type Page, test } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { freeSlots } from './bookings-api'
import { SENDER } from './demo'
import { jsonOf, send, sessionOf } from './http-session'
import { openLetter } from './newcomer'
import { prefer, signIn } from './signed-in'

/** A machine in Chongqing that takes samples, and that no other test fills. */
const RESOURCE = { id: 'cqu-mg-i03', minutes: 120 }
const LAB = 'manager@cqu.example'

async function pageFor(browser: import('@playwright/test').Browser, account: typeof SENDER | typeof LAB): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
  await signIn(context, account)
  await prefer(context, { locale: 'en' })
  return context.newPage()
}

/** On the campus's clock, as the field takes it. */
const wall = (instant: string) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16)

test('a researcher in Mianyang sends eight samples to Chongqing and has results and samples back, each step seen by both', async ({ browser }) => {
  test.slow()
  const [sender, lab] = [await pageFor(browser, SENDER), await pageFor(browser, LAB)]
  const title = `Castings ${randomUUID().slice(0, 8)}`

  await sender.goto(`/resources/${RESOURCE.id}`)
  await sender.getByRole('main').getByRole('link', { name: 'Send samples' }).first().click()
  await sender.getByLabel('Name of the order').fill(title)
  await sender.getByLabel('Number of samples').fill('8')
  await sender.getByLabel(/^Names of the samples/).fill('C-1\nC-2')
  await sender.getByLabel('What they are').fill('Aluminium castings, 20 mm cubes')
  await sender.getByRole('checkbox', { name: 'No known hazard' }).check()
  await sender.getByRole('button', { name: 'Send this order' }).click()
  await expect(sender).toHaveURL(/\/orders\/[0-9a-f-]{36}$/)
  const address = new URL(sender.url()).pathname
  await expect(sender.getByRole('main')).toContainText('Waits for the lab')
  const number = `${await sender.locator('dd .font-mono').first().textContent()}-8`

  await lab.goto(`/manage/orders?resource=${RESOURCE.id}`)
  await lab.getByRole('link', { name: title }).click()
  await expect(lab).toHaveURL(new RegExp(`/manage${address}$`))
  await expect(lab.getByRole('cell', { name: 'Not here yet' })).toHaveCount(8)
  /** Both read where the order stands. */
  const both = async (status: string) => {
    for (const page of [sender, lab]) {
      await page.goto(page === sender ? address : `/manage${address}`)
      await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText(status)
    }
  }
  const act = async (button: string, status: string) => {
    await lab.getByRole('button', { name: button, exact: true }).click()
    await expect(lab.getByRole('heading', { level: 1 }).locator('..')).toContainText(status)
    await both(status)
  }
  await lab.getByLabel(/^Machine time expected/).fill('240')
  await act('Accept with this quote', 'Accepted, send the samples')
  await expect(sender.getByRole('main')).toContainText('4 h')
  await expect(sender.getByRole('main')).toContainText(/It is first in the queue|before it/)
  await openLetter(sender, SENDER, /已受理，报价/)

  // Labels go on the samples before they travel.
  await sender.goto(`${address}/labels`)
  await expect(sender.getByRole('listitem').filter({ hasText: number })).toBeVisible()
  await expect(sender.locator('[data-label-sheet] img')).toHaveCount(8)

  await lab.goto(`/manage${address}`)
  await lab.getByLabel('Where they are kept').fill('Shelf 3')
  await act('Samples received', 'Samples received')
  await expect(sender.getByRole('cell', { name: 'Shelf 3' })).toHaveCount(8)

  const [slot] = await freeSlots(RESOURCE, { from: 12, to: 30 })
  await lab.goto(`/manage/orders?resource=${RESOURCE.id}`)
  const row = lab.getByRole('row').filter({ hasText: title })
  await row.getByRole('checkbox').check()
  await lab.getByLabel(/^From/).fill(wall(slot!.startsAt))
  await lab.getByLabel(/^To/).fill(wall(slot!.endsAt))
  await lab.getByRole('button', { name: 'Put on the calendar' }).click()
  await expect(row).toContainText('On the calendar')
  await both('On the calendar')
  // The machine is taken like by anybody else.
  const busy = await send(await sessionOf(SENDER), 'POST', '/api/v1/bookings/check', { json: { resourceId: RESOURCE.id, ...slot } })
  expect(busy.text).toContain('slot_taken')

  // A gap comes first: off the calendar, and measured by hand.
  await lab.getByLabel('Reason', { exact: true }).first().fill('Another machine was free')
  await act('Take off the calendar', 'Samples received')
  const free = await freeSlots(RESOURCE, { from: 12, to: 30 })
  expect(free.map(({ startsAt }) => startsAt)).toContain(slot!.startsAt)
  await lab.getByLabel('Numbers spoilt or lost').fill('3')
  await act('Measured', 'Measured')
  await expect(sender.getByRole('cell', { name: 'Spoilt or lost' })).toHaveCount(1)

  await lab.getByLabel('Or a file').setInputFiles({ name: 'results.csv', mimeType: 'text/csv', buffer: Buffer.from('sample,pores\n1,3\n') })
  await act('Hand over the result', 'Result ready')
  const download = sender.waitForEvent('download')
  await sender.getByRole('link', { name: 'Download results.csv' }).click()
  expect((await download).suggestedFilename()).toBe('results.csv')

  await lab.getByLabel(/^Note/).fill('Parcel 12345')
  await act('Samples are dealt with', 'Finished')
  await expect(sender.getByRole('cell', { name: 'Sent back' })).toHaveCount(7)
  for (const page of [sender, lab]) {
    const steps = page.getByRole('region', { name: 'Steps so far' }).getByRole('listitem')
    await expect(steps).toHaveCount(8)
    await expect(steps.last()).toContainText('Parcel 12345')
  }
  await openLetter(sender, SENDER, /样品已处理/)
  await sender.goto('/orders')
  await expect(sender.getByRole('link', { name: title })).toBeVisible()
})

test('an order is asked, read and withdrawn by the API, once for one key; nobody else learns of it', async () => {
  const session = await sessionOf(SENDER)
  const json = { resourceId: RESOURCE.id, title: 'By API', samples: 2, nature: 'powder', hazards: ['nano'], afterwards: 'dispose' }
  const headers = { 'Idempotency-Key': randomUUID() }
  const [first, second] = [await send(session, 'POST', '/api/v1/orders', { json, headers }), await send(session, 'POST', '/api/v1/orders', { json, headers })]
  expect([first.status, second.status]).toEqual([201, 200])
  const { id, links } = jsonOf<{ id: string; links: { withdraw: string } }>(first)
  expect(jsonOf<{ id: string }>(second).id).toBe(id)
  expect((await send(await sessionOf('student@cqjtu.example'), 'GET', `/api/v1/orders/${id}`)).status).toBe(404)
  expect(jsonOf<{ items: { id: string }[] }>(await send(session, 'GET', '/api/v1/orders')).items.map((each) => each.id)).toContain(id)
  expect(jsonOf<{ status: string }>(await send(session, 'POST', links.withdraw, { json: { reason: 'not needed' } })).status).toBe('withdrawn')
})
