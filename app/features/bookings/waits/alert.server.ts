import { createHash } from 'node:crypto'
import type { Actor } from '~/domain/access/permission'
import { freedStretches } from '~/domain/booking/waiting'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { AlertInput, FreedTime } from '~/features/bookings/waits/schema'
import { availability } from '~/features/finder/availability.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { addMinutes } from '~/domain/time/interval'
import { db, transaction } from '~/platform/db.server'

/** Asks to be told of freed time of a resource, or says anew of which; one wish a person and resource. */
export async function keepAlert(actor: Actor, resourceId: string, input: AlertInput): Promise<Outcome<{ id: string }>> {
  const resource = await db.resource.findUnique({ where: { id: resourceId }, select: { universityId: true, status: true } })
  if (resource === null || resource.status !== 'active') return refused(problem('resource_unknown', { id: resourceId }))
  return transaction(async (tx) => {
    const { id } = await tx.freedAlert.upsert({
      where: { personId_resourceId: { personId: actor.personId, resourceId } },
      create: { personId: actor.personId, resourceId, ...input },
      update: { ...input, version: { increment: 1 } },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId, action: 'alert.kept', subjectKind: 'freed_alert', subjectId: id, universityId: resource.universityId,
      data: { resourceId, ...input },
    })
    return done({ id })
  })
}

export async function dropAlert(actor: Actor, resourceId: string): Promise<Outcome<{ resourceId: string }>> {
  return transaction(async (tx) => {
    const alert = await tx.freedAlert.findUnique({
      where: { personId_resourceId: { personId: actor.personId, resourceId } }, select: { id: true, resource: { select: { universityId: true } } },
    })
    if (alert !== null) {
      await tx.freedAlert.delete({ where: { id: alert.id }, select: { id: true } })
      await record(tx, {
        actorId: actor.personId, action: 'alert.dropped', subjectKind: 'freed_alert', subjectId: alert.id,
        universityId: alert.resource.universityId, data: { resourceId },
      })
    }
    return done({ resourceId })
  })
}

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
