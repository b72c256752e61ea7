import { offerFreed } from '~/features/bookings/waits/offer.server'
import { freedTimeSchema } from '~/features/bookings/waits/schema'
import { tellOfFreedTime } from '~/features/bookings/waits/tell.server'
import { db } from '~/platform/db.server'
import type { Tasks } from '~/platform/jobs.server'

export const tasks: Tasks = {
  'freed-time': async (payload, { now }) => {
    const freed = freedTimeSchema.parse(payload)
    await offerFreed(freed, now)
    if (!freed.isOperators) await tellOfFreedTime(freed, now)
  },
  'lapse-waits': async (_payload, { now }) => {
    await lapseWaits(now)
  },
}

export const cron = '23 * * * * lapse-waits ?jobKey=lapse-waits&max=3'

/**
 * Writes down that what was waited for has begun. Readers and commands judge by time themselves; this keeps
 * freed time from being told on behalf of those who wait no more. Gives how many.
 */
export async function lapseWaits(now: Date): Promise<number> {
  return db.$executeRaw`
    WITH lapsed AS (
      UPDATE wait SET status = 'lapsed', version = version + 1, updated_at = ${now}::timestamptz
       WHERE status = 'waiting' AND starts_at <= ${now}::timestamptz RETURNING id
    )
    INSERT INTO audit_event (at, action, subject_kind, subject_id, data)
    SELECT ${now}::timestamptz, 'wait.lapsed', 'wait', id::text, '{}'::jsonb FROM lapsed`
}
