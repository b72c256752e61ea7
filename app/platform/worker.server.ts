import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, run, type Runner, type TaskList } from 'graphile-worker'
import { env } from '~/platform/env.server'
import type { Tasks } from '~/platform/jobs.server'
import { log } from '~/platform/log.server'
import { WorkerPresence } from '~/platform/worker-presence.server'

/** Jobs at once in one process. Each may use one connection of the process's pool, so that pages keep the rest. */
const CONCURRENCY = 3
/** One to listen, one to schedule, and those that fetch and finish jobs. */
const CONNECTIONS = 4
const START_AGAIN_MS = 5_000
/** How long what a hot command left lies about; see `forward_jobs` in the migrations. */
const FORWARD_EVERY_MS = 500

export type RunningWorker = {
  /** Takes no further jobs and waits for those under way; what does not end is run again by another worker. */
  stop: () => Promise<void>
}

/**
 * Runs background jobs in this process until stopped, over a small pool of its own. `crontab` is in UTC.
 * A worker that ends by itself is started again.
 */
export function startWorker({ tasks, crontab }: { tasks: Tasks; crontab: string }): RunningWorker {
  const stopping = new AbortController()
  let runner: Runner | null = null
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      const presence = new WorkerPresence(databaseUrl())
      try {
        await presence.begin()
        runner = await run({
          connectionString: databaseUrl(),
          maxPoolSize: CONNECTIONS,
          concurrency: CONCURRENCY,
          noHandleSignals: true,
          gracefulShutdownAbortTimeout: 3_000,
          logger: jobLogger,
          taskList: taskListOf(tasks),
          crontab,
          preset: { plugins: [presence.plugin] },
        })
        log.info('worker running', { worker: presence.id })
        if (stopping.signal.aborted) await runner.stop()
        const isOver = new AbortController()
        const forwarding = forwardJobs(presence, AbortSignal.any([stopping.signal, isOver.signal]))
        await runner.promise.finally(() => isOver.abort())
        await forwarding
      } catch (error) {
        if (!stopping.signal.aborted) log.error('the worker ended; starting it again', { error })
      } finally {
        runner = null
        await presence.end()
      }
      await sleep(START_AGAIN_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await runner?.stop().catch(() => {})
      await ended
    },
  }
}

async function forwardJobs(presence: WorkerPresence, signal: AbortSignal): Promise<void> {
  let hasFailed = false
  while (!signal.aborted) {
    try {
      while ((await presence.forwardJobs()) > 0 && !signal.aborted);
      hasFailed = false
    } catch (error) {
      if (!hasFailed) log.warn('jobs cannot be fetched; trying again', { error })
      hasFailed = true
    }
    await sleep(FORWARD_EVERY_MS, undefined, { signal }).catch(() => {})
  }
}

/** The tasks as graphile-worker wants them. `clock` is what they take for now. */
export function taskListOf(tasks: Tasks, clock: () => Date = () => new Date()): TaskList {
  const never = new AbortController().signal
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (payload: unknown, helpers: { abortSignal?: AbortSignal }) =>
        task(payload, { now: clock(), signal: helpers.abortSignal ?? never }),
    ]),
  )
}

/** Each job's coming and going is noise; a job that failed is tried again and deserves a warning. */
export const jobLogger = new Logger(({ workerId, taskIdentifier, jobId }) => (level, message) => {
  const isBad = ['error', 'warning'].includes(String(level))
  log[isBad ? 'warn' : 'debug'](message, { worker: workerId, task: taskIdentifier, job: jobId })
})

function databaseUrl(): string {
  if (env.DATABASE_URL === undefined) throw new Error('DATABASE_URL is not set; jobs live in the database')
  return env.DATABASE_URL
}
