import { z } from 'zod'
import { readFeed } from '~/features/scheduling/feeds/read.server'
import { enqueueReading } from '~/features/scheduling/feeds/save.server'
import { transaction } from '~/platform/db.server'
import type { Tasks } from '~/platform/jobs.server'

const payload = z.object({ feedId: z.uuid() })

export const tasks: Tasks = {
  'read-feeds': async (_, { now }) => enqueueDue(now),
  'read-feed': async (input, { now, signal }) => {
    await readFeed(payload.parse(input).feedId, now, { signal })
  },
}

export const cron = '*/5 * * * * read-feeds'

/** A job for each calendar that is due; one that is slow keeps nobody else waiting. */
async function enqueueDue(now: Date): Promise<void> {
  await transaction(async (tx) => {
    const due = await tx.$queryRaw<{ id: string; url: string }[]>`
      UPDATE calendar_feed SET next_read_at = ${now}::timestamptz + make_interval(mins => interval_minutes)
       WHERE is_enabled AND next_read_at <= ${now}::timestamptz RETURNING id, url`
    for (const feed of due) await enqueueReading(tx, feed)
  })
}
