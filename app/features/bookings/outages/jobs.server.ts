import { z } from 'zod'
import { offerSameHours } from '~/features/bookings/outages/first-in-line.server'
import type { Tasks } from '~/platform/jobs.server'

const lostBooking = z.object({ bookingId: z.string(), after: z.coerce.date() })

export const tasks: Tasks = {
  'first-in-line': async (payload, { now }) => {
    await offerSameHours(lostBooking.parse(payload), now)
  },
}
