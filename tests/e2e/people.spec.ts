import { expect, test } from '@playwright/test'
import { type Booking, freeSlots, type Period } from './bookings-api'
import { RESOURCES } from './demo'
import { jsonOf, send } from './http-session'
import { newcomer, openLetter, pageOf } from './newcomer'

/** Somebody leaves: the affiliation ends, and who answers for the group decides about each booking. */

test.describe.configure({ timeout: 600_000 })
test.use({ actionTimeout: 60_000 })

const resource = RESOURCES.leaver
const leader = 'researcher@cqu.example'

test('a coordinator ends an affiliation; the leader keeps one booking, hands over one, cancels one', async ({ browser }) => {
  const [leaver, heir] = [
    await newcomer(browser, { role: '毕业生', domain: 'cqu.example' }),
    await newcomer(browser, { role: '师弟', domain: 'cqu.example' }),
  ]
  const desk = await pageOf(browser, leader)
  await desk.goto('/groups/cqu-g1')
  for (const each of [leaver, heir]) {
    await desk.getByLabel('邮箱', { exact: true }).fill(each.email)
    await desk.getByRole('button', { name: '发出邀请' }).click()
    await expect(desk.getByText('邀请已发出')).toBeVisible()
    await each.page.goto('/groups')
    await each.page.getByRole('button', { name: /^接受/ }).click()
    await expect(each.page.getByText('已加入课题组')).toBeVisible()
    await desk.goto('/groups/cqu-g1')
  }
  const titles = ['保留', '转交', '取消'].map((verb) => `${verb} ${leaver.name}`)
  const slots = await apart(3)
  const made: Booking[] = []
  for (const [at, title] of titles.entries()) {
    const answer = await send({ cookie: leaver.cookie }, 'POST', '/api/v1/bookings', { json: { resourceId: resource.id, ...slots[at]!, purpose: 'research', title } })
    expect(answer.status, answer.text).toBe(201)
    made.push(jsonOf<Booking>(answer))
  }

  const office = await pageOf(browser, 'coordinator@cqu.example')
  await office.goto(`/manage/people?q=${encodeURIComponent(leaver.email)}`)
  await office.getByRole('link', { name: leaver.name }).click()
  await office.locator('summary').filter({ hasText: '结束' }).click()
  await office.getByLabel('原因').fill('毕业离校')
  await office.getByRole('button', { name: `结束${leaver.name}在重庆大学的归属` }).click()
  await expect(office.getByText('归属已结束。')).toBeVisible()

  const of = (title: string) => desk.getByRole('listitem').filter({ has: desk.getByRole('link', { name: title }) })
  await expect(async () => {
    await desk.goto('/handovers')
    await expect(of(titles[2]!)).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await of(titles[0]!).getByRole('button', { name: '保留' }).click()
  await expect(desk.getByText('预约已保留。')).toBeVisible()
  await of(titles[1]!).getByLabel('交给').selectOption({ label: heir.name })
  await of(titles[1]!).getByRole('button', { name: '转交' }).click()
  await expect(desk.getByText('预约已转交。')).toBeVisible()
  await of(titles[2]!).getByRole('button', { name: '取消预约' }).click()
  await expect(desk.getByText('预约已取消。')).toBeVisible()
  for (const title of titles) await expect(of(title)).toHaveCount(0)

  await openLetter(leaver.page, leaver.email, /已转交/)
  await heir.page.goto(`/bookings/${made[1]!.id}`)
  await expect(heir.page.getByRole('main')).toContainText(titles[1]!)
  await leaver.page.goto(`/bookings/${made[0]!.id}`)
  await expect(leaver.page.getByRole('main')).toContainText('保留给原使用者')
  await leaver.page.goto(`/bookings/${made[2]!.id}`)
  await expect(leaver.page.getByRole('main')).toContainText('已取消')
  await send({ cookie: leaver.cookie }, 'POST', `/api/v1/bookings/${made[0]!.id}/cancel`, { json: {} })
  await send({ cookie: heir.cookie }, 'POST', `/api/v1/bookings/${made[1]!.id}/cancel`, { json: {} })
})

/** Free times on different days. */
async function apart(count: number): Promise<Period[]> {
  const days = new Map((await freeSlots(resource, { from: 2, to: 30 })).map((slot) => [slot.startsAt.slice(0, 10), slot]))
  expect(days.size).toBeGreaterThanOrEqual(count)
  return [...days.values()].slice(0, count)
}
