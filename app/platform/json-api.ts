import type { LoaderFunctionArgs } from '@remix-run/node'
import type { Problem, ProblemCode } from '~/domain/problem'
import { defaultTimeZone, type Locale, localeOfRequest } from '~/i18n/locale'
import { problemMessage } from '~/i18n/problem-message'
import { createTranslator, type Translator } from '~/i18n/translator'
import { isPoolExhausted } from '~/platform/db.server'
import { requestContext } from '~/platform/http'
import { log } from '~/platform/log.server'

/**
 * The JSON API's manners, the same for every call: methods, errors after RFC 9457, languages,
 * versions. A route names what it does for each method; everything thrown becomes an answer here.
 */
export type ApiHandler = (args: LoaderFunctionArgs) => Promise<Response> | Response
type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

export function jsonApi(handlers: Partial<Record<Method, ApiHandler>>) {
  const offered = Object.keys(handlers)
  const allow = [...offered, ...(offered.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  return async (args: LoaderFunctionArgs): Promise<Response> => {
    const { request } = args
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { Allow: allow } })
    const handler = handlers[(request.method === 'HEAD' ? 'GET' : request.method) as Method]
    if (!handler) return refuse(request, 'method_not_allowed', { Allow: allow })
    try {
      return await handler(args)
    } catch (thrown) {
      return answerTo(thrown, args)
    }
  }
}

/** The value as JSON. Nothing is kept by caches: most answers depend on who asks and when. */
export function answer(body: unknown, init: { status?: number; headers?: Record<string, string> } = {}): Response {
  return Response.json(body, {
    status: init.status ?? 200,
    headers: { 'Cache-Control': 'no-store', ...init.headers },
  })
}

/** What is refused without a rule's code: the way of asking is wrong, or there is nothing there. */
const PLAIN = {
  bad_request: 400,
  broken_json: 400,
  forbidden: 403,
  not_found: 404,
  no_such_path: 404,
  method_not_allowed: 405,
  too_large: 413,
  not_json: 415,
  too_many: 429,
  defect: 500,
  unavailable: 503,
} as const
export type PlainRefusal = keyof typeof PLAIN

/** An answer for what has no problem code; throw it to end a call. */
export function refuse(request: Request, why: PlainRefusal, headers: Record<string, string> = {}, requestId?: string): Response {
  const t = translator(localeOfRequest(request))
  return problemDocument(request, PLAIN[why], { detail: t(`api.detail.${why}`), problems: [], requestId }, headers)
}

/** An answer for a command's or a schema's problems, worded in the caller's language and the campus's zone. */
export function refuseFor(
  request: Request,
  problems: readonly Problem[],
  context: { timeZone?: string; headers?: Record<string, string> } = {},
): Response {
  const worded = problems.map(problemWriter(request, context.timeZone))
  const status = statusOf(problems, request)
  const said = worded.filter((each) => each.severity === 'refuse').map((each) => each.message).join(' ')
  const detail = status === 401 ? translator(localeOfRequest(request))('api.detail.sign_in') : said
  const challenge: Record<string, string> = status === 401 ? { 'WWW-Authenticate': 'Bearer realm="alliance"' } : {}
  return problemDocument(request, status, { detail, problems: worded }, { ...challenge, ...context.headers })
}

export type ProblemJson = Problem & { message: string }

/** Writes problems as the API shows them, in the language of the request. */
export function problemWriter(request: Request, timeZone = defaultTimeZone): (problem: Problem) => ProblemJson {
  const locale = localeOfRequest(request)
  const t = translator(locale)
  return (each) => ({ ...each, message: problemMessage(t, each, { locale, timeZone }) })
}

/** Another state than the caller thought: somebody was faster. */
const CONFLICTS: ReadonlySet<ProblemCode> = new Set([
  'slot_taken', 'key_reused', 'already_decided', 'change_pending', 'state_forbids',
])

function statusOf(problems: readonly Problem[], request: Request): number {
  const codes = problems.filter((each) => each.severity === 'refuse').map((each) => each.code)
  if (codes.includes('sign_in_required')) return 401
  if (codes.includes('version_conflict')) return request.headers.has('If-Match') ? 412 : 409
  if (codes.some((code) => CONFLICTS.has(code))) return 409
  if (codes.includes('not_allowed') || codes.includes('own_request')) return 403
  return codes.includes('resource_unknown') ? 404 : 422
}

type Caller<Actor> = {
  actor: Actor | null
  scopes: readonly string[]
  problem: { status: number; problem: Problem } | null
}

/** The signed-in caller, if the token (a cookie always) may do this; else the refusal is thrown. */
export function signedIn<Actor>(request: Request, caller: Caller<Actor>, scopes: readonly string[]): Actor {
  if (caller.problem) throw refuseFor(request, [caller.problem.problem])
  if (caller.actor === null) throw refuseFor(request, [{ code: 'sign_in_required', params: {}, severity: 'refuse' }])
  if (!scopes.some((each) => caller.scopes.includes(each))) {
    const challenge = `Bearer realm="alliance", error="insufficient_scope", scope="${scopes[0]}"`
    throw refuseFor(request, [{ code: 'not_allowed', params: {}, severity: 'refuse' }], { headers: { 'WWW-Authenticate': challenge } })
  }
  return caller.actor
}

/** The caller of what is public; credentials that are worth nothing are told so rather than ignored. */
export function anyone<Actor>(request: Request, caller: Caller<Actor>): Actor | null {
  if (caller.problem) throw refuseFor(request, [caller.problem.problem])
  return caller.scopes.includes('read') ? caller.actor : null
}

export const versionTag = (version: number) => `"${version}"`

/**
 * The version that `If-Match` names; null where any will do. A tag that we never gave matches
 * nothing; a weak one counts, since proxies that compress weaken ours.
 */
export function expectedVersion(request: Request): number | null {
  const text = request.headers.get('If-Match')?.trim()
  if (text === undefined || text === '*') return null
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(text)?.[1]
  return version === undefined ? -1 : Number(version)
}

/** The key under which a submission has one effect. */
export function idempotencyKey(request: Request): string | null {
  const key = request.headers.get('Idempotency-Key')?.trim()
  if (!key) return null
  if (!/^[\x20-\x7e]{1,200}$/.test(key)) {
    throw refuseFor(request, [{ code: 'field_invalid', params: { field: 'Idempotency-Key', rule: 'format' }, severity: 'refuse' }])
  }
  return key
}

function answerTo(thrown: unknown, { request, context }: LoaderFunctionArgs): Response {
  if (thrown instanceof Response) return asProblem(request, thrown)
  if (isPoolExhausted(thrown)) {
    log.warn('no database connection became free', { path: new URL(request.url).pathname })
    return refuse(request, 'unavailable', { 'Retry-After': '2' })
  }
  const { requestId } = requestContext(context)
  // A caller who has gone away is no defect.
  if (!request.signal.aborted) {
    log.error('defect', { requestId, method: request.method, path: new URL(request.url).pathname, error: thrown })
  }
  return refuse(request, 'defect', {}, requestId)
}

/** Features throw bare responses where there is nothing to show; the API says the same in its own form. */
function asProblem(request: Request, thrown: Response): Response {
  const isOurs = thrown.status < 300 || thrown.headers.get('Content-Type')?.startsWith(PROBLEM_TYPE)
  if (isOurs) return thrown
  if (thrown.status < 400) return refuseFor(request, [{ code: 'sign_in_required', params: {}, severity: 'refuse' }])
  const plain = (Object.keys(PLAIN) as PlainRefusal[]).find((each) => PLAIN[each] === thrown.status)
  return refuse(request, plain ?? 'bad_request')
}

const PROBLEM_TYPE = 'application/problem+json'

function problemDocument(
  request: Request,
  status: number,
  said: { detail: string; problems: ProblemJson[]; requestId?: string },
  headers: Record<string, string>,
): Response {
  const locale = localeOfRequest(request)
  const { requestId, ...rest } = said
  const document = {
    type: 'about:blank',
    title: translator(locale)(`api.title.${status}` as 'api.title.400'),
    status,
    ...rest,
    instance: new URL(request.url).pathname,
    ...(requestId ? { requestId } : {}),
  }
  return new Response(JSON.stringify(document), {
    status,
    headers: {
      'Content-Type': PROBLEM_TYPE,
      'Content-Language': locale,
      'Cache-Control': 'no-store',
      Vary: 'Accept-Language, Cookie, Authorization',
      ...headers,
    },
  })
}

const translators = new Map<Locale, Translator>()

/** Made once a language: under a rush for one slot most answers are refusals. */
function translator(locale: Locale): Translator {
  const t = translators.get(locale) ?? createTranslator(locale)
  translators.set(locale, t)
  return t
}
