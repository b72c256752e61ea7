import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import type { Account } from './demo'
import { origin } from './http-session'
import { prefer, signIn } from './signed-in'

/** Somebody new, through the pages: an address nobody has used, and the mail that confirms it. */

export const PASSWORD = 'wheel rail mountain'
export type Newcomer = { page: Page; context: BrowserContext; email: string; name: string; cookie: string }

/** Signs up and follows the link of the confirmation; `university` is chosen where the address is no member's. */
export async function newcomer(browser: Browser, person: { role: string; domain: string; university?: string; viewport?: { width: number; height: number } }): Promise<Newcomer> {
  const run = randomUUID().slice(0, 8)
  const [email, name] = [`newcomer-${run}@${person.domain}`, `${person.role}${run}`]
  const context = await browser.newContext({ viewport: person.viewport ?? { width: 1440, height: 1000 } })
  await prefer(context, { locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto('/signup')
  await page.getByLabel('邮箱', { exact: true }).fill(email)
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await page.getByLabel('中文姓名', { exact: true }).fill(name)
  await page.getByLabel('身份', { exact: true }).selectOption({ label: '学生' })
  if (person.university) await page.getByLabel(/^高校/).selectOption({ label: person.university })
  await page.getByRole('checkbox', { name: /已阅读并同意/ }).check()
  await page.getByRole('button', { name: '注册账号', exact: true }).click()
  await expect(page.getByRole('main')).toContainText('请查看邮箱')
  await openLetter(page, email, /确认邮箱/)
  await page.getByRole('main').getByRole('link', { name: /\/confirm\// }).first().click()
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: '确认并登录', exact: true }).click()
  await expect(page.getByRole('main')).toContainText('邮箱已确认')
  const session = (await context.cookies(origin())).find((each) => each.name === 'session')
  return { page, context, email, name, cookie: `session=${session?.value ?? ''}` }
}

/** A page of an account of the demo. */
export async function pageOf(browser: Browser, account: Account): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
  await signIn(context, account)
  await prefer(context, { locale: 'zh-CN' })
  return context.newPage()
}

/** Opens a letter to the address, known by its subject; a job brings it, a moment after the answer. */
export async function openLetter(page: Page, to: string, subject: RegExp): Promise<void> {
  const letter = page.getByRole('main').getByRole('link', { name: subject }).first()
  await expect(async () => {
    await page.goto(`/mailbox?to=${encodeURIComponent(to)}`)
    await expect(letter).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await letter.click()
  await expect(page).toHaveURL(/\/mailbox\/.+/)
}
