import { Worker } from 'node:worker_threads'
import type { Busy } from '~/domain/calendar/busy'
import { FEED_FAILURES } from '~/domain/calendar/feed-failure'
import type { Period } from '~/domain/time/interval'
import { FeedError } from '~/features/scheduling/feeds/feed-error'

const MOST_EVENTS = 5_000
const MOST_MS = 20_000
const MEMORY_MB = 256

type Answer = { busy: { uid: string; start: number; end: number }[] } | { failure: { code: string } }

/**
 * The busy time of a calendar (RFC 5545) within a window; wall clocks without a zone are read in
 * `timeZone`. In a thread that is ended when it takes too long or too much.
 * @throws FeedError
 */
export async function parseBusy(text: string, window: Period, timeZone: string, limits: { ms?: number } = {}): Promise<Busy[]> {
  const thread = new Worker(new URL('./calendar-thread.mjs', import.meta.url), {
    workerData: { text, from: window.start.getTime(), to: window.end.getTime(), timeZone, mostEvents: MOST_EVENTS },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    execArgv: [],
    stdout: false,
  })
  let timer: NodeJS.Timeout | undefined
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      timer = setTimeout(() => reject(new FeedError('too_slow')), limits.ms ?? MOST_MS)
      thread.once('message', resolve)
      thread.once('error', () => reject(new FeedError('too_large')))
      thread.once('exit', () => reject(new FeedError('broken')))
    })
    if ('failure' in answer) throw new FeedError(FEED_FAILURES.find((each) => each === answer.failure.code) ?? 'broken')
    return answer.busy.map(({ uid, start, end }) => ({ uid, start: new Date(start), end: new Date(end) }))
  } finally {
    clearTimeout(timer)
    await thread.terminate()
  }
}
