import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { cancel, freeSlots, type Period, readBooking, requestAbout } from './bookings-api'
import { type Account, ASKERS, RESOURCES } from './demo'
import { DEMO_PASSWORD, jsonOf, send, sessionOf } from './http-session'
import { pressOn, typeInto } from './keyboard'
import { type Locale, prefer, signIn } from './signed-in'

/** What the first users do, in both languages: find, book, have it approved, move, cancel. */

const WORDS = {
  'zh-CN': {
    email: '邮箱', password: '密码', signIn: '登录', next: '后一周', book: '申请预约', bookNow: '预约这个时段', title: /^标题/,
    requested: '已提交申请', booked: '已预约', approve: '同意', approved: '已同意', approvals: '待办审批', comment: /^说明/,
    change: '改期或修改', startTime: '开始时间', confirmChange: '修改预约', moved: '已改到新的时间', cancel: '取消预约', confirmCancel: '确认取消', cancelled: '已取消',
    signUp: '注册账号', nameZh: '中文姓名', kind: '身份', student: '学生', accept: /已阅读并同意/, lookIntoMail: '请查看邮箱', confirm: '确认并登录', welcome: '邮箱已确认',
    sendLink: '发送链接', newPassword: '新密码', repeat: '再输一次新密码', setPassword: '设置新密码', passwordSet: '新密码已设好',
  },
  en: {
    email: 'Mail address', password: 'Password', signIn: 'Sign in', next: 'Next week', book: 'Request this time', bookNow: 'Book this time', title: /^Title/,
    requested: 'Requested', booked: 'Booked', approve: 'Approve', approved: 'Approved', approvals: 'Approvals', comment: /^Comment(?! to)/,
    change: 'Move or change', startTime: 'Start time', confirmChange: 'Change the booking', moved: 'Moved to the new time', cancel: 'Cancel the booking', confirmCancel: 'Cancel it', cancelled: 'Cancelled',
    signUp: 'Sign up', nameZh: 'Name in Chinese', kind: 'I am a', student: 'Student', accept: /have read and accept/, lookIntoMail: 'Look into your mail', confirm: 'Confirm and sign in', welcome: 'The address is confirmed',
    sendLink: 'Send the link', newPassword: 'New password', repeat: 'New password again', setPassword: 'Set new password', passwordSet: 'The new password is set',
  },
} as const

const JOURNEYS = [
  { locale: 'zh-CN', resource: RESOURCES.journeyZh, reader: 'researcher@swjtu.example' },
  { locale: 'en', resource: RESOURCES.journeyEn, reader: 'visitor@scu.example' },
] as const satisfies { locale: Locale; resource: (typeof RESOURCES)[keyof typeof RESOURCES]; reader: Account }[]

test.describe.configure({ mode: 'default', timeout: 600_000 })
test.use({ viewport: { width: 1440, height: 1000 } })

const made: { owner: Account; id: string }[] = []
test.afterEach(async () => {
  for (const { owner, id } of made.splice(0)) await cancel(owner, id)
})

for (const { locale, resource, reader } of JOURNEYS) {
  const words = WORDS[locale]

  test(`search, open, sign in, book by dragging, approve, move, cancel: ${locale}`, async ({ browser, context, page }) => {
    await prefer(context, { locale })
    const [slot, later] = await slotsOnOneDay(reader, resource, { from: 1, to: 12 })

    for (const query of ['冷冻电镜', 'cryo', 'lddj']) {
      await page.goto('/')
      await page.getByRole('searchbox').first().fill(query)
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/\/resources\?/)
      await expect(page.getByRole('main').getByRole('link', { name: /冷冻|cryo/i }).first(), query).toBeVisible()
    }
    await page.goto(`/resources/${resource.id}`)
    await page.getByRole('main').getByRole('link', { name: words.signIn }).first().click()
    await page.getByLabel(words.email, { exact: true }).fill(reader)
    await page.getByLabel(words.password, { exact: true }).fill(DEMO_PASSWORD)
    await page.getByRole('button', { name: words.signIn, exact: true }).click()
    await expect(page).toHaveURL(new RegExp(`/resources/${resource.id}`))

    await dragOverCalendar(page, words.next, slot)
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel(words.title).fill('拖动预约')
    await sheet.getByRole('button', { name: words.book, exact: true }).click()
    await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}/)
    await expect(page.getByRole('main')).toContainText(words.requested)
    const id = idIn(page)
    made.push({ owner: reader, id })
    expect(await readBooking(reader, id)).toMatchObject({ status: 'pending', ...sameInstants(slot) })

    await withReader(browser.newContext(), resource.manager, locale, async (desk) => {
      await desk.goto('/approvals')
      await openRequest(desk, resource.manager, id)
      await desk.getByRole('button', { name: words.approve, exact: true }).click()
      await expect(desk.getByRole('main')).toContainText(words.approved)
    })
    expect((await readBooking(reader, id)).status).toBe('approved')

    await page.goto(`/bookings/${id}`)
    await page.getByRole('link', { name: words.change }).click()
    await page.getByLabel(words.startTime, { exact: true }).selectOption(wallTime(later.startsAt))
    await page.getByRole('button', { name: words.confirmChange, exact: true }).click()
    await expect(page.getByRole('main')).toContainText(words.moved)
    expect(await readBooking(reader, id)).toMatchObject({ status: 'approved', ...sameInstants(later) })

    await page.getByRole('link', { name: words.cancel }).click()
    await page.getByRole('button', { name: words.confirmCancel, exact: true }).click()
    await expect(page.getByRole('main')).toContainText(words.cancelled)
    expect((await readBooking(reader, id)).status).toBe('cancelled')
  })

  test(`keyboard and accessible names alone: sign in, book, approve: ${locale}`, async ({ browser, context, page }) => {
    await prefer(context, { locale })
    const owner = await readerFree(resource)
    await page.goto('/login')
    await signInByKeyboard(page, owner, locale)
    await page.goto(`/resources?q=${encodeURIComponent(resource.id === RESOURCES.journeyZh.id ? '声发射 煤矿' : 'rheometer')}`)
    await pressOn(page, page.getByRole('main').getByRole('link', { name: resource.id === RESOURCES.journeyZh.id ? '声发射检测系统' : 'Rotational rheometer' }).first())
    await expect(page).toHaveURL(new RegExp(resource.id))
    // The main action names the next free time.
    await pressOn(page, page.getByRole('main').getByRole('link', { name: /\d\d:\d\d–\d\d:\d\d/ }).first())
    await expect(page).toHaveURL(/\/book\?/)
    // What the rules said to the half-filled form arrives only after the booking was sent: it changes nothing.
    const sent = page.waitForResponse((answer) => answer.request().method() === 'POST' && /\/book\.data/.test(answer.url()))
    await page.route('**/book/check', async (route) => {
      await sent
      await route.continue().catch(() => undefined)
    })
    const asked = page.waitForRequest('**/book/check')
    await typeInto(page, page.getByLabel(words.title), 'keyboard')
    await asked
    await pressOn(page, page.getByRole('button', { name: words.book, exact: true }))
    await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}/)
    await expect(page.getByRole('main')).toContainText(words.requested)
    const id = idIn(page)
    made.push({ owner, id })

    await withReader(browser.newContext(), null, locale, async (desk) => {
      await desk.goto('/login')
      await signInByKeyboard(desk, resource.manager, locale)
      await pressOn(desk, desk.getByRole('navigation').getByRole('link', { name: words.approvals }).first())
      await expect(desk).toHaveURL(/\/approvals/)
      await pressOn(desk, await requestLink(desk, resource.manager, id))
      await typeInto(desk, desk.getByLabel(words.comment), 'OK')
      await pressOn(desk, desk.getByRole('button', { name: words.approve, exact: true }))
      await expect(desk.getByRole('main')).toContainText(words.approved)
    })
    expect(await readBooking(owner, id)).toMatchObject({ status: 'approved', decisions: [{ decision: 'approve' }] })
  })

  test(`sign up by mail, then reset the password: ${locale}`, async ({ context, page }) => {
    await prefer(context, { locale })
    const email = `newcomer-${randomUUID().slice(0, 8)}@swjtu.example`
    await page.goto('/signup')
    await page.getByLabel(words.nameZh, { exact: true }).fill('新来者')
    await page.getByLabel(words.email, { exact: true }).fill(email)
    await page.getByLabel(words.password, { exact: true }).fill('wheel rail mountain')
    await page.getByLabel(words.kind, { exact: true }).selectOption({ label: words.student })
    await page.getByRole('checkbox', { name: words.accept }).check()
    await page.getByRole('button', { name: words.signUp, exact: true }).click()
    await expect(page.getByRole('main')).toContainText(words.lookIntoMail)

    await openLatestLetter(page, email)
    await page.getByRole('main').getByRole('link', { name: /\/confirm\// }).first().click()
    await page.getByLabel(words.password, { exact: true }).fill('wheel rail mountain')
    await page.getByRole('button', { name: words.confirm, exact: true }).click()
    await expect(page.getByRole('main')).toContainText(words.welcome)

    await context.clearCookies({ name: 'session' })
    await page.goto('/forgot-password')
    await page.getByLabel(words.email, { exact: true }).fill(email)
    await page.getByRole('button', { name: words.sendLink, exact: true }).click()
    await expect(page.getByRole('main')).toContainText(words.lookIntoMail)
    await openLatestLetter(page, email)
    await page.getByRole('main').getByRole('link', { name: /\/reset-password\// }).first().click()
    await page.getByLabel(words.newPassword, { exact: true }).fill('another long phrase')
    await page.getByLabel(words.repeat, { exact: true }).fill('another long phrase')
    await page.getByRole('button', { name: words.setPassword, exact: true }).click()
    await expect(page.getByRole('main')).toContainText(words.passwordSet)
    await page.getByLabel(words.email, { exact: true }).fill(email)
    await page.getByLabel(words.password, { exact: true }).fill('another long phrase')
    await page.getByRole('button', { name: words.signIn, exact: true }).click()
    await expect(page).not.toHaveURL(/login/)
    await page.goto('/account')
    await expect(page.getByRole('main')).toContainText(email)
  })
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('sign in, check a taken time, take a free one, cancel', async ({ context, page }) => {
    const words = WORDS['zh-CN']
    const resource = RESOURCES.journeyAtOnce
    const reader = 'researcher@cqu.example'
    const [slot] = await slotsOnOneDay(reader, resource, { from: 1, to: 12 })
    await prefer(context, { locale: 'zh-CN' })
    await page.goto(`/resources/${resource.id}/book?start=${slot.startsAt}&end=${slot.endsAt}`)
    await page.getByLabel(words.email, { exact: true }).fill(reader)
    await page.getByLabel(words.password, { exact: true }).fill(DEMO_PASSWORD)
    await page.getByRole('button', { name: words.signIn, exact: true }).click()
    await page.getByLabel(words.title).fill('无脚本')
    // Reversed on purpose: the form comes back with what was typed.
    const endTime = page.getByLabel('结束时间', { exact: true })
    const end = await endTime.inputValue()
    await endTime.selectOption('00:00')
    await submit(page)
    await expect(page.getByLabel(words.title)).toHaveValue('无脚本')
    await endTime.selectOption(end)
    await submit(page)
    await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}/)
    const id = idIn(page)
    made.push({ owner: reader, id })
    await expect(page.getByRole('main')).toContainText(words.booked)
    expect(await readBooking(reader, id)).toMatchObject({ status: 'approved', ...sameInstants(slot) })
    await page.getByRole('link', { name: words.cancel }).click()
    await page.getByRole('button', { name: words.confirmCancel, exact: true }).click()
    await expect(page.getByRole('main')).toContainText(words.cancelled)
  })

  const submit = (page: Page) =>
    page.getByRole('button', { name: new RegExp(`^(${WORDS['zh-CN'].book}|${WORDS['zh-CN'].bookNow})$`) }).click()
})

async function signInByKeyboard(page: Page, account: Account, locale: Locale): Promise<void> {
  const words = WORDS[locale]
  await typeInto(page, page.getByLabel(words.email, { exact: true }), account)
  await typeInto(page, page.getByLabel(words.password, { exact: true }), DEMO_PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/login/)
}

async function withReader(opening: Promise<BrowserContext>, account: Account | null, locale: Locale, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await opening
  await prefer(context, { locale })
  if (account) await signIn(context, account)
  await work(await context.newPage())
  await context.close()
}

/** The link to the request about a booking, known by whose it is and where it leads. */
async function requestLink(page: Page, manager: Account, bookingId: string) {
  const requestId = await requestAbout(manager, bookingId)
  return page.getByRole('main').locator(`a[href$="/approvals/${requestId}"]`).first()
}

async function openRequest(page: Page, manager: Account, bookingId: string): Promise<void> {
  await (await requestLink(page, manager, bookingId)).click()
  await expect(page).toHaveURL(/\/approvals\/.+/)
}

async function openLatestLetter(page: Page, to: string): Promise<void> {
  const letter = page.getByRole('main').locator('a[href^="/mailbox/"]').first()
  // A job brings it, a moment after the answer.
  await expect(async () => {
    await page.goto(`/mailbox?to=${encodeURIComponent(to)}`)
    await expect(letter).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await letter.click()
  await expect(page).toHaveURL(/\/mailbox\/.+/)
}

/** Drags from the beginning to the end of the slot, in the week in which it lies. */
async function dragOverCalendar(page: Page, nextWeek: string, { startsAt, endsAt }: Period): Promise<void> {
  const [date, start] = wallClock(startsAt)
  const [, end] = wallClock(endsAt)
  const column = page.locator(`.calendar [role="cell"][data-date="${date}"]`)
  const row = (time: string) => page.locator(`.calendar [data-time="${time}:00"]`).last()
  await expect(page.locator('.calendar [role="cell"][data-date]').first()).toBeVisible()
  while ((await column.count()) === 0) {
    const shown = await page.locator('.calendar [role="cell"][data-date]').first().getAttribute('data-date')
    expect(shown! < date, `${date} lies ahead of ${shown}`).toBe(true)
    await page.getByRole('button', { name: nextWeek, exact: true }).click()
    await expect(page.locator('.calendar [role="cell"][data-date]').first()).not.toHaveAttribute('data-date', shown!)
  }
  await column.scrollIntoViewIfNeeded()
  const [day, top, bottom] = await Promise.all([column.boundingBox(), row(start).boundingBox(), row(end).boundingBox()])
  const x = day!.x + day!.width / 2
  await page.mouse.move(x, top!.y + 3)
  await page.mouse.down()
  await page.mouse.move(x, top!.y + 20, { steps: 4 })
  await page.mouse.move(x, bottom!.y - 3, { steps: 8 })
  await page.mouse.up()
  await expect(page.getByRole('dialog')).toBeVisible()
}

/** Two slots of one day that the reader may have, with room between them. */
async function slotsOnOneDay(reader: Account, resource: { id: string; minutes: number }, days: { from: number; to: number }): Promise<[Period, Period]> {
  const byDay = new Map<string, Period[]>()
  for (const slot of await freeSlots(resource, days)) {
    const date = wallClock(slot.startsAt)[0]
    const slots = byDay.get(date) ?? []
    byDay.set(date, slots)
    slots.push(slot)
    if (slots.length < 3) continue
    const [first, last] = [slots[1]!, slots.at(-1)!]
    if (first.startsAt !== last.startsAt && (await isFree(reader, resource.id, first)) && (await isFree(reader, resource.id, last))) return [first, last]
  }
  throw new Error(`no day on which ${reader} could book ${resource.id} twice`)
}

/** An account that may have the very next free slot of the resource. */
async function readerFree(resource: { id: string; minutes: number }): Promise<Account> {
  const [next] = await freeSlots(resource, { from: 0, to: 12 })
  for (const account of ASKERS) if (await isFree(account, resource.id, next!)) return account
  throw new Error(`nobody is free for ${resource.id} at ${next?.startsAt}`)
}

async function isFree(account: Account, resourceId: string, slot: Period): Promise<boolean> {
  const answer = await send(await sessionOf(account), 'POST', '/api/v1/bookings/check', { json: { resourceId, ...slot } })
  return answer.status === 200 && jsonOf<{ ok: boolean }>(answer).ok
}

function wallClock(instant: string): [date: string, time: string] {
  const text = new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
  return [text.slice(0, 10), text.slice(11, 16)]
}

const wallTime = (instant: string) => wallClock(instant)[1]
const idIn = (page: Page) => /\/bookings\/([0-9a-f-]{36})/.exec(page.url())![1]!

/** The API writes times with the campus's offset; the same instants, as it writes them. */
function sameInstants({ startsAt, endsAt }: Period) {
  const at = (instant: string) => expect.stringMatching(new RegExp(`^${wallClock(instant)[0]}T${wallClock(instant)[1]}`))
  return { startsAt: at(startsAt), endsAt: at(endsAt) }
}
