import { expect, type Page, test } from '@playwright/test'
import { RESOURCES } from './demo'
import { signIn } from './signed-in'

/** A first visit over a slow line: what the catalogue costs before anybody has touched anything. */
const BUDGET_BYTES = 130_000

/** Scripts that a first visit brought over the line, with the size of their compressed bodies. */
async function scriptsOf(page: Page, path: string): Promise<{ name: string; bytes: number }[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await page.goto(path, { waitUntil: 'networkidle' })
  return page.evaluate(() => {
    const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    return loaded
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .map(({ name, encodedBodySize }) => ({ name: new URL(name).pathname, bytes: encodedBodySize }))
  })
}

const total = (scripts: readonly { bytes: number }[]) => scripts.reduce((sum, { bytes }) => sum + bytes, 0)

/** A word that stands in FullCalendar's own code and nowhere in ours. */
const CALENDAR_CODE = /fullcalendar/i

/** On a busy machine the line may rest for a while before the calendar is asked for. */
const expectCalendar = (page: Page, path: string) => expect(async () => expect(await loadsCalendar(page, path)).toBe(true)).toPass()

async function loadsCalendar(page: Page, path: string): Promise<boolean> {
  const scripts = await scriptsOf(page, path)
  const texts = await Promise.all(scripts.map(async ({ name }) => (await page.request.get(name)).text()))
  return texts.some((text) => CALENDAR_CODE.test(text))
}

for (const locale of ['zh-CN', 'en']) {
  test(`the first load of the catalogue is light, ${locale}`, async ({ page }) => {
    const scripts = await scriptsOf(page, `/resources?lang=${locale}`)
    const heaviest = scripts.toSorted((one, other) => other.bytes - one.bytes).map(({ name, bytes }) => `${bytes} ${name}`)
    test.info().annotations.push({ type: 'JavaScript', description: `${total(scripts)} bytes` })
    expect(scripts.every(({ bytes }) => bytes > 0), 'sizes were seen').toBe(true)
    expect(scripts.length).toBeGreaterThan(2)
    expect(total(scripts), heaviest.join('\n')).toBeLessThanOrEqual(BUDGET_BYTES)
  })
}

test('the calendar is loaded where there is one, and nowhere else', async ({ page }) => {
  for (const path of ['/', '/resources', '/labs', '/universities', '/help', '/login']) {
    expect(await loadsCalendar(page, path), path).toBe(false)
  }
  await expectCalendar(page, `/resources/${RESOURCES.journeyAtOnce.id}`)
  await signIn(page.context(), 'researcher@swjtu.example')
  expect(await loadsCalendar(page, '/bookings'), 'a list is no calendar').toBe(false)
  await expectCalendar(page, '/bookings?view=calendar')
})
