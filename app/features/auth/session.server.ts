import { Lucia, TimeSpan, type Adapter } from 'lucia'
import { secretHash, sessionFacts, type Viewer } from '~/features/auth/facts.server'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'

export type { HomeUniversity, Viewer } from '~/features/auth/facts.server'

type SessionAttributes = { userAgent: string | null; isBrief: boolean }

/** On a machine that others use too: a working day, and never longer by being used. */
const BRIEF_HOURS = 12
/** lucia moves the end of what ends soon; a brief session that runs is shown to it as one that does not. */
const FAR_MS = 30 * 86_400_000

/*
 * lucia asks with the plain session id and expects it back; the database knows only its hash. The
 * ids of a person's other sessions can therefore not be given to lucia: they are listed and
 * revoked by hash, beside it.
 */
const adapter: Adapter = {
  async getSessionAndUser(sessionId) {
    const facts = await sessionFacts(secretHash(sessionId))
    if (facts === null) return [null, null]
    const { viewer, isBrief } = facts
    const runs = facts.expiresAt.getTime() > Date.now()
    const expiresAt = isBrief && runs ? new Date(Date.now() + FAR_MS) : facts.expiresAt
    return [
      { id: sessionId, userId: viewer.personId, expiresAt, attributes: { userAgent: null, isBrief } },
      { id: viewer.personId, attributes: { viewer } },
    ]
  },
  getUserSessions: () => Promise.resolve([]),
  async setSession({ id, userId, expiresAt, attributes }) {
    await db.session.create({
      data: { idHash: secretHash(id), personId: userId, expiresAt: attributes.isBrief ? new Date(Date.now() + BRIEF_HOURS * 3_600_000) : expiresAt, ...attributes },
      select: { idHash: true },
    })
  },
  async updateSessionExpiration(sessionId, expiresAt) {
    await db.session.updateMany({ where: { idHash: secretHash(sessionId) }, data: { expiresAt } })
  },
  async deleteSession(sessionId) {
    await db.session.deleteMany({ where: { idHash: secretHash(sessionId) } })
  },
  async deleteUserSessions(userId) {
    await db.session.deleteMany({ where: { personId: userId } })
  },
  async deleteExpiredSessions() {
    await db.session.deleteMany({ where: { expiresAt: { lte: new Date() } } })
  },
}

const lucia = new Lucia(adapter, {
  sessionExpiresIn: new TimeSpan(30, 'd'),
  sessionCookie: {
    name: 'session',
    // The row decides when a session ends and slides with use; the cookie merely outlives it.
    expires: false,
    attributes: { secure: env.BASE_URL.startsWith('https:'), sameSite: 'lax', path: '/' },
  },
  getUserAttributes: ({ viewer }) => ({ viewer }),
})

declare module 'lucia' {
  interface Register {
    Lucia: typeof lucia
    DatabaseUserAttributes: { viewer: Viewer }
    DatabaseSessionAttributes: SessionAttributes
  }
}

const seen = new WeakMap<Request, Promise<Viewer | null>>()

/** Who asks, by the session cookie; one query for each request, none without a cookie. */
export function getViewer(request: Request): Promise<Viewer | null> {
  const known = seen.get(request)
  if (known !== undefined) return known
  const viewer = readViewer(request)
  seen.set(request, viewer)
  return viewer
}

async function readViewer(request: Request): Promise<Viewer | null> {
  const sessionId = sessionIdOf(request)
  if (sessionId === null) return null
  const { user } = await lucia.validateSession(sessionId)
  return user?.viewer ?? null
}

/**
 * Begins a session and returns the value of its `Set-Cookie` header. A brief one ends with the working day,
 * and its cookie with the browser.
 */
export async function createSession(personId: string, request: Request, { isBrief = false } = {}): Promise<string> {
  const userAgent = request.headers.get('user-agent')?.slice(0, 300) ?? null
  const session = await lucia.createSession(personId, { userAgent, isBrief })
  const cookie = lucia.createSessionCookie(session.id).serialize()
  return isBrief ? cookie.replace(/; (Max-Age|Expires)=[^;]*/g, '') : cookie
}

/** Ends the session of this request, if any, and returns the `Set-Cookie` value that clears it. */
export async function endSession(request: Request): Promise<string> {
  const sessionId = sessionIdOf(request)
  if (sessionId !== null) await lucia.invalidateSession(sessionId)
  seen.delete(request)
  return lucia.createBlankSessionCookie().serialize()
}

/** The stored hash of this request's session, by which it is told from the person's others. */
export function currentSessionHash(request: Request): string | null {
  const sessionId = sessionIdOf(request)
  return sessionId === null ? null : secretHash(sessionId)
}

function sessionIdOf(request: Request): string | null {
  const sessionId = readSessionCookie(request.headers.get('cookie') ?? '')
  return sessionId === null || sessionId === '' || sessionId.length > 200 ? null : sessionId
}

/** lucia throws at any cookie that cannot be decoded; such a header holds no session of ours. */
function readSessionCookie(header: string): string | null {
  try {
    return lucia.readSessionCookie(header)
  } catch {
    return null
  }
}
