import { createHash } from 'node:crypto'
import { freedStretches } from '~/domain/booking/waiting'
import { addMinutes } from '~/domain/time/interval'
import type { FreedTime } from '~/features/bookings/waits/schema'
import { availability } from '~/features/finder/availability.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { db, transaction } from '~/platform/db.server'

/** How far around what was freed free time may reach that belongs to it. */
const AROUND_MINUTES = 7 * 1440

/**
 * Tells those who asked for it what of the freed time is free, after those who wait had their turn. One mail a
 * person and stretch, however often it is freed.
 */
export async function tellOfFreedTime(freed: FreedTime, now: Date): Promise<void> {
  const alerts = await db.freedAlert.findMany({
    where: { resourceId: freed.resourceId },
    select: { id: true, personId: true, minMinutes: true, daysAhead: true, fromMinute: true, toMinute: true, resource: { select: { campus: { select: { timeZone: true } } } } },
  })
  if (alerts.length === 0 || freed.end <= now) return
  const open = await availability(freed.resourceId, addMinutes(freed.start, -AROUND_MINUTES), addMinutes(freed.end, AROUND_MINUTES), now)
  for (const alert of alerts) {
    const { timeZone } = alert.resource.campus
    const found = freedStretches(freed, open?.free ?? [], alert, { timeZone, now })
    const first = found[0]
    if (!first) continue
    const key = createHash('sha256').update(JSON.stringify([alert.id, first])).digest('hex').slice(0, 32)
    await transaction((tx) => orderMail(tx, {
      key: `time-freed:${key}`, kind: 'time-freed', personId: alert.personId, subjectId: alert.id, period: first,
    }))
  }
}
