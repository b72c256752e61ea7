import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import { send, sessionOf } from './http-session'
import { pressOn, tabTo, typeInto } from './keyboard'
import { prefer, signIn } from './signed-in'

/** A manager keeps the catalogue: copies a like resource, edits it, shows it, publishes and retires it. */

const SOURCE = 'cqu-mg-i04'
const manager = 'manager@cqu.example'

test.describe.configure({ mode: 'default', timeout: 400_000 })

test('copy, edit, picture, price, publish, retire: by keyboard where it matters', async ({ context, page }) => {
  await signIn(context, manager)
  await prefer(context, { locale: 'zh-CN' })
  const mark = randomUUID().slice(0, 8)
  await page.goto(`/manage/resources/new?from=${SOURCE}`)
  const name = page.getByLabel('中文名称')
  await expect(name).not.toHaveValue('')
  await expect(page.getByLabel('资产编号', { exact: false })).toHaveValue('')
  await tabTo(page, name)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(`试验用探针台 ${mark}`)
  await typeInto(page, page.getByLabel('资产编号'), `E2E-${mark}`)
  await pressOn(page, page.getByRole('button', { name: '存为草稿' }))
  await expect(page.getByText('已存为草稿')).toBeVisible()
  const address = new URL(page.url()).pathname
  const id = address.split('/').at(-1)!

  // Nobody else sees a draft.
  expect((await send(null, 'GET', `/resources/${id}`)).status).toBe(404)

  await page.getByLabel('楼宇（中文）').fill('综合实验楼')
  await page.getByRole('combobox', { name: '开放范围' }).selectOption('own_university')
  await pressOn(page, page.getByRole('button', { name: '保存修改' }))
  await expect(page.getByRole('alert')).toContainText('不对联盟开放时须填写')
  await expect(page.getByLabel('楼宇（中文）')).toHaveValue('综合实验楼')
  await page.getByRole('combobox', { name: '开放范围' }).selectOption('alliance')
  await pressOn(page, page.getByRole('button', { name: '保存修改' }))
  await expect(page.getByText('已保存。')).toBeVisible()

  await page.getByRole('link', { name: '图片与文档' }).click()
  await page.getByLabel('图片或PDF').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') })
  await page.getByRole('button', { name: '添加文件' }).click()
  await expect(page.getByRole('alert')).toContainText('只接受')
  const picture = await sharp({ create: { width: 640, height: 400, channels: 3, background: '#335544' } }).jpeg().toBuffer()
  await page.getByLabel('图片或PDF').setInputFiles({ name: '探针台.jpg', mimeType: 'image/jpeg', buffer: picture })
  await page.getByLabel('中文说明').first().fill('探针台正面')
  await page.getByRole('button', { name: '添加文件' }).click()
  await expect(page.getByRole('main').getByRole('img', { name: '探针台正面' })).toBeVisible()

  await page.getByRole('link', { name: '标价' }).click()
  await page.getByRole('group', { name: '各种方式' }).getByLabel('企业').fill('888')
  await page.getByRole('button', { name: '保存标价' }).click()
  await expect(page.getByText('标价已保存')).toBeVisible()

  await page.getByRole('link', { name: '发布与停用' }).click()
  await pressOn(page, page.getByRole('button', { name: '发布', exact: true }))
  await expect(page.getByText('已发布')).toBeVisible()

  await page.goto(`/resources?q=${encodeURIComponent(mark)}`)
  await page.getByRole('main').getByRole('link', { name: new RegExp(mark) }).click()
  await expect(page.getByRole('img', { name: '探针台正面' })).toBeVisible()
  await expect(page.getByText('¥888/小时')).toBeVisible()
  await page.getByRole('link', { name: '管理', exact: true }).click()
  await page.getByRole('link', { name: '修改记录' }).click()
  for (const said of ['发布了资源', '修改了标价', '添加了图片', '修改了资料', '添加了资源']) await expect(page.getByText(said)).toBeVisible()

  await page.goto(`/manage/resources?q=${encodeURIComponent(mark)}`)
  await page.getByRole('checkbox').first().check()
  await page.getByRole('button', { name: '修改勾选的资源' }).click()
  await page.getByLabel('校门（中文）').fill('东北门')
  await page.getByRole('combobox', { name: '状态' }).selectOption('retired')
  await page.getByRole('button', { name: '预览改动' }).click()
  await expect(page.getByRole('table')).toContainText('东北门')
  await page.getByRole('button', { name: '应用到全部' }).click()
  await expect(page.getByText('已修改1项资源')).toBeVisible()
  expect((await send(null, 'GET', `/resources/${id}`)).status).toBe(404)
})

test('two editors: the later one sees what the other wrote, and keeps what they typed', async ({ context, page }) => {
  await signIn(context, manager)
  await prefer(context, { locale: 'en' })
  await page.goto(`/manage/resources/new?from=${SOURCE}`)
  await page.getByRole('button', { name: 'Save as draft' }).click()
  await expect(page.getByText('Saved as a draft')).toBeVisible()
  const other = await context.newPage()
  await other.goto(page.url())
  await other.getByLabel('Maker').fill('Somebody else')
  await other.getByRole('button', { name: 'Save changes' }).click()
  await expect(other.getByText('Saved.')).toBeVisible()
  await page.getByLabel('Maker').fill('My own maker')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('alert')).toContainText('Somebody else')
  await expect(page.getByLabel('Maker')).toHaveValue('My own maker')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await expect(page.getByLabel('Maker')).toHaveValue('My own maker')
  await page.getByRole('link', { name: 'Publish or retire' }).click()
  await page.getByRole('button', { name: 'Retire' }).click()
  await expect(page.getByText('Retired.')).toBeVisible()
})

test('what is too large is said in words, and only where files go may more be sent', async () => {
  const asker = await sessionOf(manager)
  const form = new FormData()
  form.set('file', new File([Buffer.alloc(22_000_000)], 'large.pdf', { type: 'application/pdf' }))
  const body = Buffer.from(await new Response(form).arrayBuffer())
  const boundary = /^--([^\r\n]+)/.exec(body.subarray(0, 200).toString())![1]
  const headers = { 'Content-Type': `multipart/form-data; boundary=${boundary}` }
  const large = await send(asker, 'POST', `/manage/resources/${SOURCE}/files?do=add`, { body, headers })
  expect(large.status).toBe(413)
  expect(large.text).toContain('20 MB')
  const elsewhere = await send(asker, 'POST', `/manage/resources/${SOURCE}/prices`, { body: body.subarray(0, 2_000_000), headers })
  expect(elsewhere.status).toBe(413)
})
