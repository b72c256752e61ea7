import { expect, type Page } from '@playwright/test'
import type { Account } from './demo'
import { send, sessionOf } from './http-session'

/** Hours and rules that a test changes by hand, and puts back. */

/** What a page's form holds as it is shown. */
export const formOf = (page: Page, name: string): Promise<Record<string, string>> =>
  page.evaluate((wanted) => {
    const form = [...document.forms].find((each) => new FormData(each).get('form') === wanted)
    return Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, String(value)]))
  }, name)

/** Sends a form as it was before, first to be shown, then to be saved. */
export async function restore(page: Page, manager: Account, path: string, before: Record<string, string>): Promise<void> {
  await page.goto(path)
  const { seen } = await formOf(page, before['form'] ?? '')
  const fields = { ...before, seen: seen ?? '' }
  const asker = await sessionOf(manager)
  const shown = await send(asker, 'POST', path, { form: { ...fields, do: 'check' } })
  const checked = /name="checked" value="(\w+)"/.exec(shown.text)?.[1]
  const saved = await send(asker, 'POST', path, { form: { ...fields, do: 'save', checked: checked ?? '' } })
  expect(saved.status, saved.text.slice(0, 500)).toBe(302)
}
