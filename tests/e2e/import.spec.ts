import { expect, type Page, test } from '@playwright/test'
import ExcelJS from 'exceljs'
import { randomUUID } from 'node:crypto'
import type { Account } from './demo'
import { signIn } from './signed-in'

/** A coordinator brings in a list of the university's own shape, a manager vouches for what came. */

const LAB = '煤矿灾害动力学与控制全国重点实验室'
const COUNT = 60
const BAD = 10
const run = randomUUID().slice(0, 8)
const nameOf = (at: number) => `导入核对扫描电镜${run}-${at}`

test.describe.configure({ mode: 'serial', timeout: 600_000 })
test.use({ viewport: { width: 1440, height: 1000 } })

async function inventory(): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('说明').addRow(['请勿修改表头'])
  const sheet = book.addWorksheet('设备')
  sheet.addRow(['某大学仪器设备一览表'])
  sheet.mergeCells('A1:G1')
  sheet.addRow([])
  sheet.addRow(['固定资产号', '设备名', '规格型号', '原值（万元）', '入账日期', '使用部门', '校区'])
  for (let at = 0; at < COUNT; at += 1) {
    // The first ten are wrong: no name, or an amount that is none.
    const isBad = at < BAD
    sheet.addRow([`${run}-${at}`, isBad && at % 2 === 0 ? '' : nameOf(at), 'X-1', isBad && at % 2 === 1 ? '待查' : 12.5, new Date('2019-03-05T00:00:00Z'), LAB, 'A区'])
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}

let address = ''

test('upload, columns, check, ten corrections, confirmation', async ({ context, page }) => {
  await open(page, 'coordinator@cqu.example', '/manage/imports')
  await page.getByLabel('文件').setInputFiles({ name: '设备一览表.xlsx', mimeType: 'application/octet-stream', buffer: await inventory() })
  await page.getByRole('button', { name: '上传并查看表头' }).click()
  await expect(page).toHaveURL(/\/manage\/imports\/[0-9a-f-]{36}$/)
  address = new URL(page.url()).pathname
  await expect(page.getByLabel('含义 – 固定资产号')).toHaveValue('assetNumber')
  await expect(page.getByLabel('含义 – 设备名')).toHaveValue('nameZh')
  await expect(page.getByLabel('金额单位')).toHaveValue('ten_thousand')
  await page.getByRole('button', { name: '检查每一行' }).click()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('检查结果')
  await expect(page.getByRole('link', { name: `有问题${BAD}` })).toBeVisible()
  for (let at = 0; at < BAD; at += 1) {
    await page.getByRole('link', { name: `改正第${at + 4}行`, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`改正第${at + 4}行`)
    if (at % 2 === 0) await page.getByLabel('名称', { exact: true }).fill(nameOf(at))
    else await page.getByLabel('金额', { exact: true }).fill('12.5')
    await page.getByRole('button', { name: '保存并检查' }).click()
    await expect(page.getByRole('main')).toContainText('新增')
  }
  await page.getByRole('button', { name: `确认导入${COUNT}行` }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('已导入')
  await expect(page.getByRole('main')).toContainText(`共${COUNT}件`)
  await context.clearCookies()
})

test('a manager publishes one of the drafts, and it is found', async ({ browser, page }) => {
  await open(page, 'manager@cqu.example', address)
  const row = page.getByRole('row').filter({ hasText: `${run}-0` }).first()
  const link = await row.getByRole('link').first().getAttribute('href')
  const stranger = await (await browser.newContext()).newPage()
  expect((await stranger.goto(link ?? ''))?.status()).toBe(404)
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck()
  await row.getByRole('checkbox').check()
  await page.getByRole('button', { name: '发布选中的' }).click()
  await expect(page.getByRole('main')).toContainText(`共${COUNT - 1}件`)
  expect((await stranger.goto(link ?? ''))?.status()).toBe(200)
  await stranger.context().close()
})

async function open(page: Page, account: Account, path: string) {
  await signIn(page.context(), account)
  await page.goto(path)
}
