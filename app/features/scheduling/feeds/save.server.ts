import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { free } from '~/features/scheduling/feeds/apply.server'
import type { FeedForm } from '~/features/scheduling/feeds/schema'
import { transaction, type Tx } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'
import { addJob } from '~/platform/jobs.server'

/** Sets the calendar that says when a resource is taken in its owner's system; it is read at once. */
export async function saveFeed(actor: Actor, resourceId: string, form: FeedForm, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const resource = await managedResource(tx, actor, resourceId)
    if (resource === null) return refused(problem('not_allowed', {}))
    const before = await tx.calendarFeed.findUnique({ where: { resourceId }, select: { id: true, url: true, version: true } })
    if ((before?.version ?? 0) !== form.version) return refused(problem('version_conflict', { current: before?.version ?? 0 }))
    const isNewAddress = before?.url !== form.url
    const data = {
      url: form.url, intervalMinutes: form.intervalMinutes, isEnabled: form.isEnabled === 'on', nextReadAt: now,
      // What another address answered says nothing about this one.
      ...(isNewAddress && { etag: null, lastModified: null, contentHash: null, failure: Prisma.DbNull, failures: 0 }),
    }
    const { id } = before
      ? await tx.calendarFeed.update({ where: { id: before.id, version: form.version }, data: { ...data, version: { increment: 1 } }, select: { id: true } })
      : await tx.calendarFeed.create({ data: { ...data, resourceId, createdById: actor.personId }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId, action: 'feed.saved', subjectKind: 'resource', subjectId: resourceId, universityId: resource.universityId,
      // The rest of an address is often a secret.
      data: { host: new URL(form.url).hostname, isNewAddress, intervalMinutes: form.intervalMinutes, isEnabled: data.isEnabled },
    })
    if (data.isEnabled) await enqueueReading(tx, { id, url: form.url })
    return done({ id })
  })
}

/** Reads a calendar out of turn. */
export async function readFeedSoon(actor: Actor, resourceId: string): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    if ((await managedResource(tx, actor, resourceId)) === null) return refused(problem('not_allowed', {}))
    const feed = await tx.calendarFeed.findUnique({ where: { resourceId }, select: { id: true, url: true, isEnabled: true } })
    if (feed === null || !feed.isEnabled) return refused(problem('nothing_changed', {}))
    await enqueueReading(tx, feed)
    return done({ id: feed.id })
  })
}

/** Takes the calendar away and frees what it had closed from now on. */
export async function removeFeed(actor: Actor, resourceId: string, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const resource = await managedResource(tx, actor, resourceId)
    if (resource === null) return refused(problem('not_allowed', {}))
    await tx.$queryRaw`SELECT lock_for_booking('{}'::uuid[], ARRAY[${resourceId}]::text[], '{}'::uuid[], ${now}::timestamptz)::text`
    const feed = await tx.calendarFeed.findUnique({ where: { resourceId }, select: { id: true, events: { where: { endsAt: { gt: now } } } } })
    if (feed === null) return done({ id: resourceId })
    await free(tx, feed.events.map(({ id, uid, startsAt, endsAt, outageId }) => ({ id, uid, outageId, start: startsAt, end: endsAt })), now)
    await tx.calendarFeed.delete({ where: { id: feed.id } })
    await record(tx, { actorId: actor.personId, action: 'feed.removed', subjectKind: 'resource', subjectId: resourceId, universityId: resource.universityId, data: {} })
    return done({ id: feed.id })
  })
}

/** One reading at a time of one host, and none twice over. */
export async function enqueueReading(tx: Tx, feed: { id: string; url: string }): Promise<void> {
  await addJob(tx, 'read-feed', { feedId: feed.id }, { key: `feed:${feed.id}`, queue: `feed:${new URL(feed.url).hostname}`.slice(0, 120), maxAttempts: 2 })
}

async function managedResource(tx: Tx, actor: Actor, resourceId: string) {
  const resource = await tx.resource.findUnique({ where: { id: resourceId.replace(/\0/g, '') }, select: { labId: true, universityId: true } })
  return resource && can(actor, 'manage:resource', resource) ? resource : null
}
