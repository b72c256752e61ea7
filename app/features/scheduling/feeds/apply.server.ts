import { type Busy, busyBlocks, compareBusy } from '~/domain/calendar/busy'
import { overlaps, type Period, subtract } from '~/domain/time/interval'
import { record } from '~/features/audit/record.server'
import type { Tx } from '~/platform/db.server'

/** The one place of a feed that writes outages and allocations. */

export type KnownEvent = Busy & { id: string; outageId: string | null }
type Target = { id: string; capacity: number }
type Held = Period & { resourceId: string; unit: number; cause: 'booking' | 'maintenance' | 'closure' | 'offer' }
type Closing = { event: Busy & { id: string | null }; parts: (Period & { resourceId: string; unit: number })[] }

export type Applied = { closed: number; freed: number; clashes: number }

/**
 * Makes the resource as busy as its owner's calendar says, under the resource's lock: what is new is
 * closed, what is gone is freed. Where a booking of ours is in the way nothing is closed: the event
 * stays without an outage, which is a clash for the manager, and is tried again at each reading.
 * @param found null: the calendar is the same as the last time; clashes are tried again
 */
export async function applyBusy(
  tx: Tx,
  feed: { id: string; resourceId: string; reason: string; universityId: string },
  found: readonly Busy[] | null,
  now: Date,
): Promise<Applied> {
  await tx.$queryRaw`SELECT lock_for_booking('{}'::uuid[], ARRAY[${feed.resourceId}]::text[], '{}'::uuid[], ${now}::timestamptz)::text`
  const known: KnownEvent[] = (
    await tx.feedEvent.findMany({ where: { feedId: feed.id }, select: { id: true, uid: true, startsAt: true, endsAt: true, outageId: true } })
  ).map(({ startsAt, endsAt, ...each }) => ({ ...each, start: startsAt, end: endsAt }))
  const { kept, gone, added } = found === null ? { kept: known.filter((each) => each.end > now), gone: [], added: [] } : compareBusy(known, busyBlocks(found), now)

  await free(tx, gone, now)
  const waiting = [...kept.filter((each) => each.outageId === null), ...added.map((each) => ({ ...each, id: null }))]
  const closings = await closable(tx, feed.resourceId, waiting, now)
  for (const each of closings.filter(({ parts }) => parts !== null)) await close(tx, feed, each as Closing, now)
  const clashing = closings.filter(({ parts }) => parts === null).map(({ event }) => event)
  await tx.feedEvent.createMany({
    data: clashing.filter(({ id }) => id === null).map(({ uid, start, end }) => ({ feedId: feed.id, uid, startsAt: start, endsAt: end, seenAt: now })),
  })
  await tx.feedEvent.updateMany({ where: { id: { in: kept.map(({ id }) => id) } }, data: { seenAt: now } })

  const applied = { closed: closings.length - clashing.length, freed: gone.length, clashes: clashing.length }
  if (applied.closed + applied.freed + clashing.filter(({ id }) => id === null).length > 0) {
    await record(tx, { actorId: null, action: 'feed.applied', subjectKind: 'resource', subjectId: feed.resourceId, universityId: feed.universityId, data: applied })
  }
  return applied
}

/** Ends the outages of events that are gone; what they took until now stays in the record. */
export async function free(tx: Tx, gone: readonly KnownEvent[], now: Date): Promise<void> {
  const outages = gone.flatMap(({ outageId }) => outageId ?? [])
  await tx.allocation.deleteMany({ where: { outageId: { in: outages }, startsAt: { gte: now } } })
  await tx.allocation.updateMany({ where: { outageId: { in: outages }, endsAt: { gt: now } }, data: { endsAt: now } })
  await tx.feedEvent.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } })
  await tx.outage.updateMany({ where: { id: { in: outages }, startsAt: { lt: now }, endsAt: { gt: now } }, data: { endsAt: now } })
  await tx.outage.updateMany({ where: { id: { in: outages }, endedAt: null }, data: { endedAt: now, version: { increment: 1 } } })
}

/** What each event would take of every unit, what is out of service already left out; null where a booking is in the way. */
async function closable(tx: Tx, resourceId: string, events: readonly (Busy & { id: string | null })[], now: Date) {
  if (events.length === 0) return []
  const targets = await tx.$queryRaw<Target[]>`SELECT id, capacity FROM resource WHERE id IN (SELECT resource_tree(ARRAY[${resourceId}]::text[]))`
  const last = events.reduce((latest, { end }) => (end > latest ? end : latest), now)
  const held = await tx.$queryRaw<Held[]>`
    SELECT resource_id AS "resourceId", unit, starts_at AS start, ends_at AS "end", cause::text FROM allocation
     WHERE resource_id = ANY (${targets.map(({ id }) => id)}::text[]) AND (expires_at IS NULL OR expires_at > ${now}::timestamptz)
       AND tstzrange(starts_at, ends_at) && tstzrange(${now}::timestamptz, ${last}::timestamptz)`
  return events.map((event) => {
    // What has begun is closed from now on: nothing of the past is taken.
    const period = { start: event.start > now ? event.start : now, end: event.end }
    const inTheWay = held.filter((each) => overlaps(each, period))
    if (inTheWay.some(({ cause }) => cause === 'booking' || cause === 'offer')) return { event, parts: null }
    const parts = targets.flatMap(({ id, capacity }) =>
      Array.from({ length: capacity }, (_, at) => at + 1).flatMap((unit) =>
        subtract([period], inTheWay.filter((each) => each.resourceId === id && each.unit === unit)).map((part) => ({ ...part, resourceId: id, unit })),
      ),
    )
    return { event, parts }
  })
}

async function close(tx: Tx, feed: { id: string; resourceId: string; reason: string }, { event, parts }: Closing, now: Date): Promise<void> {
  const { id: outageId } = await tx.outage.create({
    data: { resourceId: feed.resourceId, kind: 'booked_elsewhere', startsAt: event.start, endsAt: event.end, reason: feed.reason, createdAt: now },
    select: { id: true },
  })
  await tx.allocation.createMany({
    data: parts.map(({ resourceId, unit, start, end }) => ({ resourceId, unit, startsAt: start, endsAt: end, cause: 'closure' as const, outageId })),
  })
  if (event.id !== null) {
    await tx.feedEvent.update({ where: { id: event.id }, data: { outageId }, select: { id: true } })
  } else {
    await tx.feedEvent.create({
      data: { feedId: feed.id, uid: event.uid, startsAt: event.start, endsAt: event.end, outageId, seenAt: now },
      select: { id: true },
    })
  }
}
