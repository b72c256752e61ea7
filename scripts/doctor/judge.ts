import type { MigrationState } from '~/platform/migrations.server'

/** What was found; null stands for what could not be asked. */
export type Facts = {
  now: Date
  settings: { isDemo: boolean; hasOwnServer: boolean; baseUrl: string; trustsProxy: boolean; host: string; smtp: string | null; mailFrom: string }
  database: {
    version: string
    versionNumber: number
    encoding: string
    /** Milliseconds by which this machine's clock is ahead of the database's. */
    clockAheadMs: number
    missingExtensions: string[]
    migrations: Omit<MigrationState, 'pending'> & { pending: string[] }
    connections: { used: number; most: number }
  }
  people: { demo: number; real: number; administrators: number } | null
  workers: { id: string; seenAt: Date; isHeld: boolean }[] | null
  jobs: { waiting: number; late: number; failed: { task: string; count: number; error: string }[] } | null
  mail: { refused: number; stuck: number; answer: string | null } | null
  /** What the mail server said to a greeting without a mail. */
  mailServer: { isReachable: boolean; words: string } | null
  disk: { folder: string; freeBytes: number; totalBytes: number } | null
  zone: { knowsChina: boolean }
  /** The chain over the audit log: how many seals, how many of the newest were looked at, and the oldest fault among them. */
  auditLog: { seals: number; checked: number; fault: { seal: string; kind: string; after: string; last: string } | null } | null
  /** The rules that bookings of so many days back, and of all to come, must keep: how many were looked at, and rows that break one. */
  bookings: { days: number; rules: number; checked: number; broken: { rule: string; ids: string[] }[] } | null
}

/** `wrong` needs doing something about; `note` is worth knowing. */
export type Finding = { level: 'ok' | 'note' | 'wrong'; about: string; text: string; advice?: string }

const GB = 2 ** 30
const MOST_CLOCK_MS = 5_000
const WORKER_SILENT_MS = 90_000

/** Every finding in words, in the order in which to mend things. Pure. */
export function judge(facts: Facts): Finding[] {
  return [
    ...judgeDatabase(facts.database),
    ...judgeMigrations(facts.database.migrations),
    ...judgeClock(facts),
    ...judgeDisk(facts.disk),
    ...judgeWorkers(facts),
    ...judgeJobs(facts.jobs),
    ...judgeMail(facts),
    ...judgeAuditLog(facts.auditLog),
    ...judgeBookings(facts.bookings),
    ...judgeAddress(facts.settings),
    ...judgePeople(facts),
  ]
}

const ok = (about: string, text: string): Finding => ({ level: 'ok', about, text })
const note = (about: string, text: string, advice?: string): Finding => ({ level: 'note', about, text, advice })
const wrong = (about: string, text: string, advice: string): Finding => ({ level: 'wrong', about, text, advice })

function judgeDatabase({ version, versionNumber, encoding, missingExtensions, connections }: Facts['database']): Finding[] {
  const found: Finding[] = []
  if (versionNumber < 150_000) found.push(wrong('database', `PostgreSQL ${version} is too old.`, 'Use PostgreSQL 15 to 18.'))
  else if (versionNumber >= 190_000) found.push(note('database', `PostgreSQL ${version} is newer than what this version was tested with (15 to 18).`))
  else found.push(ok('database', `answers; PostgreSQL ${version}`))
  if (encoding !== 'UTF8') {
    found.push(wrong('encoding', `The database is encoded in ${encoding}, in which Chinese cannot be searched.`, `Make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0, and restore a backup into it.`))
  } else found.push(ok('encoding', 'UTF8'))
  if (missingExtensions.length > 0) {
    found.push(wrong('extensions', `Missing: ${missingExtensions.join(', ')}.`, `As a superuser: ${missingExtensions.map((name) => `CREATE EXTENSION ${name};`).join(' ')}`))
  }
  if (connections.used > connections.most * 0.9) {
    found.push(wrong('connections', `${connections.used} of the server's ${connections.most} connections are in use.`, 'Lower DATABASE_POOL, or raise max_connections of the server.'))
  }
  return found
}

function judgeMigrations({ pending, unknown, edited, failed }: Facts['database']['migrations']): Finding[] {
  const found: Finding[] = []
  const list = (names: string[]) => names.join(', ')
  if (pending.length > 0) found.push(wrong('migrations', `Not yet applied: ${list(pending)}.`, 'Start the system (npm start): it applies them. Back up first.'))
  if (unknown.length > 0) found.push(wrong('migrations', `The database is newer than this version: it has ${list(unknown)}.`, 'Install the version that made it, or restore the backup from before the upgrade.'))
  if (edited.length > 0) found.push(wrong('migrations', `Changed after they had been applied: ${list(edited)}.`, 'Put the files back as they were released.'))
  if (failed.length > 0) found.push(wrong('migrations', `Begun by another tool and never finished: ${list(failed)}.`, 'Settle them with `prisma migrate resolve`.'))
  return found.length > 0 ? found : [ok('migrations', 'all applied')]
}

function judgeClock({ database: { clockAheadMs }, zone }: Facts): Finding[] {
  const seconds = Math.round(Math.abs(clockAheadMs) / 1000)
  return [
    Math.abs(clockAheadMs) <= MOST_CLOCK_MS
      ? ok('clock', 'agrees with the database')
      : wrong('clock', `This machine's clock is ${seconds} s ${clockAheadMs > 0 ? 'ahead of' : 'behind'} the database's.`, 'Keep both by NTP (chrony or systemd-timesyncd): deadlines and holds go by them.'),
    zone.knowsChina
      ? ok('time zones', 'Asia/Shanghai is known')
      : wrong('time zones', 'This Node knows no time zone Asia/Shanghai.', 'Use a Node with full ICU data (the official builds have it).'),
  ]
}

function judgeDisk(disk: Facts['disk']): Finding[] {
  if (disk === null) return []
  const free = `${(disk.freeBytes / GB).toFixed(1)} GB of ${(disk.totalBytes / GB).toFixed(0)} GB free`
  if (disk.freeBytes < GB) return [wrong('disk', `Only ${free} at ${disk.folder}.`, 'Make room: a full disk stops the database. Old archives in backups/ can move elsewhere.')]
  if (disk.freeBytes < 5 * GB) return [note('disk', `${free} at ${disk.folder}.`)]
  return [ok('disk', free)]
}

function judgeWorkers({ workers, now, jobs }: Facts): Finding[] {
  if (workers === null) return [note('worker', 'No worker has run on this database yet.')]
  const isAlive = ({ seenAt, isHeld }: { seenAt: Date; isHeld: boolean }) => isHeld || now.getTime() - seenAt.getTime() < WORKER_SILENT_MS
  const alive = workers.filter(isAlive)
  if (alive.length > 0) return [ok('worker', alive.length === 1 ? 'one is alive' : `${alive.length} are alive`)]
  const last = workers.map(({ seenAt }) => seenAt).toSorted((a, b) => b.getTime() - a.getTime())[0]
  const since = last === undefined ? 'No background worker is running.' : `No background worker is running; the last was seen at ${last.toISOString()}.`
  const waiting = jobs && jobs.waiting > 0 ? ` ${jobs.waiting} jobs (mail among them) wait for it.` : ''
  return [wrong('worker', `${since}${waiting}`, 'Start the system, or with WORKER=0 the worker of its own: npm run worker.')]
}

function judgeJobs(jobs: Facts['jobs']): Finding[] {
  if (jobs === null) return []
  const found = jobs.failed.map(({ task, count, error }) =>
    wrong('jobs', `${count} of "${task}" failed for good, the last with: ${error}`, 'Mend the cause; SELECT graphile_worker.reschedule_jobs(ARRAY[…ids]) runs them again.'),
  )
  if (jobs.late > 0) found.push(wrong('jobs', `${jobs.late} are late by more than a minute.`, 'Is a worker alive, and does it keep up? See its log.'))
  return found.length > 0 ? found : [ok('jobs', `${jobs.waiting} waiting, none late, none failed`)]
}

function judgeMail({ mail, mailServer, settings }: Facts): Finding[] {
  const found: Finding[] = []
  if (settings.smtp === null && !settings.isDemo) {
    found.push(wrong('mail', 'SMTP_URL is not set: nobody receives mail, not even to confirm an address.', 'Set SMTP_URL=smtps://user:password@mail.example.edu.cn:465 and MAIL_FROM.'))
  } else if (settings.smtp === null) found.push(ok('mail', 'demo: it lands at /mailbox'))
  else if (mailServer !== null && !mailServer.isReachable) {
    found.push(wrong('mail', `The mail server does not take our greeting: ${mailServer.words}`, 'Check SMTP_URL: name, port (465 for smtps, 587 for smtp), user, password, firewall. Mail waits meanwhile.'))
  } else if (mailServer !== null) found.push(ok('mail', `${settings.smtp} takes our greeting`))
  if (!settings.isDemo && settings.smtp !== null && /\.example\b/.test(settings.mailFrom)) {
    found.push(wrong('mail', `MAIL_FROM is ${settings.mailFrom}, an address that does not exist.`, 'Set it to an address that the mail server lets us send from.'))
  }
  if (mail !== null && mail.refused > 0) found.push(wrong('mail', `${mail.refused} were refused in the last week${mail.answer === null ? '' : `, the last with: ${mail.answer}`}.`, 'See Administration, Mail: who is concerned, and send again when the cause is mended.'))
  if (mail !== null && mail.stuck > 0) found.push(wrong('mail', `${mail.stuck} have been waiting for more than 15 minutes.`, 'See the worker and the mail server above.'))
  return found
}

function judgeAddress({ isDemo, baseUrl, trustsProxy, host, hasOwnServer }: Facts['settings']): Finding[] {
  const isLocal = /^https?:\/\/(localhost|127\.|\[::1\])/.test(baseUrl)
  if (isDemo && isLocal) return [ok('address', baseUrl)]
  const found: Finding[] = []
  if (isLocal) {
    found.push(wrong('address', `BASE_URL is ${baseUrl}: links in mail lead nowhere.`, 'Set BASE_URL to the address people use, such as https://booking.example.edu.cn.'))
  } else if (baseUrl.startsWith('http:')) {
    found.push(wrong('address', `${baseUrl} is not encrypted: passwords and cookies can be read on the way.`, 'Put a proxy with HTTPS in front, and begin BASE_URL with https://, which also makes cookies secure.'))
  } else {
    found.push(ok('address', `${baseUrl}; cookies are secure`))
    if (!trustsProxy) found.push(wrong('proxy', 'BASE_URL is https, and TRUST_PROXY is not set: every visitor has the proxy\'s address, and forms may pass for foreign.', 'Set TRUST_PROXY to the number of proxies in front (1).'))
  }
  if (trustsProxy && !['127.0.0.1', '::1', 'localhost'].includes(host)) {
    found.push(note('proxy', `The server listens on ${host} and believes forwarding headers: whoever reaches the port past the proxy can forge addresses.`, 'Listen on 127.0.0.1, or let the firewall admit only the proxy.'))
  }
  if (!isDemo && !hasOwnServer) found.push(note('database', 'Real use with the database that comes along.', 'It serves well; a PostgreSQL of your own (DATABASE_URL) is easier to watch, replicate and upgrade. Back up either way.'))
  return found
}

const FAULTS: Record<string, string> = {
  link: 'a seal does not follow the one before',
  events: 'rows are missing, or too many',
  content: 'a row was changed',
}

function judgeAuditLog(auditLog: Facts['auditLog']): Finding[] {
  if (auditLog === null || auditLog.seals === 0) return []
  const { seals, checked, fault } = auditLog
  if (fault === null) return [ok('audit log', checked === seals ? `whole: ${seals} seals` : `the newest ${checked} of ${seals} seals are whole`)]
  const where = `between event ${fault.after} (not itself) and ${fault.last}`
  return [wrong('audit log', `Tampered with: ${FAULTS[fault.kind] ?? fault.kind} (seal ${fault.seal}, ${where}).`, 'Compare these rows with a backup from before; the server\'s log names the hash of each seal.')]
}

function judgeBookings(bookings: Facts['bookings']): Finding[] {
  if (bookings === null) return []
  const { days, rules, checked, broken } = bookings
  const found = broken.map(({ rule, ids }) =>
    wrong('bookings', `What must always hold is broken: ${rule} (${ids.join(', ')}).`, 'Keep a backup of this state and report it: no command of the system should be able to do this.'),
  )
  if (found.length > 0) return found
  const extent = checked === rules ? '' : `; ${rules - checked} of ${rules} rules took too long to look at`
  return [ok('bookings', `sound from ${days} days back on${extent}`)]
}

function judgePeople({ people, settings }: Facts): Finding[] {
  if (people === null) return []
  const found: Finding[] = []
  if (!settings.isDemo && people.demo > 0) found.push(wrong('accounts', `${people.demo} demo accounts, whose password is public, are in a database of real use.`, 'Use another database; the system refuses to start on this one.'))
  if (!settings.isDemo && people.administrators === 0) found.push(wrong('accounts', 'There is no administrator yet.', 'Open the one-time link that the start prints, or: npm run grant-admin -- EMAIL'))
  return found.length > 0 ? found : [ok('accounts', `${people.demo + people.real}${settings.isDemo ? ', those of the demo among them' : ''}`)]
}
