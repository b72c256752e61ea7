import { parseCrontab } from 'graphile-worker'
import { Client } from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { db, transaction } from '~/platform/db.server'
import { addJob, type Tasks } from '~/platform/jobs.server'
import { readiness } from '~/platform/readiness.server'
import { type RunningWorker, startWorker } from '~/platform/worker.server'
import { releaseDeadWorkers, WorkerPresence } from '~/platform/worker-presence.server'
import { crontab, tasks } from '../../../scripts/tasks'

const url = () => process.env.DATABASE_URL ?? ''
const workers: RunningWorker[] = []
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop()
})

function run(some: Tasks): void {
  workers.push(startWorker({ tasks: some, crontab: '' }))
}

async function release(own: string[] = []): Promise<string[]> {
  const client = new Client({ connectionString: url() })
  await client.connect()
  return releaseDeadWorkers(client, own).finally(() => client.end())
}

/** Held by connections of workers, but for one that is about to end. */
const locks = async (gone = 0) => {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND a.application_name = 'alliance-worker' AND a.datname = current_database()
       AND a.pid <> ${gone}`
  return rows[0]?.count ?? 0
}

describe('the worker', () => {
  it('runs what a command has left, with its own idea of now', async () => {
    const ran: unknown[] = []
    run({ note: async (payload, { now }) => void ran.push([payload, now instanceof Date]) })
    await transaction((tx) => addJob(tx, 'note', { a: 1 }))
    await db.jobOutbox.createMany({ data: [{ task: 'note', payload: { a: 2 } }, { task: 'note', payload: { a: 3 } }] })
    await expect.poll(() => ran.length, { timeout: 20_000 }).toBe(3)
    expect(ran).toEqual(expect.arrayContaining([[{ a: 1 }, true], [{ a: 2 }, true], [{ a: 3 }, true]]))
    expect(await db.jobOutbox.count()).toBe(0)
  })

  it('tries again what failed, while others go on', async () => {
    let tries = 0
    const ran: unknown[] = []
    run({
      fails: async () => {
        tries += 1
        if (tries === 1) throw new Error('not yet')
      },
      works: async (payload) => void ran.push(payload),
    })
    await transaction((tx) => addJob(tx, 'fails', {}))
    await transaction((tx) => addJob(tx, 'works', {}))
    await expect.poll(() => [tries, ran.length], { timeout: 30_000 }).toEqual([2, 1])
  })

  it('is told of by readiness, and leaves no trace when it stops', async () => {
    run({ note: async () => {} })
    await expect.poll(async () => (await readiness()).checks.worker, { timeout: 20_000 }).toBe('ok')
    // Its own and that of each of three jobs at once.
    await expect.poll(locks, { timeout: 20_000 }).toBe(4)
    await workers.pop()?.stop()
    expect(await locks()).toBe(0)
    expect((await readiness()).checks).toMatchObject({ worker: 'late' })
    expect((await readiness()).ready).toBe(true)
  })

  it('has a plan that graphile-worker can read, of tasks that exist', () => {
    const planned = parseCrontab(crontab).map(({ task }) => task)
    expect(planned).toContain('settle-bookings')
    expect(planned.filter((task) => !(task in tasks))).toEqual([])
  })
})

describe('a worker’s lock', () => {
  it('is taken again when its connection breaks, so that it does not pass for dead for long', async () => {
    const presence = new WorkerPresence(url())
    await presence.begin()
    const [cut] = await db.$queryRaw<{ pid: number }[]>`
      SELECT a.pid, graphile_worker.add_job('held')::text, pg_terminate_backend(a.pid) FROM pg_stat_activity a
       WHERE a.application_name = 'alliance-worker' AND a.datname = current_database()`
    await expect.poll(() => locks(cut?.pid), { timeout: 20_000 }).toBe(1)
    await db.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_by = ${presence.id}, locked_at = now()`
    expect(await release()).toEqual([])
    await presence.end()
    expect(await release()).toEqual([presence.id])
  })
})
