import type { Busy } from '~/domain/calendar/busy'
import type { FeedFailure } from '~/domain/calendar/feed-failure'
import { addMinutes } from '~/domain/time/interval'
import { type Applied, applyBusy } from '~/features/scheduling/feeds/apply.server'
import { FeedError } from '~/features/scheduling/feeds/feed-error'
import { fetchFeed, type FetchOptions } from '~/features/scheduling/feeds/fetch.server'
import { parseBusy } from '~/features/scheduling/feeds/parse.server'
import { db, transaction } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'
import { log } from '~/platform/log.server'

const BACK_MINUTES = 1440
const AHEAD_MINUTES = 180 * 1440
/** After failures the next try waits longer, up to a day. */
const LONGEST_WAIT_MINUTES = 1440

export type Reading = { ok: true; applied: Applied } | { ok: false; failure: FeedFailure } | null

/**
 * Reads one calendar and makes the resource as busy as it says. A calendar that cannot be fetched or
 * read to its end changes nothing but what is said about the last try. Null: there is nothing to read.
 */
export async function readFeed(feedId: string, now: Date, options: FetchOptions = {}): Promise<Reading> {
  const feed = await db.calendarFeed.findUnique({
    where: { id: feedId },
    select: {
      id: true, url: true, isEnabled: true, intervalMinutes: true, readAt: true, etag: true, lastModified: true, contentHash: true, failures: true, version: true, resourceId: true,
      resource: { select: { universityId: true, campus: { select: { timeZone: true } } } },
    },
  })
  if (feed === null || !feed.isEnabled) return null
  // Once a day a calendar is read in full even if it says it has not changed: recurring events move into view.
  const isFresh = feed.contentHash !== null && feed.readAt !== null && utcDay(feed.readAt) === utcDay(now)
  let found: Busy[] | null = null
  let kept: { etag: string | null; lastModified: string | null; contentHash: string } | null = null
  try {
    const fetched = await fetchFeed(feed.url, isFresh ? feed : { etag: null, lastModified: null }, options)
    if (!fetched.isUnchanged) {
      const window = { start: addMinutes(now, -BACK_MINUTES), end: addMinutes(now, AHEAD_MINUTES) }
      found = await parseBusy(fetched.text, window, feed.resource.campus.timeZone)
      kept = { etag: fetched.etag, lastModified: fetched.lastModified, contentHash: fetched.hash }
    }
  } catch (error) {
    if (!(error instanceof FeedError)) throw error
    return fail(feed, { code: error.code, ...(error.status !== undefined && { status: error.status }) }, now)
  }
  const applied = await transaction(async (tx) => {
    const done = await applyBusy(tx, { id: feed.id, resourceId: feed.resourceId, reason: new URL(feed.url).hostname, universityId: feed.resource.universityId }, found, now)
    // Another address or an end to reading, set while this was under way: then this reading is nobody's.
    const { count } = await tx.calendarFeed.updateMany({
      where: { id: feed.id, version: feed.version, isEnabled: true },
      data: {
        triedAt: now, readAt: now, failures: 0, failure: Prisma.DbNull, nextReadAt: addMinutes(now, feed.intervalMinutes), ...kept,
      },
    })
    if (count === 0) throw new Superseded()
    return done
  }).catch((error: unknown) => {
    if (error instanceof Superseded) return null
    throw error
  })
  return applied && { ok: true, applied }
}

class Superseded extends Error {}

const utcDay = (instant: Date) => instant.toISOString().slice(0, 10)

async function fail(feed: { id: string; version: number; failures: number; intervalMinutes: number }, failure: FeedFailure, now: Date): Promise<Reading> {
  const wait = Math.min(feed.intervalMinutes * 2 ** Math.min(feed.failures, 6), LONGEST_WAIT_MINUTES)
  await db.calendarFeed.updateMany({
    where: { id: feed.id, version: feed.version },
    data: { triedAt: now, failure, failures: { increment: 1 }, nextReadAt: addMinutes(now, Math.max(wait, feed.intervalMinutes)) },
  })
  log.info('a calendar feed could not be read', { feedId: feed.id, ...failure })
  return { ok: false, failure }
}
