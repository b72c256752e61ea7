import { expect, test } from '@playwright/test'
import { bookForAny, cancel, freeSlots } from './bookings-api'
import { prefer, signIn } from './signed-in'

/** A student is in Chongqing in the morning; the form for that afternoon in Chengdu names the journey. */

const MORNING = { id: 'sisu-flrc-i01', minutes: 60 }
const AFTERNOON = { id: 'scu-polymer-i02', minutes: 60 }
const STUDENT = 'student@cqjtu.example'
const HOUR_MS = 3_600_000

test('the journey between two campuses is named, and is no news on another day', async ({ context, page }) => {
  const there = await freeSlots(AFTERNOON, { from: 4, to: 11 })
  const here = await freeSlots(MORNING, { from: 4, to: 11 })
  const pairs = here.flatMap((slot) => there.filter((each) => Date.parse(each.startsAt) - Date.parse(slot.endsAt) === HOUR_MS).map((each) => [slot, each] as const))
  const [morning, afternoon] = pairs[Math.floor(pairs.length / 2)]!
  const { booking } = await bookForAny([STUDENT], MORNING.id, morning)
  await signIn(context, STUDENT)
  await prefer(context, { locale: 'zh-CN' })
  const form = ({ startsAt, endsAt }: typeof afternoon) => `/resources/${AFTERNOON.id}/book?start=${startsAt}&end=${endsAt}`
  await page.goto(form(afternoon))
  await expect(page.getByRole('main')).toContainText(/路上约需.*小时.*留出1小时/)
  await cancel(STUDENT, booking.id)
  await page.goto(form(afternoon))
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText('路上约需')
})
