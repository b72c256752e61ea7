import { expect, test } from '@playwright/test'
import { prefer, signIn } from './signed-in'

/** The demo's two operators of the gear test rig; nobody else's test looks at them. */
const OPERATOR = '/manage/operators/cqu-mechtrans-op2'
const REASON = 'Course, assisted.spec'
const DAY = new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10)

test('a manager looks what leave does, takes it and calls it off', async ({ context, page }) => {
  await signIn(context, 'manager@cqu.example')
  await prefer(context, { locale: 'en' })
  await page.goto('/manage/operators')
  await expect(page.getByRole('link', { name: 'Operator 1' })).toBeVisible()
  await page.goto(OPERATOR)
  await page.getByLabel('From', { exact: true }).fill(`${DAY}T09:00`)
  await page.getByLabel('To', { exact: true }).fill(`${DAY}T18:00`)
  await page.getByLabel('Reason', { exact: true }).fill(REASON)
  await page.getByRole('button', { name: 'See what it changes' }).click()
  await expect(page.getByText('Nothing is planned then.')).toBeVisible()
  await page.getByRole('button', { name: 'Take leave' }).click()
  const row = page.getByRole('listitem').filter({ hasText: REASON })
  await expect(row).toBeVisible()
  await row.getByRole('button', { name: 'Call off' }).click()
  await expect(row).toHaveCount(0)
})

test('an operator sees the own duty, anybody else that they have none', async ({ context, page }) => {
  await signIn(context, 'operator@cqu.example')
  await prefer(context, { locale: 'en' })
  await page.goto('/duty')
  await expect(page.getByRole('heading', { name: 'Leave' })).toBeVisible()
  await signIn(context, 'student@cqjtu.example')
  await page.goto('/duty')
  await expect(page.getByText('Your account is not named as an operator')).toBeVisible()
})
