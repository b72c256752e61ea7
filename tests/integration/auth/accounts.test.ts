import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Outcome } from '~/domain/problem'
import type { SignUpInput } from '~/features/auth/schema'

// Mail lands in a table that the tests read, as in the demo.
vi.hoisted(() => {
  process.env.DEMO = '1'
  process.env.SMTP_URL = ''
  // Vite writes its own meaning of this name into the environment.
  process.env.BASE_URL = ''
})

const { changePassword } = await import('~/features/auth/change-password.server')
const { confirmEmail } = await import('~/features/auth/confirm-email.server')
const { requestReset } = await import('~/features/auth/request-reset.server')
const { resetPassword } = await import('~/features/auth/reset-password.server')
const { signUpSchema } = await import('~/features/auth/schema')
const { createSession, currentSessionHash, getViewer } = await import('~/features/auth/session.server')
const { signIn } = await import('~/features/auth/sign-in.server')
const { signUp } = await import('~/features/auth/sign-up.server')
const { db } = await import('~/platform/db.server')
const { runJobs } = await import('#tests/setup/jobs')

const ORIGIN = 'http://booking.test'
const PASSWORD = 'a quiet long phrase'
const now = new Date()
const context = { locale: 'en' as const, origin: ORIGIN, now }

beforeAll(async () => {
  await db.university.create({
    data: {
      id: 'a', nameZh: '甲大学', nameEn: 'University A', shortZh: '甲', abbr: 'A', province: 'x', city: 'Chengdu',
      mailDomains: { create: { domain: 'a.example' } },
    },
  })
  await db.document.create({ data: { kind: 'privacy', version: '1', bodyZh: '说明', bodyEn: 'Notice' } })
})

const form = (email: string, more: Partial<SignUpInput> = {}): SignUpInput => ({
  email, password: PASSWORD, nameEn: 'Somebody', kind: 'student', privacyVersion: '1', privacy: 'on', ...more,
})

async function lettersTo(email: string) {
  await runJobs(now)
  return db.mailboxMessage.findMany({ where: { to: email }, orderBy: { id: 'asc' } })
}

/** The secret of the newest link mailed to the address. */
async function mailedSecret(email: string, page: 'confirm' | 'reset-password'): Promise<string> {
  const letters = await lettersTo(email)
  const secret = new RegExp(`${ORIGIN}/${page}/([\\w-]+)`).exec(letters.at(-1)?.text ?? '')?.[1]
  if (secret === undefined) throw new Error(`No ${page} link was mailed to ${email}`)
  return secret
}

async function confirmed(email: string, more: Partial<SignUpInput> = {}) {
  await signUp(form(email, more), context)
  const outcome = await confirmEmail(await mailedSecret(email, 'confirm'), PASSWORD, now)
  if (!outcome.ok) throw new Error('The address could not be confirmed')
  return outcome.value
}

const rulesOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? [] : outcome.problems.map((each) => (each.code === 'field_invalid' ? each.params.rule : each.code))

describe('signing up', () => {
  it('with a member’s address leads through the mailed link to an account with a home', async () => {
    const email = 'member@a.example'
    expect(await signUp(form(email), context)).toEqual({ ok: true, value: { email } })
    expect(rulesOf(await signIn({ email, password: PASSWORD }, context))).toEqual(['auth.rules.confirm_first'])
    const outcome = await confirmEmail(await mailedSecret(email, 'confirm'), PASSWORD, now)
    expect(outcome).toMatchObject({ ok: true, value: { isAdmitted: true } })
    const person = await db.person.findUniqueOrThrow({
      where: { email },
      include: { affiliations: true, acceptances: { include: { document: true } } },
    })
    expect(person).toMatchObject({ status: 'active', requestedUniversityId: null })
    expect(person.affiliations).toMatchObject([{ universityId: 'a', kind: 'student', isHome: true }])
    expect(person.acceptances.map(({ document }) => document.version)).toEqual(['1'])
    expect((await signIn({ email, password: PASSWORD }, context)).ok).toBe(true)
  })

  it('with another address asks for a university and waits for its coordinator', async () => {
    const refused = await signUp(form('guest@elsewhere.example'), context)
    expect(rulesOf(refused)).toEqual(['auth.rules.university_missing'])
    const { personId, isAdmitted } = await confirmed('guest@elsewhere.example', { universityId: 'a' })
    expect(isAdmitted).toBe(false)
    const person = await db.person.findUniqueOrThrow({ where: { id: personId }, include: { affiliations: true } })
    expect(person).toMatchObject({ status: 'awaiting_admission', requestedUniversityId: 'a' })
    expect(person.affiliations).toMatchObject([{ isHome: false, confirmedAt: null }])
  })

  it('answers a known address like an unknown one and tells only its owner', async () => {
    const email = 'known@a.example'
    const first = await signUp(form(email), context)
    await confirmEmail(await mailedSecret(email, 'confirm'), PASSWORD, now)
    const before = await db.person.findUniqueOrThrow({ where: { email } })
    const second = await signUp(form(email, { password: 'somebody else entirely' }), context)
    expect(second).toEqual(first)
    expect(await db.person.findUniqueOrThrow({ where: { email } })).toEqual(before)
    expect((await lettersTo(email)).at(-1)?.subject).toBe('You already have an account')
  })

  it('of a stranger with my address does not open the account to them', async () => {
    const email = 'mine@a.example'
    await signUp(form(email, { password: 'the strangers phrase' }), context)
    const secret = await mailedSecret(email, 'confirm')
    expect(rulesOf(await confirmEmail(secret, 'my own phrase, another', now))).toEqual(['auth.rules.wrong_password'])
    // Signing up again takes the stranger's place, and the stranger's link ends.
    await signUp(form(email), context)
    expect(rulesOf(await confirmEmail(secret, 'the strangers phrase', now))).toEqual(['auth.rules.link_spent'])
    expect((await confirmEmail(await mailedSecret(email, 'confirm'), PASSWORD, now)).ok).toBe(true)
    expect((await signIn({ email, password: 'the strangers phrase' }, context)).ok).toBe(false)
    expect(await db.affiliation.count({ where: { person: { email } } })).toBe(1)
  })

  it('twenty times at once makes one account', async () => {
    const email = 'eager@a.example'
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => signUp(form(email), context)))
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(await db.person.count({ where: { email } })).toBe(1)
    expect(await db.affiliation.count({ where: { person: { email } } })).toBe(1)
    expect((await confirmEmail(await mailedSecret(email, 'confirm'), PASSWORD, now)).ok).toBe(true)
  })

  it('is refused with a stale privacy notice', async () => {
    const outcome = await signUp(form('late@a.example', { privacyVersion: '0' }), context)
    expect(rulesOf(outcome)).toEqual(['auth.rules.privacy_changed'])
    expect(await db.person.count({ where: { email: 'late@a.example' } })).toBe(0)
  })

  it.each([
    ['password', { password: 'short' }],
    ['password', { password: 'Password123' }],
    ['password', { password: 'member@a.example' }],
    ['nameZh', { nameEn: '' }],
    ['privacy', { privacy: undefined }],
    ['email', { email: 'nobody' }],
    ['kind', { kind: 'king' }],
  ])('names the field %s of %o', (field, wrong) => {
    const parsed = signUpSchema.safeParse({ ...form('member@a.example'), ...wrong })
    expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual([field])
  })
})

describe('signing in', () => {
  it('answers unknown, wrong and suspended alike', async () => {
    await confirmed('suspended@a.example')
    await confirmed('wrong@a.example')
    await db.person.update({ where: { email: 'suspended@a.example' }, data: { status: 'suspended' } })
    const answers = await Promise.all([
      signIn({ email: 'unknown@a.example', password: PASSWORD }, context),
      signIn({ email: 'wrong@a.example', password: `${PASSWORD}!` }, context),
      signIn({ email: 'suspended@a.example', password: PASSWORD }, context),
    ])
    expect(rulesOf(answers[0])).toEqual(['auth.rules.sign_in_failed'])
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1)
  })
})

describe('a one-time link', () => {
  it('works for exactly one of many who follow it at once', async () => {
    const email = 'race@a.example'
    await signUp(form(email), context)
    const secret = await mailedSecret(email, 'confirm')
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => confirmEmail(secret, PASSWORD, now)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    const events = { action: 'person.email_confirmed', subjectKind: 'person' }
    const person = await db.person.findUniqueOrThrow({ where: { email } })
    expect(await db.auditEvent.count({ where: { ...events, subjectId: person.id } })).toBe(1)
  })

  it('ends when its time is over', async () => {
    const email = 'slow@a.example'
    await signUp(form(email), context)
    const later = new Date(now.getTime() + 48 * 3_600_000)
    const outcome = await confirmEmail(await mailedSecret(email, 'confirm'), PASSWORD, later)
    expect(rulesOf(outcome)).toEqual(['auth.rules.link_spent'])
  })

  it('serves the purpose it was made for and no other', async () => {
    const email = 'purpose@a.example'
    await signUp(form(email), context)
    const outcome = await resetPassword(await mailedSecret(email, 'confirm'), 'another long phrase', now)
    expect(rulesOf(outcome)).toEqual(['auth.rules.link_spent'])
  })
})

describe('a password', () => {
  it('reset by mail ends every session and the old password', async () => {
    const email = 'forgetful@a.example'
    const { personId } = await confirmed(email)
    const cookie = await createSession(personId, new Request(ORIGIN))
    await requestReset(email, context)
    const secret = await mailedSecret(email, 'reset-password')
    expect((await resetPassword(secret, 'another long phrase', now)).ok).toBe(true)
    expect(await getViewer(new Request(ORIGIN, { headers: { cookie } }))).toBeNull()
    expect((await signIn({ email, password: PASSWORD }, context)).ok).toBe(false)
    expect((await signIn({ email, password: 'another long phrase' }, context)).ok).toBe(true)
    expect(rulesOf(await resetPassword(secret, 'a third long phrase', now))).toEqual(['auth.rules.link_spent'])
  })

  it('reset confirms an address that was not', async () => {
    const email = 'hasty@a.example'
    await signUp(form(email), context)
    await requestReset(email, context)
    await resetPassword(await mailedSecret(email, 'reset-password'), 'another long phrase', now)
    expect((await signIn({ email, password: 'another long phrase' }, context)).ok).toBe(true)
    expect(await db.affiliation.count({ where: { person: { email }, isHome: true } })).toBe(1)
  })

  it('asked for with an unknown address is answered alike and mails nothing', async () => {
    const known = await requestReset('member@a.example', context)
    const unknown = await requestReset('unknown@a.example', context)
    expect([known.ok, unknown.ok]).toEqual([true, true])
    expect(await lettersTo('unknown@a.example')).toEqual([])
  })

  it('changes only with the current one, and keeps only this session', async () => {
    const email = 'changer@a.example'
    const { personId } = await confirmed(email)
    const asked = (cookie: string) => new Request(ORIGIN, { headers: { cookie } })
    const [here, there] = [await createSession(personId, new Request(ORIGIN)), await createSession(personId, new Request(ORIGIN))]
    const actor = (await getViewer(asked(here)))?.actor
    if (actor === undefined) throw new Error('Not signed in')
    const input = { current: 'not this one at all', password: 'another long phrase' }
    expect(rulesOf(await changePassword(actor, input, null, now))).toEqual(['auth.rules.wrong_password'])
    await changePassword(actor, { ...input, current: PASSWORD }, currentSessionHash(asked(here)), now)
    expect(await getViewer(asked(here))).not.toBeNull()
    expect(await getViewer(asked(there))).toBeNull()
  })
})

describe('what the database knows', () => {
  it('holds no password, link or session that would open anything', async () => {
    const email = 'secret@a.example'
    await signUp(form(email), context)
    const link = await mailedSecret(email, 'confirm')
    const outcome = await confirmEmail(link, PASSWORD, now)
    if (!outcome.ok) throw new Error('The address could not be confirmed')
    const cookie = await createSession(outcome.value.personId, new Request(ORIGIN))
    const session = /session=([^;]+)/.exec(cookie)?.[1]
    const rows = await db.$queryRaw<{ rows: string }[]>`
      SELECT concat((SELECT json_agg(p) FROM person p), (SELECT json_agg(s) FROM session s),
                    (SELECT json_agg(t) FROM one_time_token t), (SELECT json_agg(e) FROM audit_event e),
                    (SELECT json_agg(d) FROM mail_delivery d), (SELECT json_agg(j) FROM graphile_worker._private_jobs j)) AS rows`
    const stored = rows[0]?.rows ?? ''
    expect(stored).toContain(email)
    expect(session).toMatch(/^[a-z2-7]{40}$/)
    for (const secret of [PASSWORD, link, session]) expect(stored).not.toContain(secret)
  })
})

describe('a letter of the demo', () => {
  it('is shown once, whatever becomes of the job that brought it', async () => {
    const email = 'once@a.example'
    await signUp(form(email), context)
    expect(await lettersTo(email)).toHaveLength(1)
    const { payload } = await db.mailDelivery.findFirstOrThrow({ where: { to: email } })
    // As a worker leaves it that is killed before it can say that it is done.
    await db.mailDelivery.updateMany({ where: { to: email }, data: { status: 'queued' } })
    const { tasks } = await import('~/features/notifications/jobs.server')
    await tasks.mail?.(payload, { now, signal: new AbortController().signal })
    expect(await lettersTo(email)).toHaveLength(1)
    expect(await db.mailDelivery.findMany({ where: { to: email } })).toMatchObject([{ status: 'sent', attempts: 2 }])
  })
})
