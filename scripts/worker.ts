import { closeDatabase } from '~/platform/db.server'
import { log } from '~/platform/log.server'
import { startWorker } from '~/platform/worker.server'
import { crontab, tasks } from './tasks'

/* npm run worker: background jobs in a process of their own, beside web processes with WORKER=0. */

const worker = startWorker({ tasks, crontab })
let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())

async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  await worker.stop()
  await closeDatabase()
  log.info('stopped')
  process.exit(0)
}
