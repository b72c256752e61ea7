import { expect, test } from '@playwright/test'
import { cancel, freeSlots } from './bookings-api'
import { jsonOf, send, sessionOf } from './http-session'
import { prefer, signIn } from './signed-in'

/** A weekly series from the booking form to its cancellation, with JavaScript and without. Nobody else's test uses this resource. */

const RESOURCE = { id: 'cqupt-iiot-i01', minutes: 120 }
const account = 'researcher@swjtu.example'

test.describe.configure({ mode: 'default', timeout: 400_000 })

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    test('a series is looked at, booked, and cancelled as one', async ({ context, page }) => {
      await signIn(context, account)
      await prefer(context, { locale: 'en' })
      const slots = await freeSlots(RESOURCE, { from: 2, to: 9 })
      const slot = slots.at(javaScriptEnabled ? 3 : 5)!
      await page.goto(`/resources/${RESOURCE.id}/book?start=${encodeURIComponent(slot.startsAt)}&end=${encodeURIComponent(slot.endsAt)}`)
      await page.getByRole('button', { name: 'Repeat…' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Repeat a booking' })).toBeVisible()

      await page.getByLabel('How many times').fill('')
      await page.getByRole('button', { name: 'Show every time' }).click()
      await expect(page.getByRole('alert')).toBeVisible()
      await page.getByLabel('How many times').fill('3')
      await page.getByRole('button', { name: 'Show every time' }).click()
      await expect(page.getByRole('heading', { name: 'Every time' })).toBeVisible()
      const clash = page.getByRole('radio', { name: 'Leave them out' })
      if (await clash.count()) {
        await clash.check()
        await page.getByRole('button', { name: 'Show again' }).click()
      }
      await page.getByRole('button', { name: /^(Book|Request) / }).click()
      await expect(page).toHaveURL(/\/bookings\/[0-9a-f-]{36}$/)
      await expect(page.getByRole('heading', { name: 'Series', exact: true })).toBeVisible()
      const id = page.url().split('/').at(-1)!

      await page.goto(`/bookings/${id}/cancel`)
      await page.getByRole('radio', { name: 'All that are to come' }).check()
      await page.getByRole('button', { name: /^(Cancel it|Withdraw the request)$/ }).click()
      await expect(page).not.toHaveURL(/\/cancel$/)
      const left = jsonOf<{ status: string }>(await send(await sessionOf(account), 'GET', `/api/v1/bookings/${id}`))
      expect(left.status).toBe('cancelled')
      await cancel(account, id)
    })
  })
}

const good = { startDate: '2027-03-01', startTime: '10:00', endDate: '2027-03-01', endTime: '11:00', intent: 'preview', repeat: 'weekly', count: '3' }
const bad: Record<string, Record<string, string>> = {
  'no end': { count: '' }, 'zero times': { count: '0' }, 'a thousand times': { count: '1000' }, 'half a time': { count: '1.5' },
  'an odd repetition': { repeat: 'yearly' }, 'an interval of nothing': { interval: '0' }, 'an end that is no date': { ends: 'until', until: '2027-02-30' },
  'an end before the beginning': { ends: 'until', until: '2020-01-01' }, 'an end in ten years': { ends: 'until', until: '2037-01-01' },
  'a weekday that is none': { weekday: '8' }, 'an exception that is no date': { except: 'tomorrow' }, 'an odd choice': { onClash: 'push' },
  'an end before its start': { endTime: '09:00' }, 'a date that is none': { startDate: '2027-02-30' },
}

test('what cannot repeat is refused in words, with the form as it was filled in', async () => {
  const asker = await sessionOf(account)
  for (const [why, change] of Object.entries(bad)) {
    await test.step(why, async () => {
      const answer = await send(asker, 'POST', `/resources/${RESOURCE.id}/book/series`, { form: { ...good, ...change, title: 'Rail sections' } })
      expect(answer.status, why).toBe(422)
      expect(answer.text, why).toContain('Rail sections')
    })
  }
})
