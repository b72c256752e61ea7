import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostOffice } from './post-office'

const office = await openPostOffice()
process.env.SMTP_URL = office.url
process.env.BASE_URL = 'https://booking.test'
process.env.DEMO = '0'

const { createBooking } = await import('~/features/bookings/create.server')
const { db } = await import('~/platform/db.server')
const { readiness } = await import('~/platform/readiness.server')
const { releaseDeadWorkers } = await import('~/platform/worker-presence.server')
const { at, booking, makePerson, makeResource, makeWorld, NOW } = await import('#tests/factories/world')

const workers: ChildProcess[] = []
beforeAll(makeWorld)
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await office.close()
})

/** The product's own worker, as `npm run worker` runs it. */
function startWorker(): ChildProcess {
  const root = path.resolve(import.meta.dirname, '../../..')
  const worker = spawn(process.execPath, ['--import', 'tsx', 'scripts/worker.ts'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  workers.push(worker)
  return worker
}

const lockedBy = async () => {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT locked_by AS id FROM graphile_worker.jobs WHERE locked_by IS NOT NULL AND task_identifier = 'mail'`
  return rows.map(({ id }) => id)
}

async function release(): Promise<string[]> {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  return releaseDeadWorkers(client, []).finally(() => client.end())
}

it('a worker killed in the middle of a conversation neither loses nor doubles the mail', async () => {
  const resource = await makeResource()
  const person = await makePerson()
  let inTheMiddle = () => {}
  const middle = new Promise<void>((resolve) => (inTheMiddle = resolve))
  let goOn = () => {}
  const patience = new Promise<void>((resolve) => (goOn = resolve))
  office.said.delay = async () => {
    inTheMiddle()
    await patience
  }

  const first = startWorker()
  const outcome = await createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW)
  expect(outcome.ok).toBe(true)
  await middle
  expect((await readiness()).checks.worker).toBe('ok')
  // While it lives, nobody takes its work away.
  const [holder] = await lockedBy()
  expect(await release()).toEqual([])
  expect(await lockedBy()).toEqual([holder])

  first.kill('SIGKILL')
  await once(first, 'exit')
  await expect.poll(release, { timeout: 30_000 }).toEqual([holder])
  goOn()
  expect(await lockedBy()).toEqual([])
  expect(office.accepted).toHaveLength(0)

  office.said.delay = async () => {}
  const second = startWorker()
  await expect.poll(() => office.to(person.email).length, { timeout: 60_000 }).toBe(1)
  await expect.poll(() => db.mailDelivery.findMany({ select: { status: true, attempts: true } }), { timeout: 30_000 })
    .toEqual([{ status: 'sent', attempts: 2 }])
  second.kill('SIGTERM')
  await once(second, 'exit')
  expect(second.exitCode).toBe(0)
  expect(office.accepted).toHaveLength(1)
  const { id } = await db.mailDelivery.findFirstOrThrow()
  expect(office.accepted[0]?.messageId).toBe(`<${id}@booking.test>`)
})

it('a worker that starts frees what a dead one held, by itself', async () => {
  const resource = await makeResource()
  const person = await makePerson()
  await createBooking(person, booking(resource, at(2, 9), at(2, 10)), NOW)
  await db.$executeRaw`SELECT forward_jobs()`
  await db.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_by = 'worker-of-yesterday', locked_at = now()`
  const worker = startWorker()
  await expect.poll(() => office.to(person.email).length, { timeout: 60_000 }).toBe(1)
  worker.kill('SIGTERM')
  await once(worker, 'exit')
})

it('a worker that is told to stop finishes the conversation it is in', async () => {
  const person = await makePerson()
  let inTheMiddle = () => {}
  const middle = new Promise<void>((resolve) => (inTheMiddle = resolve))
  let goOn = () => {}
  const patience = new Promise<void>((resolve) => (goOn = resolve))
  office.said.delay = async () => {
    inTheMiddle()
    await patience
  }
  const worker = startWorker()
  await createBooking(person, booking(await makeResource(), at(3, 9), at(3, 10)), NOW)
  await middle
  worker.kill('SIGTERM')
  goOn()
  await once(worker, 'exit')
  expect(worker.exitCode).toBe(0)
  expect(office.to(person.email)).toHaveLength(1)
  expect(await db.mailDelivery.findFirst({ where: { personId: person.personId } })).toMatchObject({ status: 'sent', attempts: 1 })
  expect(await lockedBy()).toEqual([])
})
