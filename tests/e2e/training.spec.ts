import { expect, type Page, test } from '@playwright/test'
import { freeSlots, type Period, requestAbout } from './bookings-api'
import { TRAINED, TRAINER } from './demo'
import { send } from './http-session'
import { newcomer, openLetter, pageOf } from './newcomer'

/** From nothing to a first hour on an instrument that needs training; and what a manager gives, taken away. */

test.describe.configure({ timeout: 900_000 })
test.use({ actionTimeout: 60_000 })

test('a student of another university: account, admission, commitment, training, a booked and approved hour', async ({ browser }) => {
  const resource = TRAINED.withCourse
  const student = await newcomer(browser, { role: '来访学生', domain: 'guest.example', university: '重庆大学' })
  const { page } = student
  await expect(page.getByRole('main')).toContainText('等待重庆大学的协调员准入')

  const coordinator = await pageOf(browser, 'coordinator@cqu.example')
  await coordinator.goto('/admin/people')
  await coordinator.getByRole('button', { name: `准入${student.name}` }).click()
  await expect(coordinator.getByText('已准入，并发了邮件通知。')).toBeVisible()
  await openLetter(page, student.email, /准入/)

  // The resource says what is due, each with its way out.
  await page.goto(`/resources/${resource.id}`)
  const due = page.getByRole('list', { name: '还差这些' })
  await expect(due).toContainText('安全承诺书')
  await expect(due).toContainText('还差：实操课')
  await due.getByRole('link', { name: '阅读并签署' }).click()
  await page.getByLabel('我已阅读并同意遵守').check()
  await page.getByRole('button', { name: '签署' }).click()
  await expect(page).toHaveURL(new RegExp(`/resources/${resource.id}`))
  await expect(due).not.toContainText('安全承诺书')
  await page.getByRole('button', { name: '申请培训' }).click()
  await expect(page.getByText('已在排队等候培训')).toBeVisible()

  const trainer = await pageOf(browser, TRAINER)
  await trainer.goto('/manage/training')
  await expect(trainer.getByRole('row').filter({ hasText: student.email })).toBeVisible()
  const title = `上机培训 ${student.name}`
  const { day, from, to } = nextMinutes()
  await trainer.getByLabel('培训对象').selectOption(`resource:${resource.id}`)
  await trainer.getByLabel('名称（中文）', { exact: true }).fill(title)
  await trainer.getByLabel('日期', { exact: true }).fill(day)
  await trainer.getByLabel('开始', { exact: true }).fill(from)
  await trainer.getByLabel('结束', { exact: true }).fill(to)
  await trainer.getByRole('button', { name: '公布培训' }).click()
  await expect(trainer.getByText('培训已公布。')).toBeVisible()
  await expect(trainer.getByRole('heading', { level: 1 })).toHaveText(title)

  await page.reload()
  await page.getByRole('button', { name: `预约名额：${title}` }).click()
  await expect(page.getByText('名额已预约。')).toBeVisible()
  await expect(page.getByText('你已预约')).toBeVisible()

  // Who came is said once it has begun.
  const attendance = trainer.getByRole('checkbox', { name: new RegExp(student.email) })
  await expect(async () => {
    await trainer.reload()
    await expect(attendance).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 300_000, intervals: [5_000] })
  await attendance.check()
  await trainer.getByRole('button', { name: '保存到场情况' }).click()
  await expect(trainer.getByText('已记录到场情况，授予1项。')).toBeVisible()
  await openLetter(page, student.email, /已取得上机资格/)

  await page.goto(`/resources/${resource.id}`)
  await expect(page.getByRole('main')).not.toContainText('还差')
  const slot = await laterSlot(resource)
  await page.goto(`/resources/${resource.id}/book?start=${slot.startsAt}&end=${slot.endsAt}`)
  await page.getByLabel(/^标题/).fill('第一次上机')
  await page.getByRole('button', { name: '申请预约', exact: true }).click()
  await expect(page.getByRole('main')).toContainText('已提交申请')
  const booking = page.url()
  const id = /\/bookings\/([0-9a-f-]{36})/.exec(booking)![1]!

  const manager = await pageOf(browser, resource.manager)
  await manager.goto(`/approvals/${await requestAbout(resource.manager, id)}`)
  await manager.getByRole('button', { name: '同意', exact: true }).click()
  await expect(manager.getByRole('main')).toContainText('已同意')
  await page.goto(booking)
  await expect(page.getByRole('main')).toContainText('已预约')
  expect((await send({ cookie: student.cookie }, 'POST', `/api/v1/bookings/${id}/cancel`, { json: {} })).status).toBe(200)
})

test('a manager grants; a suspension and a lapse take away, and the booking form says why', async ({ browser }) => {
  const resource = TRAINED.granted
  const student = await newcomer(browser, { role: '研究生', domain: 'cqjtu.example' })
  const { page } = student
  const slot = await laterSlot(resource)
  const form = `/resources/${resource.id}/book?start=${slot.startsAt}&end=${slot.endsAt}`
  await page.goto(form)
  await expect(verdict(page)).toContainText('还没有该设备的上机资格')

  const manager = await pageOf(browser, resource.manager)
  await manager.goto('/manage/training/qualifications')
  const grant = manager.getByRole('region', { name: '授予资格' })
  await grant.getByLabel('人员邮箱').fill(student.email)
  await grant.getByLabel('资源').selectOption(`resource:${resource.id}`)
  await grant.getByRole('button', { name: '授予资格' }).click()
  await expect(manager.getByText('资格已授予。')).toBeVisible()

  await page.goto(form)
  await page.getByRole('button', { name: '预约这个时段', exact: true }).click()
  await expect(page.getByRole('main')).toContainText('已预约')
  const id = /\/bookings\/([0-9a-f-]{36})/.exec(page.url())![1]!

  await manager.getByRole('row').filter({ hasText: student.email }).getByRole('link').click()
  await expect(manager.getByRole('main')).toContainText('1项将来的预约依靠它')
  await manager.getByLabel(/^理由/).fill('未按规程关机')
  await manager.getByRole('button', { name: '暂停' }).click()
  await expect(manager.getByText('资格已更新。')).toBeVisible()
  await openLetter(page, student.email, /已暂停/)
  await expect(page.getByRole('main')).toContainText('未按规程关机')
  const other = await laterSlot(resource, 1)
  const second = `/resources/${resource.id}/book?start=${other.startsAt}&end=${other.endsAt}`
  await page.goto(second)
  await expect(verdict(page)).toContainText('暂停')
  await page.goto(`/resources/${resource.id}`)
  await expect(page.getByRole('list', { name: '还差这些' })).toContainText('已被暂停')

  await manager.getByRole('button', { name: '恢复' }).click()
  await expect(manager.getByRole('button', { name: '暂停' })).toBeVisible()
  // Valid through today alone: what begins later cannot rest on it.
  await manager.getByLabel(/^最后有效日/).fill(today())
  const changed = manager.waitForResponse((response) => response.request().method() === 'POST')
  await manager.getByRole('button', { name: '更改有效期' }).click()
  await changed
  await page.goto(second)
  await expect(verdict(page)).toContainText('失效')
  expect((await send({ cookie: student.cookie }, 'POST', `/api/v1/bookings/${id}/cancel`, { json: {} })).status).toBe(200)
})

/** What the rules say to the form as it stands. */
const verdict = (page: Page) => page.getByRole('main')

/** A free hour some days ahead, when neither a training of today nor a notice is in the way. */
async function laterSlot(resource: { id: string; minutes: number }, after = 0): Promise<Period> {
  const slots = await freeSlots(resource, { from: 3, to: 20 })
  return slots[Math.floor(Math.random() * (slots.length / 2 - 1)) * 2 + after]!
}

const clock = (instant: Date) => instant.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
const today = () => clock(new Date()).slice(0, 10)

/** A training of one minute that begins two or three minutes from now, so that there is time to book a seat, never over midnight. */
function nextMinutes(): { day: string; from: string; to: string } {
  const minute = 60_000
  const first = Math.ceil((Date.now() + 150_000) / minute) * minute
  const start = clock(new Date(first)).slice(11, 16) === '23:59' ? first + minute : first
  return { day: clock(new Date(start)).slice(0, 10), from: clock(new Date(start)).slice(11, 16), to: clock(new Date(start + minute)).slice(11, 16) }
}
