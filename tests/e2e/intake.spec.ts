import { randomUUID } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { signIn } from './signed-in'

/** A coordinator brings in a faculty, corrects a row, and one of its people sets a password and signs in. */

const run = randomUUID().slice(0, 8)
const address = (who: string) => `${who}-${run}@cqu.example`
const student = address('student')

test.describe.configure({ timeout: 600_000 })
test.use({ viewport: { width: 1440, height: 1000 } })

const file = [
  ['学院人员名单'],
  ['姓名', '学校邮箱', '人员类别', '学院', '毕业日期', '导师邮箱'],
  ['名单教师', address('teacher'), '教师', '机械学院', '', ''],
  ['名单学生', student, '硕士研究生', '机械学院', '2030-06-30', address('teacher')],
  ['名单访客', address('guest'), '外星人', '机械学院', '', ''],
  ['名单旧生', address('gone'), '学生', '机械学院', '2020-06-30', ''],
].map((cells) => cells.join(',')).join('\r\n')

test('a faculty by spreadsheet, and one of its people signs in', async ({ context, page, browser }) => {
  await signIn(context, 'coordinator@cqu.example')
  await page.goto('/manage/intake')
  await page.getByLabel('文件').setInputFiles({ name: '机械学院.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await page.getByRole('button', { name: '上传并查看表头' }).click()
  await expect(page.getByLabel('含义 – 学校邮箱')).toHaveValue('email')
  await expect(page.getByLabel('含义 – 导师邮箱')).toHaveValue('sponsor')
  await page.getByLabel('含义 – 毕业日期').selectOption('endsOn')
  await page.getByRole('button', { name: '检查每一行' }).click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('检查结果')
  await expect(page.getByRole('link', { name: '有问题2' })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: '名单旧生' })).toContainText('2020-06-30已经过去')
  await page.getByRole('link', { name: '改正第5行', exact: true }).click()
  await page.getByLabel('人员类别', { exact: true }).fill('访问学者')
  await page.getByRole('button', { name: '保存并检查' }).click()
  await expect(page.getByRole('link', { name: '有问题1' })).toBeVisible()
  await page.getByRole('button', { name: '确认导入3行' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('已导入')
  await page.getByRole('link', { name: '新增3' }).click()
  await expect(page.getByRole('row').filter({ hasText: student })).toContainText('已写入')

  const own = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await own.goto('/forgot-password')
  await own.getByLabel('邮箱', { exact: true }).fill(student)
  await own.getByRole('button', { name: '发送链接', exact: true }).click()
  await expect(own.getByRole('main')).toContainText('请查看邮箱')
  await openLatestLetter(own, student)
  await own.getByRole('main').getByRole('link', { name: /\/reset-password\// }).first().click()
  await own.getByLabel('新密码', { exact: true }).fill('brought in by a list')
  await own.getByLabel('再输一次新密码', { exact: true }).fill('brought in by a list')
  await own.getByRole('button', { name: '设置新密码', exact: true }).click()
  await expect(own.getByRole('main')).toContainText('新密码已设好')
  await own.getByLabel('邮箱', { exact: true }).fill(student)
  await own.getByLabel('密码', { exact: true }).fill('brought in by a list')
  await own.getByRole('button', { name: '登录', exact: true }).click()
  await expect(own).not.toHaveURL(/login/)
  await own.goto('/account')
  await expect(own.getByRole('main')).toContainText(student)
  await own.context().close()
})

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
