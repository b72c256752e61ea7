import { describe, expect, it } from 'vitest'
import { type Facts, judge } from '../../../scripts/doctor/judge'

const now = new Date('2026-11-23T01:00:00Z')
const GB = 2 ** 30

/** An installation in real use with nothing wrong. */
const sound: Facts = {
  now,
  settings: { isDemo: false, hasOwnServer: true, baseUrl: 'https://booking.example.edu.cn', trustsProxy: true, host: '127.0.0.1', smtp: 'mail.example.edu.cn', mailFrom: 'Booking <no-reply@example.edu.cn>' },
  database: {
    version: '18.4', versionNumber: 180_004, encoding: 'UTF8', clockAheadMs: 20, missingExtensions: [],
    migrations: { pending: [], unknown: [], edited: [], failed: [] }, connections: { used: 12, most: 100 },
  },
  people: { demo: 0, real: 40, administrators: 1 },
  workers: [{ id: 'a', seenAt: new Date(now.getTime() - 9_000), isHeld: true }],
  jobs: { waiting: 3, late: 0, failed: [] },
  mail: { refused: 0, stuck: 0, answer: null },
  mailServer: { isReachable: true, words: '' },
  disk: { folder: '/srv', freeBytes: 40 * GB, totalBytes: 100 * GB },
  zone: { knowsChina: true },
  auditLog: { seals: 3, checked: 3, fault: null },
  bookings: { days: 30, rules: 18, checked: 18, broken: [] },
}
const settings = (change: Partial<Facts['settings']>): Partial<Facts> => ({ settings: { ...sound.settings, ...change } })
const database = (change: Partial<Facts['database']>): Partial<Facts> => ({ database: { ...sound.database, ...change } })
const migrations = (change: Partial<Facts['database']['migrations']>) => database({ migrations: { ...sound.database.migrations, ...change } })
const hourAgo = new Date(now.getTime() - 3_600_000)

describe('the doctor', () => {
  it('finds nothing wrong where nothing is', () => {
    expect(judge(sound).filter(({ level }) => level !== 'ok')).toEqual([])
    expect(judge({ ...sound, ...settings({ isDemo: true, baseUrl: 'http://localhost:3000', trustsProxy: false, smtp: null }), mailServer: null }).filter(({ level }) => level !== 'ok')).toEqual([])
  })

  it.each<[string, Partial<Facts>, string, RegExp]>([
    ['an audit log that was tampered with', { auditLog: { seals: 3, checked: 3, fault: { seal: '2', kind: 'content', after: '10', last: '20' } } }, 'audit log', /a row was changed \(seal 2/],
    ['bookings that break a rule', { bookings: { days: 30, rules: 18, checked: 18, broken: [{ rule: 'units overlap', ids: ['7', '9'] }] } }, 'bookings', /units overlap \(7, 9\)/],
    ['an old server', database({ version: '14.1', versionNumber: 140_001 }), 'database', /too old/],
    ['an encoding without Chinese', database({ encoding: 'SQL_ASCII' }), 'encoding', /SQL_ASCII/],
    ['a missing extension', database({ missingExtensions: ['pg_trgm'] }), 'extensions', /pg_trgm/],
    ['no connections left', database({ connections: { used: 99, most: 100 } }), 'connections', /99 of the server's 100/],
    ['migrations to come', migrations({ pending: ['0009_x'] }), 'migrations', /Not yet applied: 0009_x/],
    ['a newer database', migrations({ unknown: ['0010_y'] }), 'migrations', /newer than this version/],
    ['an edited migration', migrations({ edited: ['0001_z'] }), 'migrations', /Changed after/],
    ['a clock that is wrong', database({ clockAheadMs: -42_000 }), 'clock', /42 s behind/],
    ['a Node without zones', { zone: { knowsChina: false } }, 'time zones', /Asia\/Shanghai/],
    ['a full disk', { disk: { folder: '/srv', freeBytes: 0.4 * GB, totalBytes: 100 * GB } }, 'disk', /Only 0.4 GB/],
    ['no worker', { workers: [] }, 'worker', /No background worker.*3 jobs/],
    ['a dead worker', { workers: [{ id: 'a', seenAt: hourAgo, isHeld: false }] }, 'worker', /last was seen at 2026-11-23T00:00/],
    ['jobs that failed', { jobs: { waiting: 0, late: 0, failed: [{ task: 'send_mail', count: 2, error: 'boom' }] } }, 'jobs', /2 of "send_mail".*boom/],
    ['jobs that are late', { jobs: { waiting: 9, late: 7, failed: [] } }, 'jobs', /7 are late/],
    ['no mail server', settings({ smtp: null }), 'mail', /SMTP_URL is not set/],
    ['a mail server that is away', { mailServer: { isReachable: false, words: 'ECONNREFUSED' } }, 'mail', /ECONNREFUSED/],
    ['a sender that does not exist', settings({ mailFrom: 'no-reply@alliance.example' }), 'mail', /does not exist/],
    ['refused mail', { mail: { refused: 4, stuck: 0, answer: '550 no such user' } }, 'mail', /4 were refused.*550/],
    ['stuck mail', { mail: { refused: 0, stuck: 5, answer: null } }, 'mail', /5 have been waiting/],
    ['a local address in real use', settings({ baseUrl: 'http://localhost:3000' }), 'address', /lead nowhere/],
    ['no encryption', settings({ baseUrl: 'http://booking.example.edu.cn' }), 'address', /not encrypted/],
    ['a proxy that is not trusted', settings({ trustsProxy: false }), 'proxy', /TRUST_PROXY is not set/],
    ['demo accounts in real use', { people: { demo: 3, real: 1, administrators: 1 } }, 'accounts', /3 demo accounts/],
    ['nobody in charge', { people: { demo: 0, real: 1, administrators: 0 } }, 'accounts', /no administrator/],
  ])('tells of %s, with something to do about it', (_, change, about, words) => {
    const wrong = judge({ ...sound, ...change }).filter(({ level }) => level === 'wrong')
    expect(wrong).toHaveLength(1)
    expect(wrong[0]?.about).toBe(about)
    expect(wrong[0]?.text).toMatch(words)
    expect(wrong[0]?.advice).toMatch(/\w/)
  })

  it('takes a worker that holds its lock for alive, however long it has been busy, and a fresh sign for life too', () => {
    const levels = (seenAt: Date, isHeld: boolean) => judge({ ...sound, workers: [{ id: 'a', seenAt, isHeld }] }).find(({ about }) => about === 'worker')?.level
    expect([levels(hourAgo, true), levels(now, false), levels(hourAgo, false)]).toEqual(['ok', 'ok', 'wrong'])
  })
})
