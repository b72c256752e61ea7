import { problem, type Problem } from '~/domain/problem'
import type { Actor } from '~/domain/access/permission'
import { secretHash, tokenFacts, type TokenFacts } from '~/features/auth/facts.server'
import { API_SCOPES, type ApiScope } from '~/features/auth/kinds'
import { getViewer } from '~/features/auth/session.server'
import { rawQuery } from '~/platform/db.server'

/**
 * Who calls the JSON API. `problem` is set, and the actor null, where credentials were given but
 * are worth nothing: a stale token (answer 401) or a cookie sent by a foreign page (answer 403).
 * Without any credentials both are null.
 */
export type ApiCaller =
  | { actor: Actor; scopes: readonly ApiScope[]; via: 'token' | 'cookie'; problem: null }
  | { actor: null; scopes: readonly []; via: null; problem: ApiCallerProblem | null }

export type ApiCallerProblem = { status: 401 | 403; problem: Problem }

const NOBODY: ApiCaller = { actor: null, scopes: [], via: null, problem: null }
const MINUTE = 60_000

export async function apiActor(request: Request, now = new Date()): Promise<ApiCaller> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) return byToken(authorization, now)
  const viewer = await getViewer(request)
  if (viewer === null) return NOBODY
  if (!isSafe(request) && !isSameOrigin(request)) return nobody(403, problem('not_allowed', {}))
  return { actor: viewer.actor, scopes: API_SCOPES, via: 'cookie', problem: null }
}

async function byToken(authorization: string, now: Date): Promise<ApiCaller> {
  const secret = /^Bearer +([\w-]{20,200}) *$/i.exec(authorization)?.[1]
  const facts = secret === undefined ? null : await tokenFacts(secretHash(secret))
  if (facts === null) return nobody(401, problem('sign_in_required', {}))
  await noteUse(facts, now)
  const scopes = API_SCOPES.filter((scope) => facts.scopes.includes(scope))
  return { actor: facts.viewer.actor, scopes, via: 'token', problem: null }
}

const nobody = (status: 401 | 403, why: Problem): ApiCaller => ({
  actor: null,
  scopes: [],
  via: null,
  problem: { status, problem: why },
})

/** Once a minute is enough to tell a used token from a forgotten one. */
async function noteUse({ tokenId, lastUsedAt }: TokenFacts, now: Date): Promise<void> {
  const staleBefore = new Date(now.getTime() - MINUTE)
  if (lastUsedAt !== null && lastUsedAt > staleBefore) return
  await rawQuery`
    UPDATE api_token SET last_used_at = ${now}::timestamptz
     WHERE id = ${tokenId}::uuid AND (last_used_at IS NULL OR last_used_at <= ${staleBefore}::timestamptz)`
}

const isSafe = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD'

/*
 * The browser says where a request comes from. Behind a proxy the scheme may differ, so hosts are
 * compared. A write that says nothing about its origin is refused: it has no business with a cookie.
 */
function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get('origin')
  if (origin !== null) return hostOf(origin) === new URL(request.url).host
  return request.headers.get('sec-fetch-site') === 'same-origin'
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}
