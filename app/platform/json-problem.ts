import type { Problem, ProblemCode } from '~/domain/problem'
import { type Locale, localeOfRequest } from '~/i18n/locale'
import { createTranslator, type Translator } from '~/i18n/translator'

/** The form of every refusal of the JSON API: RFC 9457, worded in the caller's language. */

export const PROBLEM_TYPE = 'application/problem+json'

/** What is refused without a rule's code: the way of asking is wrong, or there is nothing there. */
export const PLAIN = {
  bad_request: 400,
  broken_json: 400,
  forbidden: 403,
  not_found: 404,
  no_such_path: 404,
  method_not_allowed: 405,
  too_large: 413,
  not_json: 415,
  not_form: 415,
  too_many: 429,
  defect: 500,
  unavailable: 503,
} as const
export type PlainRefusal = keyof typeof PLAIN

export type ProblemJson = Problem & { message: string }

/** Another state than the caller thought: somebody was faster. */
const CONFLICTS: ReadonlySet<ProblemCode> = new Set([
  'slot_taken', 'operators_taken', 'key_reused', 'already_decided', 'change_pending', 'state_forbids', 'already_waiting', 'offer_over',
])

/** The status that says most about the problems; a stale version counts as the caller expressed it. */
export function statusOf(problems: readonly Problem[], request: Request): number {
  const codes = problems.filter((each) => each.severity === 'refuse').map((each) => each.code)
  if (codes.includes('sign_in_required')) return 401
  if (codes.includes('version_conflict')) return request.headers.has('If-Match') ? 412 : 409
  if (codes.some((code) => CONFLICTS.has(code))) return 409
  if (codes.includes('not_allowed') || codes.includes('own_request')) return 403
  return codes.includes('resource_unknown') ? 404 : 422
}

export function problemDocument(
  request: Request,
  status: number,
  said: { detail: string; problems: ProblemJson[]; requestId?: string },
  headers: Record<string, string>,
): Response {
  const locale = localeOfRequest(request)
  const { requestId, ...rest } = said
  const document = {
    type: 'about:blank',
    title: translatorOf(locale)(`api.title.${status}` as 'api.title.400'),
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
export function translatorOf(locale: Locale): Translator {
  const t = translators.get(locale) ?? createTranslator(locale)
  translators.set(locale, t)
  return t
}
