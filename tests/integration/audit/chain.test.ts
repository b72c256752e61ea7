import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkChain, sealAudit } from '~/features/audit/seal.server'
import { db } from '~/platform/db.server'
import { parseEnv } from '~/platform/env.server'
import { findFacts } from '../../../scripts/doctor/facts'
import { judge } from '../../../scripts/doctor/judge'

const WHOLE = 60_000
const client = new Client({ connectionString: process.env.DATABASE_URL })
beforeAll(() => client.connect())
afterAll(() => client.end())

const write = (count: number) =>
  db.auditEvent.createMany({ data: Array.from({ length: count }, (_, at) => ({ action: 'test.written', subjectKind: 'test', subjectId: String(at), data: { at } })) })
/** Until no transaction is open that is open now: those of other databases of the server hold a mark back too. */
async function settled(): Promise<void> {
  const { rows } = await client.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid')
  const isPast = 'SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 AS is_past'
  await expect.poll(async () => (await client.query<{ is_past: boolean }>(isPast, [rows[0]!.xid])).rows[0]?.is_past, { timeout: 60_000 }).toBe(true)
}
/** Twice: the first call marks, the second seals what was there. */
async function seal(): Promise<number> {
  const first = await sealAudit()
  await settled()
  return first + (await sealAudit())
}

/** As whoever owns the server could: the triggers are off meanwhile. */
async function tamper(sql: string): Promise<void> {
  await client.query('BEGIN')
  await client.query("SET LOCAL session_replication_role = 'replica'")
  await client.query(sql)
  await client.query('COMMIT')
}
const faultAfter = async (sql: string) => {
  await tamper(sql)
  return (await checkChain(WHOLE)).fault?.kind ?? null
}

describe('the chain over the audit log', () => {
  it('holds what was committed at a mark, and nothing twice', async () => {
    await write(12)
    expect(await sealAudit()).toBe(0)
    await write(3)
    await settled()
    expect(await sealAudit()).toBe(1)
    expect(await checkChain(WHOLE)).toMatchObject({ seals: 1, checked: 1, waiting: 3, fault: null, sealed: { last: '12' } })
    await settled()
    expect(await Promise.all([sealAudit(), sealAudit(), sealAudit()])).toEqual(expect.arrayContaining([1, 0, 0]))
    expect(await checkChain(WHOLE)).toMatchObject({ seals: 2, waiting: 0, fault: null })
  })

  it('waits for a row whose number was taken earlier', async () => {
    await client.query('BEGIN')
    await client.query(`INSERT INTO audit_event (action, subject_kind, subject_id) VALUES ('test.late', 'test', 'late')`)
    await write(2)
    expect((await sealAudit()) + (await sealAudit())).toBe(0)
    await client.query('COMMIT')
    expect(await seal()).toBeGreaterThan(0)
    await seal()
    expect(await checkChain(WHOLE)).toMatchObject({ waiting: 0, fault: null })
  })

  it('is itself only added to', async () => {
    await expect(db.$executeRaw`UPDATE audit_seal SET hash = 'forged'`).rejects.toThrow(/append-only/)
    await expect(db.$executeRaw`DELETE FROM audit_seal`).rejects.toThrow(/append-only/)
  })

  it('shows a changed row, a missing one, one too many, and a forged seal, and where', async () => {
    const [first] = await db.auditSeal.findMany({ orderBy: { id: 'asc' } })
    expect(await faultAfter(`UPDATE audit_event SET data = '{"at": 99}' WHERE id = 5`)).toBe('content')
    expect((await checkChain(WHOLE)).fault).toMatchObject({ seal: first!.id.toString(), after: '0', last: '12' })
    const env = parseEnv({ NODE_ENV: 'production', DATABASE_URL: process.env.DATABASE_URL, BASE_URL: 'https://booking.example.edu.cn' })
    expect(judge(await findFacts(env, true)).find(({ about }) => about === 'audit log')).toMatchObject({ level: 'wrong', text: expect.stringContaining('a row was changed') })
    expect(await faultAfter(`UPDATE audit_event SET data = '{"at": 4}' WHERE id = 5`)).toBeNull()
    await client.query('CREATE TEMP TABLE taken AS SELECT * FROM audit_event WHERE id = 7')
    expect(await faultAfter('DELETE FROM audit_event WHERE id = 7')).toBe('events')
    expect(await faultAfter('INSERT INTO audit_event SELECT * FROM taken')).toBeNull()
    expect(await faultAfter(`UPDATE audit_event SET at = at + interval '1 second' WHERE id = 13`)).toBe('content')
    expect(await faultAfter(`UPDATE audit_event SET at = at - interval '1 second' WHERE id = 13`)).toBeNull()
    // Whoever hashes a changed range anew breaks the link to the next seal.
    expect(await faultAfter(`
      UPDATE audit_event SET action = 'forged' WHERE id = 3;
      UPDATE audit_seal s SET hash = h.hash FROM audit_batch_hash(0, 12, '') h WHERE s.after_id = 0`)).toBe('link')
  })
})
