import type { LoaderFunctionArgs } from '@remix-run/node'
import type { $ZodType, output } from 'zod/v4/core'
import type { Problem } from '~/domain/problem'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { problemMessage } from '~/i18n/problem-message'
import { isPoolExhausted } from '~/platform/db-error.server'
import { jsonText, requestContext } from '~/platform/http'
import { fieldProblem, judgeInput, parseJson, queryOf } from '~/platform/json-input'
import {
  PLAIN, type PlainRefusal, PROBLEM_TYPE, problemDocument, type ProblemJson, statusOf, translatorOf,
} from '~/platform/json-problem'
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
  return jsonText(body, {
    status: init.status ?? 200,
    headers: { 'Cache-Control': 'no-store', ...init.headers },
  })
}

/** An answer for what has no problem code; throw it to end a call. */
export function refuse(
  request: Request,
  why: PlainRefusal,
  headers: Record<string, string> = {},
  requestId?: string,
): Response {
  const detail = translatorOf(localeOfRequest(request))(`api.detail.${why}`)
  return problemDocument(request, PLAIN[why], { detail, problems: [], requestId }, headers)
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
  const isStranger = status === 401
  const challenge: Record<string, string> = isStranger ? { 'WWW-Authenticate': 'Bearer realm="alliance"' } : {}
  const detail = isStranger ? translatorOf(localeOfRequest(request))('api.detail.sign_in') : said
  return problemDocument(request, status, { detail, problems: worded }, { ...challenge, ...context.headers })
}

/** Writes problems as the API shows them, in the language of the request. */
export function problemWriter(request: Request, timeZone = defaultTimeZone): (problem: Problem) => ProblemJson {
  const locale = localeOfRequest(request)
  const t = translatorOf(locale)
  return (each) => ({ ...each, message: problemMessage(t, each, { locale, timeZone }) })
}

type Caller<Actor> = {
  actor: Actor | null
  scopes: readonly string[]
  problem: { status: number; problem: Problem } | null
}

const signInRequired: Problem = { code: 'sign_in_required', params: {}, severity: 'refuse' }
const notAllowed: Problem = { code: 'not_allowed', params: {}, severity: 'refuse' }

/** The signed-in caller, if the token (a cookie always) may do this; else the refusal is thrown. */
export function signedIn<Actor>(request: Request, caller: Caller<Actor>, scopes: readonly string[]): Actor {
  if (caller.problem) throw refuseFor(request, [caller.problem.problem])
  if (caller.actor === null) throw refuseFor(request, [signInRequired])
  if (!scopes.some((each) => caller.scopes.includes(each))) {
    const challenge = `Bearer realm="alliance", error="insufficient_scope", scope="${scopes[0]}"`
    throw refuseFor(request, [notAllowed], { headers: { 'WWW-Authenticate': challenge } })
  }
  return caller.actor
}

/** The caller of what is public; credentials that are worth nothing are told so rather than ignored. */
export function anyone<Actor>(request: Request, caller: Caller<Actor>): Actor | null {
  if (caller.problem) throw refuseFor(request, [caller.problem.problem])
  return caller.scopes.includes('read') ? caller.actor : null
}

/**
 * The body by its schema; a wrong one ends the call with a problem for each field. An empty body is
 * `{}`. A schema that depends on what was sent is given as a function of it, so that each field is
 * judged by what its sender meant.
 */
export async function readBody<Schema extends $ZodType>(
  request: Request,
  schema: Schema | ((body: unknown) => Schema),
): Promise<output<Schema>> {
  const text = await request.text()
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (text.trim() !== '' && type !== 'application/json') {
    throw refuse(request, 'not_json', { Accept: 'application/json' })
  }
  const body = parseJson(text)
  if (body === null) throw refuse(request, 'broken_json')
  const judged = judgeInput(typeof schema === 'function' ? schema(body.value) : schema, body.value)
  if (judged.ok && body.unstorable.length === 0) return judged.value
  throw refuseFor(request, [...body.unstorable, ...(judged.ok ? [] : judged.problems)])
}

/** A form of several parts, `file` and a text beside it; a wrong one ends the call with a problem for each field. */
export async function readUpload(request: Request, name: string): Promise<{ text: string; file: { name: string; bytes: Uint8Array } }> {
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'multipart/form-data') throw refuse(request, 'not_form', { Accept: 'multipart/form-data' })
  const body = await request.formData().catch(() => null)
  if (body === null) throw refuse(request, 'broken_json')
  const [text, file] = [body.get(name), body.get('file')]
  const missing = [...(typeof text === 'string' && text !== '' ? [] : [name]), ...(file instanceof File ? [] : ['file'])]
  if (typeof text !== 'string' || !(file instanceof File) || missing.length > 0) throw refuseFor(request, missing.map((field) => fieldProblem(field, 'required')))
  return { text, file: { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } }
}

/** The query by its schema; a wrong one ends the call with a problem for each parameter. */
export function readQuery<Schema extends $ZodType>(request: Request, schema: Schema): output<Schema> {
  const judged = judgeInput(schema, queryOf(new URL(request.url)))
  if (!judged.ok) throw refuseFor(request, judged.problems)
  return judged.value
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
  if (!/^[\x20-\x7e]{1,200}$/.test(key)) throw refuseFor(request, [fieldProblem('Idempotency-Key', 'format')])
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
  if (thrown.status < 400) return refuseFor(request, [signInRequired])
  const plain = (Object.keys(PLAIN) as PlainRefusal[]).find((each) => PLAIN[each] === thrown.status)
  return refuse(request, plain ?? 'bad_request')
}
