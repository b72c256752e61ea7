import { runMigrations } from 'graphile-worker'
import { Client } from 'pg'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseEnv } from '~/platform/env.server'
import { jobCounts } from '~/platform/gate/metrics-page.server'
import { findFacts } from '../../../scripts/doctor/facts'
import { judge } from '../../../scripts/doctor/judge'
import { seeded } from '#tests/setup/database'

seeded('alliance')

const url = process.env.DATABASE_URL ?? ''
const client = new Client({ connectionString: url })
const messages: string[] = []
const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], onData: (stream, _, done) => (messages.push('mail'), stream.resume(), done()) })
let smtp = ''

beforeAll(async () => {
  await client.connect()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  smtp = `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterAll(async () => {
  await client.end()
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

const env = (more: Record<string, string> = {}) => parseEnv({ NODE_ENV: 'production', DATABASE_URL: url, BASE_URL: 'https://booking.example.edu.cn', TRUST_PROXY: '1', ...more })
const wrong = async (more?: Record<string, string>) => judge(await findFacts(env(more), true)).filter(({ level }) => level === 'wrong').map(({ about }) => about)

it('finds a database sound, and says what is missing around it', async () => {
  expect(await wrong({ MAIL_FROM: 'x@example.edu.cn' })).toEqual(['worker', 'mail', 'accounts'])
})

it('greets the mail server without sending anything', async () => {
  expect(await wrong({ SMTP_URL: smtp, MAIL_FROM: 'x@example.edu.cn' })).toEqual(['worker', 'accounts'])
  expect(messages).toEqual([])
  expect((await findFacts(env({ SMTP_URL: 'smtp://127.0.0.1:9' }), true)).mailServer).toMatchObject({ isReachable: false })
})

it('knows a living worker by its lock', async () => {
  await client.query(`INSERT INTO worker_process (id, seen_at) VALUES ('w1', now() - interval '1 hour'), ('w2', now() - interval '2 hours')`)
  await client.query(`SELECT pg_advisory_lock(hashtextextended('worker:w2', 0))`)
  const { workers } = await findFacts(env(), true)
  expect(workers?.map(({ id, isHeld }) => [id, isHeld])).toEqual([['w1', false], ['w2', true]])
  await client.query('SELECT pg_advisory_unlock_all()')
  await client.query('DELETE FROM worker_process')
})

it('counts jobs that wait, are late, or failed, and names the cause', async () => {
  await runMigrations({ connectionString: url })
  await client.query(`
    SELECT graphile_worker.add_job('send_mail', '{}'::json);
    SELECT graphile_worker.add_job('send_mail', '{}'::json, run_at := now() - interval '1 hour');
    SELECT graphile_worker.add_job('read_feed', '{}'::json, max_attempts := 1);
    UPDATE graphile_worker._private_jobs SET attempts = 1, last_error = 'no such host' WHERE max_attempts = 1`)
  const { jobs } = await findFacts(env(), true)
  expect(jobs).toEqual({ waiting: 2, late: 1, failed: [{ task: 'read_feed', count: 1, error: 'no such host' }] })
  expect(await jobCounts()).toEqual({ waiting: 2, late: 1, failed: 1 })
})

it('says which migrations a database lacks or has too many', async () => {
  await client.query(`UPDATE _prisma_migrations SET migration_name = '9999_newer' WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)`)
  const { database } = await findFacts(env(), true)
  expect([database.migrations.pending.length, database.migrations.unknown]).toEqual([1, ['9999_newer']])
})
