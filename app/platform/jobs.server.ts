import type { Tx } from '~/platform/db.server'

/** What a task may know beside its payload. `signal` ends when the worker is told to stop. */
export type TaskContext = { now: Date; signal: AbortSignal }

/** One background task: loads what it needs, may be run again for the same payload. */
export type Task = (payload: unknown, context: TaskContext) => Promise<void>

/** The tasks of one `jobs.server.ts`, by name. */
export type Tasks = Record<string, Task>

export type JobOptions = {
  /** Not before this instant. */
  runAt?: Date
  /** A later job of the same key takes the place of one that has not begun. */
  key?: string
  /** Jobs of one queue run one after another. */
  queue?: string
  maxAttempts?: number
}

/**
 * Enqueues a job in the command's own transaction: it exists if and only if the command committed. Commits
 * that add jobs wait for each other; what happens hundreds of times a second leaves a row in `job_outbox`.
 */
export async function addJob(tx: Tx, task: string, payload: object, options: JobOptions = {}): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json, queue_name := ${options.queue ?? null},
      run_at := ${options.runAt ?? null}::timestamptz, max_attempts := ${options.maxAttempts ?? null}::int,
      job_key := ${options.key ?? null})`
}
