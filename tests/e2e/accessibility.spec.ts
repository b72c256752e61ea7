import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { bookForAny, cancel, freeSlots, requestAbout } from './bookings-api'
import { type Account, RESOURCES } from './demo'
import { importAt, type Stage } from './imports'
import { thing, THINGS } from './people-things'
import { type Locale, prefer, signIn, type Theme } from './signed-in'

/*
 * Every page as the least privileged reader who sees it, and each role's first page, in both
 * languages and both looks.
 */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const LOCALES: readonly Locale[] = ['zh-CN', 'en']

/** A resource that the manager keeps. */
const KEPT = 'cqu-mg-i04'

/** By reader; null: nobody signed in. `{booking}` is one of the researcher's that waits, `{request}` what the
 * manager has to decide about it; `{mapping}`, `{checked}`, `{applied}` imports in these stages; other names are those of `people-things`. */
const PAGES: [reader: Account | null, paths: string[]][] = [
  [null, [
    '/', '/resources', '/resources?q=冷冻电镜', '/resources?q=nothing-is-called-this', `/resources/${RESOURCES.journeyZh.id}`, '/resources/cqu-mg-i04',
    '/find', '/find?minutes=0', `/find?view=together&resource=${RESOURCES.journeyZh.id}`, '/board', '/board?lab=cqu-coal&view=week',
    '/labs', '/labs/cqu-coal', '/labs/alliance-crjul', '/universities', '/universities/cqu', '/help', '/privacy', '/privacy/borders', '/resources/cqu-mg-i04/enquire', '/enquiries/nothing',
    '/login', '/login?as=researcher@swjtu.example', '/signup', '/forgot-password', '/confirm/spent', '/reset-password/spent', '/first-admin/spent', '/mailbox', '/nowhere', '/kiosk/cqu-power',
  ]],
  ['researcher@swjtu.example', [
    '/', `/resources/${RESOURCES.journeyZh.id}`, `/resources/${RESOURCES.journeyZh.id}/book`, '/bookings', '/bookings?when=past', '/bookings?view=calendar',
    '/bookings/{booking}', '/bookings/{booking}/change', '/bookings/{booking}/cancel', '/bookings/{booking}/release', '/bookings/{booking}/extend', '/waits', `/resources/${RESOURCES.journeyZh.id}/wait?start=2026-01-05T10:00&end=2026-01-05T11:00`, `/resources/${RESOURCES.journeyZh.id}/alert`, '/account', '/account/affiliations', '/account/rights', '/account/privacy', '/account/privacy/erase', '/account/certificates', '/training', '/recognition', '/resources?usable=now&usable=steps', '/groups', '/groups/swjtu-g1', '/projects/swjtu-g1-p1', '/account/password', '/account/sessions', '/account/tokens', '/logout', '/approvals', '/admin',
  ]],
  ['visitor@scu.example', ['/', '/groups?q=示例', '/groups/swjtu-g1']],
  ['student@cqjtu.example', ['/', '/bookings', '/use/cqu-power-u01', '/use/cqu-power-u02', '/use/cqu-power-u01/fault']],
  ['pi@swjtu.example', ['/', '/handovers', '/groups', '/groups/new', ...['', '/bookings', '/costs', '/settings', '/projects/new'].map((part) => `/groups/swjtu-g1${part}`), '/projects/swjtu-g1-p2', '/projects/swjtu-g1-p2/change']],
  ['manager@cqu.example', ['/', '/approvals', '/approvals/{request}', '/manage', '/manage/bookings', '/bookings/{booking}', `/resources/${RESOURCES.journeyZh.id}/book`,
    '/manage/resources', '/manage/resources/new', `/manage/resources/change?id=${KEPT}`, ...['', '/prices', '/files', '/status', '/feed', '/waits', '/history'].map((part) => `/manage/resources/${KEPT}${part}`),
    '/manage/labs', '/manage/labs/cqu-coal', '/manage/rooms', '/manage/rooms/new', '/manage/imports', '/manage/training', '/manage/training/sessions/{session}', '/manage/training/qualifications', '/manage/training/qualifications/{qualification}', '/manage/enquiries', '/manage/labs/cqu-power/devices', '/manage/labs/cqu-power/cards', '/manage/resources/cqu-power-u01/card',
  ]],
  ['operator@cqu.example', ['/']],
  ['safety@swjtu.example', ['/', '/manage/admission']],
  ['coordinator@cqu.example', ['/', '/admin/people', '/manage/labs/new', '/manage/groups', '/manage/people', '/manage/people?state=ended', '/manage/people/new', '/manage/people/{colleague}', '/manage/partners', '/manage/recognition', '/manage/intake', '/manage/intake/{intake}', '/manage/intake/{intake}/rows/3', '/handovers', '/manage/imports', '{mapping}', '{checked}', '{checked}?outcome=added', '{checked}/rows/5', '{applied}']],
  ['chair@scu.example', ['/', '/office']],
  ['office@alliance.example', ['/', '/admin', '/admin/domains', '/admin/mail', '/admin/audit']],
  ['admin@alliance.example', ['/', '/admin/domains']],
  ['security@alliance.example', ['/', '/admin', '/admin/people', '/admin/people/{colleague}/rights']],
  ['audit@alliance.example', ['/', '/admin/audit', '/admin/people/{colleague}/rights']],
]

const DAYS = { from: 46, to: 59 }
const owner: Account = 'researcher@swjtu.example'
let bookingId = ''
let requestId = ''
const imports: Partial<Record<Stage, string>> = {}

// Each worker comes here at once, so each asks for a time of its own.
test.beforeAll(async () => {
  const slots = await freeSlots(RESOURCES.journeyZh, DAYS)
  const { booking } = await bookForAny([owner], RESOURCES.journeyZh.id, slots[test.info().parallelIndex * 3]!)
  bookingId = booking.id
  requestId = await requestAbout(RESOURCES.journeyZh.manager, bookingId)
  for (const stage of ['mapping', 'checked', 'applied'] as const) imports[stage] = await importAt('coordinator@cqu.example', stage)
})

test.afterAll(async () => {
  await cancel(owner, bookingId)
})

test.describe.configure({ timeout: 900_000 })

for (const [reader, paths] of PAGES) {
  for (const locale of LOCALES) {
    test(`${reader ?? 'nobody'}, ${locale}, light and dark`, async ({ context, page }) => {
      await arrive(context, reader, { locale, theme: 'light' })
      for (const path of paths) {
        await test.step(path, async () => {
          await open(page, path)
          expect.soft(await problemsOf(page), path).toEqual([])
          expect.soft(await page.locator('h1').count(), `${path}: one heading names the page`).toBe(1)
          expect.soft((await page.title()).trim(), `${path} has a title`).not.toBe('')
          expect.soft(await page.locator('html').getAttribute('lang'), path).toBe(locale)
          // The look is colours alone, so the page is not loaded a second time for it.
          await darken(page)
          expect.soft(await problemsOf(page, ['color-contrast']), `${path}, dark`).toEqual([])
        })
      }
    })
  }
}

for (const theme of ['light', 'dark'] as const) {
  test(`the chosen look is what is sent: ${theme}`, async ({ context, page }) => {
    await prefer(context, { theme })
    await page.goto('/')
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
  })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })
  for (const [reader, paths] of PAGES) {
    test(`nothing is wider than the screen: ${reader ?? 'nobody'}`, async ({ context, page }) => {
      await arrive(context, reader, { locale: 'en' })
      for (const path of paths) await test.step(path, async () => expectNoSidewaysScroll(page, path))
    })
  }
})

test.describe('at 200 %', () => {
  // A window of 1280 pixels shows this much at twice the size.
  test.use({ viewport: { width: 640, height: 512 }, deviceScaleFactor: 2 })
  for (const [reader, paths] of PAGES.filter(([each]) => each === null || each === owner)) {
    test(`pages reflow: ${reader ?? 'nobody'}`, async ({ context, page }) => {
      await arrive(context, reader, { locale: 'zh-CN' })
      for (const path of paths) await test.step(path, async () => expectNoSidewaysScroll(page, path))
    })
  }
})

test('a name in the other language says so', async ({ context, page }) => {
  await prefer(context, { locale: 'en' })
  await open(page, '/resources?q=cryo')
  const chinese = await page.locator('main :not(script)').evaluateAll((elements) =>
    elements
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /\p{Script=Han}/u.test(node.textContent ?? '')))
      .map((element) => ({ text: element.textContent ?? '', lang: element.closest('[lang]')?.getAttribute('lang') })),
  )
  expect(chinese.length, 'names stand in both languages').toBeGreaterThan(0)
  expect(chinese.filter(({ lang }) => !lang?.startsWith('zh'))).toEqual([])
})

test('no single key does anything on its own', async ({ context, page }) => {
  await arrive(context, 'manager@cqu.example', { locale: 'en' })
  for (const path of ['/', '/resources', `/resources/${RESOURCES.journeyZh.id}`]) {
    await open(page, path)
    // The calendar of a resource notes in the address what it shows once it stands there.
    if (path.startsWith('/resources/')) await expect(page).toHaveURL(/show=week/)
    const before = await stateOf(page)
    for (const key of 'adqtnjk/?') await page.keyboard.press(key)
    expect(await stateOf(page), path).toEqual(before)
  }
})

async function stateOf(page: Page) {
  return { url: page.url(), focus: await page.evaluate(() => document.activeElement?.tagName), dialogs: await page.getByRole('dialog').count() }
}

async function arrive(context: BrowserContext, reader: Account | null, look: { locale: Locale; theme?: Theme }): Promise<void> {
  await prefer(context, look)
  if (reader !== null) await signIn(context, reader)
}

async function open(page: Page, template: string): Promise<void> {
  let path = template
  for (const name of THINGS) if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, await thing(name))
  await page.goto(path.replace('{booking}', bookingId).replace('{request}', requestId).replace(/^\{(mapping|checked|applied)\}/, (_, stage: Stage) => imports[stage] ?? ''), { waitUntil: 'networkidle' })
}

/** Dark at once: a colour on its way from light would be measured as it fades. */
async function darken(page: Page): Promise<void> {
  await page.evaluate(() => {
    const still = new CSSStyleSheet()
    still.replaceSync('*, ::before, ::after { transition: none !important }')
    document.adoptedStyleSheets.push(still)
    document.documentElement.setAttribute('data-theme', 'dark')
  })
}

/** What axe calls serious or critical, short enough to read; by all of its rules or by these. */
async function problemsOf(page: Page, rules?: string[]): Promise<string[]> {
  // As an expression of the debugger: the page's own policy runs no foreign script.
  await page.evaluate(AXE)
  const { violations } = await page.evaluate((runOnly) => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }
    return axe.run({ resultTypes: ['violations'], ...(runOnly && { runOnly }) })
  }, rules)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.slice(0, 5).map(({ target, any }) => `${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`))
}

async function expectNoSidewaysScroll(page: Page, path: string): Promise<void> {
  await open(page, path)
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth] as const)
  const widest = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth
    return [...document.body.querySelectorAll('*')]
      .filter((each) => each.getBoundingClientRect().right > limit + 1)
      .slice(-3)
      .map((each) => `${each.tagName} ${each.className}`.slice(0, 120))
  })
  expect.soft(content, `${path}: ${widest.join(' | ')}`).toBeLessThanOrEqual(window)
}
