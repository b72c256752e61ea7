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
  await addJobs(tx, task, [{ payload, options }])
}

/** The same for many of one task, in one statement. */
export async function addJobs(tx: Tx, task: string, jobs: readonly { payload: object; options?: JobOptions }[]): Promise<void> {
  if (jobs.length === 0) return
  const rows = jobs.map(({ payload, options }) => ({ payload, ...options }))
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(${task}, j.payload, queue_name := j.queue, run_at := j."runAt", max_attempts := j."maxAttempts", job_key := j.key)
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS j(payload json, queue text, "runAt" timestamptz, "maxAttempts" int, key text)`
}
