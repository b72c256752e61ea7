import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Actor } from '~/domain/access/permission'

vi.hoisted(() => {
  process.env.DEMO = '1'
  process.env.SMTP_URL = ''
  // Vite writes its own meaning of this name into the environment.
  process.env.BASE_URL = ''
})

const { apiActor } = await import('~/features/auth/api-actor.server')
const { createApiToken } = await import('~/features/auth/create-api-token.server')
const { listApiTokens, listSessions } = await import('~/features/auth/queries.server')
const { requirePermission, requireViewer } = await import('~/features/auth/require.server')
const { revokeApiToken } = await import('~/features/auth/revoke-api-token.server')
const { revokeSession } = await import('~/features/auth/revoke-session.server')
const { createSession, currentSessionHash, endSession, getViewer } = await import('~/features/auth/session.server')
const { hashPassword } = await import('~/features/auth/verify-password.server')
const { db } = await import('~/platform/db.server')
const login = await import('~/routes/login')

const ORIGIN = 'http://booking.test'
const PASSWORD = 'a quiet long phrase'
const DAY = 86_400_000

beforeAll(async () => {
  await db.university.create({
    data: { id: 'a', nameZh: '甲大学', nameEn: 'University A', shortZh: '甲', abbr: 'A', province: 'x', city: 'Chengdu' },
  })
})

async function makePerson() {
  const email = `${crypto.randomUUID()}@a.example`
  const affiliations = { create: { universityId: 'a', kind: 'teacher' as const, isHome: true } }
  const roleGrants = { create: { role: 'coordinator' as const, scopeKind: 'university' as const, universityId: 'a' } }
  const passwordHash = await hashPassword(PASSWORD)
  const { id } = await db.person.create({ data: { email, status: 'active', passwordHash, affiliations, roleGrants } })
  return { id, email }
}

const asked = (cookie: string, init: { method?: string; headers?: Record<string, string>; path?: string } = {}) =>
  new Request(ORIGIN + (init.path ?? '/'), { method: init.method, headers: { cookie, ...init.headers } })

async function signedIn() {
  const person = await makePerson()
  const cookie = await createSession(person.id, new Request(ORIGIN, { headers: { 'user-agent': 'Firefox/1' } }))
  const viewer = await getViewer(asked(cookie))
  if (viewer === null) throw new Error('Not signed in')
  return { ...person, cookie, viewer, actor: viewer.actor satisfies Actor }
}

describe('a session', () => {
  it('shows the person with home and roles in force', async () => {
    const { viewer, id } = await signedIn()
    expect(viewer).toMatchObject({ personId: id, homeKind: 'teacher', homeUniversity: { id: 'a', abbr: 'A' } })
    expect(viewer.grants).toEqual([{ role: 'coordinator', scopeKind: 'university', scopeId: 'a' }])
    await db.roleGrant.updateMany({ where: { personId: id }, data: { endsAt: new Date() } })
    await db.affiliation.updateMany({ where: { personId: id }, data: { endsAt: new Date() } })
    const { cookie } = { cookie: await createSession(id, new Request(ORIGIN)) }
    expect(await getViewer(asked(cookie))).toMatchObject({ grants: [], homeUniversity: null, homeKind: null })
  })

  it('has a cookie that scripts and other sites do not get', async () => {
    const { cookie } = await signedIn()
    expect(cookie).toMatch(/^session=[a-z2-7]{40}; /)
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(part)
  })

  it('ends by signing out, by expiry, and with the account', async () => {
    const one = await signedIn()
    expect(await endSession(asked(one.cookie))).toContain('Max-Age=0')
    expect(await getViewer(asked(one.cookie))).toBeNull()
    const two = await signedIn()
    await db.session.updateMany({ where: { personId: two.id }, data: { expiresAt: new Date(Date.now() - 1000) } })
    expect(await getViewer(asked(two.cookie))).toBeNull()
    const three = await signedIn()
    await db.person.update({ where: { id: three.id }, data: { status: 'suspended' } })
    expect(await getViewer(asked(three.cookie))).toBeNull()
  })

  it('is brief on a device that is not one’s own: half a day, however much it is used, and gone with the browser', async () => {
    const { id } = await makePerson()
    const set = await createSession(id, new Request(ORIGIN), { isBrief: true })
    expect(set).not.toMatch(/Max-Age|Expires/i)
    expect(set).toMatch(/HttpOnly/)
    expect(await createSession((await makePerson()).id, new Request(ORIGIN))).toMatch(/Max-Age/)
    const until = async () => (await db.session.findFirstOrThrow({ where: { personId: id } })).expiresAt.getTime()
    const first = await until()
    expect(first).toBeLessThan(Date.now() + 12.1 * 3_600_000)
    const look = () => getViewer(new Request(ORIGIN, { headers: { cookie: set.split(';')[0]! } }))
    expect((await look())?.personId).toBe(id)
    expect(await until()).toBe(first)
    await db.session.updateMany({ where: { personId: id }, data: { expiresAt: new Date(Date.now() - 1000) } })
    expect(await look()).toBeNull()
  })

  it('slides: used in its second half it lasts thirty days again', async () => {
    const { cookie, id } = await signedIn()
    await db.session.updateMany({ where: { personId: id }, data: { expiresAt: new Date(Date.now() + 10 * DAY) } })
    expect(await getViewer(asked(cookie))).not.toBeNull()
    const { expiresAt } = await db.session.findFirstOrThrow({ where: { personId: id } })
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * DAY)
  })

  it('is nothing to a wrong, empty or broken cookie', async () => {
    for (const cookie of ['session=', 'session=nonsense', `session=${'x'.repeat(5000)}`, ';;=;', "session=' or 1=1 --"]) {
      expect(await getViewer(asked(cookie))).toBeNull()
    }
  })

  it('is revoked by hash, one or all others, and only one’s own', async () => {
    const { cookie, actor, id } = await signedIn()
    const other = await createSession(id, new Request(ORIGIN))
    const third = await createSession(id, new Request(ORIGIN))
    const stranger = await signedIn()
    const current = currentSessionHash(asked(cookie))
    const list = await listSessions(actor, current, new Date())
    expect(list.map(({ isCurrent }) => isCurrent).toSorted()).toEqual([false, false, true])
    const strangersHash = currentSessionHash(asked(stranger.cookie)) ?? ''
    expect(await revokeSession(actor, strangersHash, current)).toEqual({ ok: true, value: { ended: 0 } })
    expect(await revokeSession(actor, currentSessionHash(asked(other)) ?? '', current)).toEqual({ ok: true, value: { ended: 1 } })
    expect(await getViewer(asked(other))).toBeNull()
    expect(await revokeSession(actor, 'others', current)).toEqual({ ok: true, value: { ended: 1 } })
    expect(await getViewer(asked(third))).toBeNull()
    expect(await getViewer(asked(cookie))).not.toBeNull()
    expect(await getViewer(asked(stranger.cookie))).not.toBeNull()
  })
})

describe('what must be signed in', () => {
  it('leads to the sign-in page and back', async () => {
    const answer: unknown = await requireViewer(new Request(`${ORIGIN}/bookings?tab=past`)).catch((thrown: unknown) => thrown)
    expect(answer).toBeInstanceOf(Response)
    expect((answer as Response).headers.get('Location')).toBe('/login?to=%2Fbookings%3Ftab%3Dpast')
  })

  it('answers 403 to who may not', async () => {
    const { cookie } = await signedIn()
    await expect(requirePermission(asked(cookie), 'admit:person', { universityId: 'a' })).resolves.toBeTruthy()
    await expect(requirePermission(asked(cookie), 'admit:person', { universityId: 'b' })).rejects.toMatchObject({ status: 403 })
  })
})

describe('the sign-in page', () => {
  const post = (fields: Record<string, string>) =>
    login.action({
      request: new Request(`${ORIGIN}/login`, { method: 'POST', body: new URLSearchParams(fields) }),
      params: {},
      context: {},
    })

  it('takes a plain form and goes on to our own page only', async () => {
    const { email } = await makePerson()
    const go = async (to: string) => {
      const answer = await post({ email: ` ${email.toUpperCase()} `, password: PASSWORD, to })
      if (!(answer instanceof Response)) throw new Error('Not signed in')
      expect(answer.status).toBe(302)
      expect(answer.headers.get('Set-Cookie')).toMatch(/^session=[a-z2-7]{40};/)
      return answer.headers.get('Location')
    }
    expect(await go('/bookings?tab=past')).toBe('/bookings?tab=past')
    for (const to of ['', 'https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
      expect(await go(to)).toBe('/')
    }
  })

  it('answers 400 with the address kept and the password gone, the same for known and unknown', async () => {
    const { email } = await makePerson()
    const wrong = { password: 'not this one at all' }
    const [known, unknown] = [await post({ email, ...wrong }), await post({ email: 'nobody@a.example', ...wrong })]
    expect(known).toMatchObject({
      data: { errors: { '': ['auth.rules.sign_in_failed'] }, values: { email } },
      init: { status: 400 },
    })
    expect(JSON.stringify(unknown)).toBe(JSON.stringify(known).replace(email, 'nobody@a.example'))
    expect(JSON.stringify(known)).not.toContain(wrong.password)
  })

  it('names the fields that are missing', async () => {
    expect(await post({ email: 'nobody' })).toMatchObject({ data: { errors: { email: ['email'], password: ['required'] } } })
  })
})

describe('the caller of the API', () => {
  const bearer = (secret: string) => new Request(`${ORIGIN}/api/v1/bookings`, { headers: { authorization: `Bearer ${secret}` } })
  const create = async (actor: Actor, now = new Date()) => {
    const outcome = await createApiToken(actor, { name: 'test', scopes: ['read'], days: 30 }, now)
    if (!outcome.ok) throw new Error('No token')
    return outcome.value
  }

  it('by token is the person with the token’s scopes', async () => {
    const { actor } = await signedIn()
    const { secret, id } = await create(actor)
    expect(await apiActor(bearer(secret))).toMatchObject({ actor: { personId: actor.personId }, scopes: ['read'], via: 'token' })
    const [token] = await listApiTokens(actor, new Date())
    expect(token).toMatchObject({ id, name: 'test' })
    expect(JSON.stringify(await db.apiToken.findUnique({ where: { id } }))).not.toContain(secret)
  })

  it('notes a token’s use at most once a minute', async () => {
    const { actor } = await signedIn()
    const { secret, id } = await create(actor)
    const lastUse = async () => (await db.apiToken.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime()
    const start = Date.now()
    for (const seconds of [0, 59, 61]) await apiActor(bearer(secret), new Date(start + seconds * 1000))
    expect(await lastUse()).toBe(start + 61_000)
    await apiActor(bearer(secret), new Date(start + 100_000))
    expect(await lastUse()).toBe(start + 61_000)
  })

  it('with a revoked, expired or made-up token is told so, whatever cookie comes along', async () => {
    const { actor, cookie } = await signedIn()
    const revoked = await create(actor)
    await revokeApiToken((await signedIn()).actor, revoked.id, new Date())
    expect((await apiActor(bearer(revoked.secret))).actor).not.toBeNull()
    await revokeApiToken(actor, revoked.id, new Date())
    const expired = await create(actor, new Date(Date.now() - 31 * DAY))
    for (const secret of [revoked.secret, expired.secret, 'made-up-but-long-enough', '']) {
      const request = bearer(secret)
      request.headers.set('cookie', cookie)
      expect(await apiActor(request)).toMatchObject({ actor: null, problem: { status: 401 } })
    }
  })

  it('by cookie writes only from our own pages', async () => {
    const { cookie } = await signedIn()
    const call = (method: string, headers: Record<string, string>) => apiActor(asked(cookie, { method, headers }))
    expect((await call('GET', {})).via).toBe('cookie')
    expect((await call('POST', { origin: ORIGIN })).via).toBe('cookie')
    expect((await call('POST', { 'sec-fetch-site': 'same-origin' })).via).toBe('cookie')
    for (const headers of [{}, { origin: 'http://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'same-site' }]) {
      expect(await call('POST', headers as Record<string, string>)).toMatchObject({ actor: null, problem: { status: 403 } })
    }
    expect(await apiActor(new Request(ORIGIN))).toMatchObject({ actor: null, problem: null })
  })
})
