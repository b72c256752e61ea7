import { expect, test } from '@playwright/test'
import { book, type Booking, cancel } from './bookings-api'
import { ASKERS, type Account } from './demo'
import { type Answer, jsonOf, send, sessionOf } from './http-session'
import { formOf, restore } from './rules-forms'
import { prefer, signIn } from './signed-in'

/**
 * A manager sets up a real lab's rule by hand: open 8 to 21 by the hour and one night from 21 to 7,
 * seven days ahead, at most four hours a day for each person, owner groups first until 9:00 of the day
 * and then everybody, longer sessions with four days' notice. Nobody else's test uses this resource.
 */

const RESOURCE = 'swjtu-railvehicle-i03'
const manager = 'manager@swjtu.example'
/** Of the group that the manager names as the owner, and not. */
const OWNERS: readonly Account[] = ['pi@swjtu.example', 'researcher@swjtu.example', 'student@cqjtu.example']
const OTHERS = ASKERS.filter((each) => !OWNERS.includes(each))

test.describe.configure({ mode: 'default', timeout: 400_000 })

test('a manager sets up hours and rules, and a researcher books within them alone', async ({ context, page }) => {
  await signIn(context, manager)
  await prefer(context, { locale: 'en' })
  const hours = `/manage/resources/${RESOURCE}/hours`
  const rules = `/manage/resources/${RESOURCE}/rules`
  await page.goto(hours)
  const hoursBefore = await formOf(page, 'hours')
  await page.goto(rules)
  const rulesBefore = await formOf(page, 'rules')
  const made: { account: Account; booking: Booking }[] = []
  try {
    await page.goto(hours)
    await page.getByLabel('Monday', { exact: true }).fill('8:00-21:00, 20:00-7:00')
    await page.getByRole('button', { name: 'See what changes' }).first().click()
    await expect(page.getByRole('alert')).toContainText('Periods overlap')
    await page.getByLabel('Monday', { exact: true }).fill('8:00-21:00, 21:00-7:00')
    await page.getByRole('button', { name: 'Monday’s hours every day' }).click()
    await expect(page.getByLabel('Sunday', { exact: true })).toHaveValue('8:00-21:00, 21:00-7:00')
    await page.getByLabel('Closed on holidays, open on make-up workdays').uncheck()
    await page.getByRole('button', { name: 'See what changes' }).first().click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('The opening hours are saved.')).toBeVisible()

    await page.goto(`${rules}?preset=hourly`)
    await page.getByLabel('Longest booking').first().fill('4 h')
    const pieces = page.getByRole('group', { name: 'Times booked in one piece' })
    await pieces.getByRole('combobox').selectOption('own')
    await pieces.getByLabel('Hours').fill('21:00-7:00')
    const long = page.getByRole('group', { name: 'Longer bookings' })
    await expect(long.getByLabel('At most')).toBeHidden()
    await long.getByRole('combobox').selectOption('own')
    await long.getByLabel('At most').fill('10 h')
    await long.getByLabel('With notice of').fill('4 days')
    const groups = page.getByRole('group', { name: 'Owner groups', exact: true })
    await groups.getByLabel('Owner groups', { exact: true }).selectOption('own')
    await groups.getByLabel('Group 1').selectOption('swjtu-g1')
    await page.getByLabel('Times kept for the owners', { exact: true }).selectOption('own')
    const first = page.getByRole('group', { name: 'Time 1' })
    await first.getByLabel('Hours', { exact: true }).fill('8:00-21:00')
    await first.getByLabel('Time of day, or hours').fill('9:00')
    await page.getByLabel('Days ahead at most').fill('7')
    await page.getByLabel('Use the quotas below').check()
    await page.getByRole('group', { name: 'Quota 1' }).getByLabel('At most').fill('4')
    await page.getByRole('button', { name: 'See what changes' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('The booking rules are saved.')).toBeVisible()
    await page.goto(`/resources/${RESOURCE}`)
    await expect(page.getByText('At most 4 h a day for each person')).toBeVisible()
    await expect(page.getByText('21:00–07:00 is booked in one piece, outside the quotas')).toBeVisible()
    await expect(page.getByText('Up to 10 h with 4 days notice, outside the quotas')).toBeVisible()
    await expect(page.getByText('08:00–21:00 every day is kept for the owner groups; it opens to everybody at 09:00 on the day')).toBeVisible()

    const owner = await bookBy(OWNERS, slot(3, 8, 11))
    made.push(owner)
    const beyondQuota = await book(owner.account, RESOURCE, slot(3, 17, 19))
    expect(beyondQuota.status).toBe(422)
    const problem = jsonOf<{ problems: { code: string; params: unknown; message: string }[] }>(beyondQuota).problems.find(({ code }) => code === 'quota_exceeded')
    expect(problem?.params).toMatchObject({ limit: 240, used: 180, asks: 120 })
    expect(problem?.message).toContain('4')
    const early = problemOf(await book(OTHERS[0]!, RESOURCE, slot(3, 12, 14)), 'reserved_for_owners')
    expect(early.params).toMatchObject({ for: 'groups', opensAt: slot(3, 9, 10).startsAt })
    expect(early.message).toContain('特批')
    const hour = Number(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(11, 13))
    if (hour >= 7 && hour <= 18) {
      // Of today everybody's are the hours from nine o'clock on.
      const today = await check(OTHERS[0]!, slot(0, hour + 1, hour + 2))
      expect(today.text.includes('reserved_for_owners'), today.text).toBe(hour < 9)
    }
    problemOf(await book(OTHERS[0]!, RESOURCE, slot(2, 22, 23)), 'slot_booked_whole')
    made.push(await bookBy(OTHERS, slot(2, 21, 31)))
    expect(problemOf(await book(owner.account, RESOURCE, slot(2, 8, 14)), 'long_needs_notice').params).toMatchObject({ minutes: 4 * 1440, longMinutes: 600 })
    made.push(await bookBy(OWNERS, slot(5, 8, 14)))
    const beyondHorizon = await book(owner.account, RESOURCE, slot(9, 8, 9))
    expect(beyondHorizon.text).toContain('beyond_horizon')
    const closed = await book(owner.account, RESOURCE, slot(4, 7, 8))
    expect(closed.text).toContain('outside_opening_hours')
  } finally {
    for (const { account, booking } of made) await cancel(account, booking.id)
    await restore(page, manager, hours, hoursBefore)
    await restore(page, manager, rules, rulesBefore)
  }
})

/** Hours of a day so many days ahead in Chengdu. */
function slot(days: number, from: number, to: number) {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const at = (hour: number) => new Date(Date.parse(`${today}T00:00:00+08:00`) + (days * 24 + hour) * 3_600_000).toISOString()
  return { startsAt: at(from), endsAt: at(to) }
}

/** The first of the accounts that is free then. */
async function bookBy(accounts: readonly Account[], period: { startsAt: string; endsAt: string }): Promise<{ account: Account; booking: Booking }> {
  for (const account of accounts) {
    const answer = await book(account, RESOURCE, period)
    if (answer.status === 201) return { account, booking: jsonOf<Booking>(answer) }
    expect(answer.text, 'only its person is in the way').toMatch(/person_(busy|elsewhere)|not_shared|affiliation_missing/)
  }
  throw new Error('nobody could book')
}

type Told = { code: string; params: Record<string, unknown>; message: string }

/** Whether the time is taken, too, is not asked here: then the answer is 409. */
function problemOf(answer: Answer, code: string): Told {
  expect([409, 422], answer.text).toContain(answer.status)
  const found = jsonOf<{ problems: Told[] }>(answer).problems.find((each) => each.code === code)
  expect(found, answer.text).toBeDefined()
  return found!
}

const check = async (account: Account, period: { startsAt: string; endsAt: string }): Promise<Answer> =>
  send(await sessionOf(account), 'POST', '/api/v1/bookings/check', { json: { resourceId: RESOURCE, startsAt: period.startsAt, endsAt: period.endsAt } })
