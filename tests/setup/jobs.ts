import { Logger, runOnce } from 'graphile-worker'
import { Pool } from 'pg'
import { taskListOf } from '~/platform/worker.server'
import { tasks } from '../../scripts/tasks'

/** Runs what commands have left, and what that leaves in turn, until nothing is due. `now` is what the tasks take for now. */
export async function runJobs(now?: Date): Promise<void> {
  const pgPool = new Pool({ connectionString: process.env.DATABASE_URL, max: 2 })
  const logger = new Logger(() => () => {})
  try {
    await pgPool.query('SELECT forward_jobs()')
    await runOnce({ pgPool, logger, noHandleSignals: true, taskList: taskListOf(tasks, () => now ?? new Date()) })
  } finally {
    await pgPool.end()
  }
}
