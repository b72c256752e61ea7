import { expect, test } from '@playwright/test'
import { book, type Booking, cancel, freeSlots, type Period } from './bookings-api'
import { type Account, ASKERS } from './demo'
import { jsonOf, send, sessionOf } from './http-session'
import { formOf, restore } from './rules-forms'
import { type Locale, prefer, signIn } from './signed-in'

/**
 * What real work asks of a calendar: two campuses in a day, a run of six days that nobody sits beside, a series over
 * National Day. Nobody else's test uses the resources whose rules are changed here.
 */

test.describe.configure({ mode: 'default', timeout: 300_000 })

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const dateOf = (ms: number) => new Date(ms + 8 * HOUR_MS).toISOString().slice(0, 10)
const clockOf = ({ startsAt }: Period) => new Date(Date.parse(startsAt) + 8 * HOUR_MS).toISOString().slice(11, 16)

const LOOKS = [['zh-CN', 390], ['en', 1440]] as const satisfies readonly [Locale, number][]

for (const [locale, width] of LOOKS) {
  test(`a microscope in Chongqing in the morning, a rig in Chengdu in the afternoon: ${locale}`, async ({ context, page }) => {
    const student = 'student@cqjtu.example'
    const [microscope, rig] = ['cqu-mg-i02', 'swjtu-maglev-i01']
    const days = locale === 'en' ? { from: 5, to: 12 } : { from: 12, to: 19 }
    const mornings = (await freeSlots({ id: microscope, minutes: 60 }, days)).filter((slot) => clockOf(slot) === '10:00')
    const afternoons = (await freeSlots({ id: rig, minutes: 60 }, days)).filter((slot) => clockOf(slot) === '13:00')
    let morning: Booking | null = null
    let afternoon: Period | null = null
    for (const slot of mornings) {
      const same = afternoons.find((each) => Date.parse(each.startsAt) - Date.parse(slot.endsAt) === 2 * HOUR_MS)
      const answer = same && (await book(student, microscope, slot))
      if (answer?.status !== 201) continue
      morning = jsonOf<Booking>(answer)
      afternoon = { startsAt: same!.startsAt, endsAt: new Date(Date.parse(same!.startsAt) + 4 * HOUR_MS).toISOString() }
      break
    }
    await signIn(context, student)
    await prefer(context, { locale })
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`/resources/${rig}/book?start=${afternoon!.startsAt}&end=${afternoon!.endsAt}&mode=assisted_booking`)
    const main = page.getByRole('main')
    await expect(main).toContainText(locale === 'en' ? /The journey (to|from) .+ takes about .+2 h/ : /路上约需.+留出2小时/)
    await page.getByRole('button', { name: locale === 'en' ? /^(Book|Request) this time$/ : /^(直接预约|申请预约)$/ }).click()
    await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}$/)
    await cancel(student, page.url().split('/').at(-1)!)
    await cancel(student, morning!.id)
  })
}

test('a fatigue run of six days leaves its person free for other work', async ({ context, page }) => {
  const manager = 'manager@swjtu.example'
  const [rig, other] = ['swjtu-railvehicle-i02', 'xhu-hydroeq-i02']
  const rules = `/manage/resources/${rig}/rules`
  await signIn(context, manager)
  await prefer(context, { locale: 'en' })
  await page.goto(rules)
  const before = await formOf(page, 'rules')
  let who: Account | null = null
  try {
    await page.getByLabel('Longest booking').first().fill('7 days')
    await page.getByLabel('When the user is there').first().selectOption({ label: 'At start and end' })
    await page.getByLabel('Unattended runs outside opening hours').first().selectOption({ label: 'Yes' })
    await page.getByRole('combobox', { name: 'Approval', exact: true }).first().selectOption({ label: 'Not needed' })
    await page.getByRole('button', { name: 'See what changes' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('The booking rules are saved.')).toBeVisible()

    const [from, to] = [dateOf(Date.now() + 3 * DAY_MS), dateOf(Date.now() + 31 * DAY_MS)]
    const found = await send(null, 'GET', `/api/v1/slots?resource=${rig}&mode=assisted_booking&minutes=${6 * 1440}&from=${from}T00:00:00%2B08:00&to=${to}T00:00:00%2B08:00`)
    const runs = jsonOf<{ items: Period[] }>(found).items
    expect(runs.length, found.text).toBeGreaterThan(0)
    const work = await freeSlots({ id: other, minutes: 120 }, { from: 3, to: 31 })
    const pick = async (): Promise<{ run: Period; between: Period } | null> => {
      for (const { startsAt, endsAt } of runs) {
        const run = { startsAt, endsAt }
        const between = work.find((each) => Date.parse(each.startsAt) > Date.parse(startsAt) + DAY_MS && Date.parse(each.endsAt) < Date.parse(endsAt) - DAY_MS)
        if (!between) continue
        for (const account of ASKERS) {
          const asks = [{ resourceId: rig, ...run, mode: 'assisted_booking' }, { resourceId: other, ...between }]
          const said = await Promise.all(asks.map(async (json) => jsonOf<{ ok: boolean }>(await send(await sessionOf(account), 'POST', '/api/v1/bookings/check', { json }))))
          if (!said.every(({ ok }) => ok)) continue
          who = account
          return { run, between }
        }
      }
      return null
    }
    const { run, between } = (await pick())!
    await signIn(context, who!)
    await page.goto(`/resources/${rig}/book?start=${run.startsAt}&end=${run.endsAt}&mode=assisted_booking`)
    await page.getByRole('button', { name: 'Book this time' }).click()
    await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}$/)
    const id = page.url().split('/').at(-1)!
    await expect(page.getByRole('main')).toContainText('half an hour at the start and at the end')
    await page.goto(`/resources/${other}/book?start=${between.startsAt}&end=${between.endsAt}`)
    await expect(page.getByText('This can be booked at once')).toBeVisible()
    const meanwhile = await book(who!, other, between)
    expect(meanwhile.status, meanwhile.text).toBe(201)
    await cancel(who!, jsonOf<Booking>(meanwhile).id)
    await cancel(who!, id)
  } finally {
    await signIn(context, manager)
    await restore(page, manager, rules, before)
  }
})

test('a series over National Day skips the holidays and keeps the make-up workday', async ({ context, page }) => {
  const manager = 'manager@cqu.example'
  const coordinator = 'coordinator@cqu.example'
  const resource = 'cqu-coal-i01'
  const rules = `/manage/resources/${resource}/rules`
  const year = [0, 1].map((more) => new Date().getUTCFullYear() + more).find((each) => Date.UTC(each, 8, 10) > Date.now())!
  const calendar = `/manage/calendar?year=${year}`
  // The arrangement of a year is announced late in the one before it: this one is made up in the usual way.
  const day = (ofOctober: number) => dateOf(Date.UTC(year, 9, ofOctober))
  const weekday = (ofOctober: number) => new Date(Date.UTC(year, 9, ofOctober)).getUTCDay()
  const makeUp = [8, 9, 10, 11, 12, 13, 14].find((each) => weekday(each) === 6)!
  const holidays = [1, 2, 3, 4, 5, 6, 7]
  const arrangement = [...holidays.map((each) => `${day(each)},holiday,国庆节,National Day`), `${day(makeUp)},workday,国庆节调休,Make-up workday`]

  await signIn(context, manager)
  await prefer(context, { locale: 'en' })
  await page.goto(rules)
  const before = await formOf(page, 'rules')
  try {
    await page.getByLabel('Days ahead at most').fill('400')
    await page.getByRole('button', { name: 'See what changes' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('The booking rules are saved.')).toBeVisible()

    await signIn(context, coordinator)
    await page.goto(calendar)
    await page.getByLabel('Paste a table').fill(arrangement.join('\n'))
    await page.getByRole('button', { name: 'Dry run' }).click()
    await expect(page.getByText('8 days added')).toBeVisible()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('The working calendar is saved.')).toBeVisible()

    // On Fridays and Saturdays that are workdays, from the Friday that is two weeks before the make-up Saturday.
    await signIn(context, 'researcher@cqu.example')
    const first = day(makeUp - 15)
    await page.goto(`/resources/${resource}/book/series?start=${first}T08:00&end=${first}T16:00`)
    await page.getByLabel('Friday').check()
    await page.getByLabel('Saturday').check()
    await page.getByLabel('Which days').selectOption('workdays')
    await page.getByRole('radio', { name: 'A last date' }).check()
    await page.getByRole('textbox', { name: 'Last date' }).fill(day(makeUp))
    await page.getByRole('button', { name: 'Show every time' }).click()
    const rows = page.getByRole('region', { name: 'Every time' }).getByRole('listitem')
    await expect(rows.filter({ hasText: 'Public holiday: National Day' })).not.toHaveCount(0)
    await page.getByRole('button', { name: /^(Book|Request) these \d+ times$/ }).click()
    await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}$/)
    const booked = jsonOf<{ items: Booking[] }>(await send(await sessionOf('researcher@cqu.example'), 'GET', `/api/v1/bookings?mine=1&resource=${resource}&from=${first}&to=${day(makeUp + 2)}`)).items
    const dates = booked.filter(({ status }) => status !== 'cancelled').map(({ startsAt }) => dateOf(Date.parse(startsAt))).toSorted()
    expect(dates).toContain(day(makeUp))
    expect(dates).toContain(first)
    expect(dates.filter((date) => holidays.some((each) => day(each) === date))).toEqual([])
    for (const { id } of booked) await cancel('researcher@cqu.example', id)
  } finally {
    for (const each of [...holidays, makeUp]) await send(await sessionOf(coordinator), 'POST', calendar, { form: { form: 'removeDay', date: day(each) } })
    await signIn(context, manager)
    await restore(page, manager, rules, before)
  }
})
