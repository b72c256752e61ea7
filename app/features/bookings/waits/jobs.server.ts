import { tellOfFreedTime } from '~/features/bookings/waits/tell.server'
import { offerFreed } from '~/features/bookings/waits/offer.server'
import { freedTimeSchema } from '~/features/bookings/waits/schema'
import type { Tasks } from '~/platform/jobs.server'

export const tasks: Tasks = {
  'freed-time': async (payload, { now }) => {
    const freed = freedTimeSchema.parse(payload)
    await offerFreed(freed, now)
    await tellOfFreedTime(freed, now)
  },
}
