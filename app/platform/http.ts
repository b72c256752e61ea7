import type { Submission, SubmissionResult } from '@conform-to/react'
import { parseWithZod } from '@conform-to/zod/v4'
import type { $ZodType, input, output } from 'zod/v4/core'
import { cookieValue } from '~/i18n/locale'
import { ruleOf } from '~/i18n/rules'
import { cookie, NOTICE_COOKIE } from '~/platform/cookie'
import { writeDatedJson } from '~/platform/dated-json'

/** Thrown where there is nothing to show: `throw notFound()`. */
export const notFound = () => new Response('Not found', { status: 404 })
/** Thrown where the reader is signed in but may not: `throw forbidden()`. */
export const forbidden = () => new Response('Forbidden', { status: 403 })
export const badRequest = (reason = 'Bad request') => new Response(reason, { status: 400 })

/** Under this name an answer carries its whole body, a text or buffer, so that the server need not read it from a stream. */
export const WHOLE_BODY = Symbol.for('alliance.wholeBody')

/** A value as JSON, like `Response.json`, sent in one piece. */
export function jsonText(value: unknown, init: { status?: number; headers?: Record<string, string> } = {}): Response {
  const text = JSON.stringify(value)
  const response = new Response(text, { status: init.status, headers: { 'Content-Type': 'application/json', ...init.headers } })
  return Object.defineProperty(response, WHOLE_BODY, { value: text })
}

/** A value whose instants `readDatedJson` gives back as such. */
export const datedJson = (value: unknown, { status = 200 } = {}) => new Response(writeDatedJson(value), { status, headers: { 'Content-Type': 'application/json' } })

export function redirectTo(to: string, headers: HeadersInit = {}): Response {
  const all = new Headers(headers)
  all.set('Location', to)
  return new Response(null, { status: 302, headers: all })
}

/** Where a form says to go next, if that is one of our own pages; else the fallback. */
export function safeRedirect(to: FormDataEntryValue | null | undefined, fallback: string): string {
  if (typeof to !== 'string' || !to.startsWith('/')) return fallback
  const home = 'http://here.invalid'
  const url = parseUrl(to, home)
  // `/.//host` normalises to `//host`, which a browser would take for another site.
  if (url === null || url.origin !== home || url.pathname.startsWith('//')) return fallback
  return url.pathname + url.search + url.hash
}

function parseUrl(to: string, base: string): URL | null {
  try {
    return new URL(to, base)
  } catch {
    return null
  }
}

export type FlashNotice = {
  /** Tells one notice from the next with the same words. */
  id: string
  tone: 'ok' | 'info' | 'warn' | 'refused'
  /** A full message key, such as `bookings.cancelled`. */
  key: string
  values?: Record<string, string | number>
}

/** Goes to a page that shows the notice once, with or without JavaScript. */
export function redirectWithNotice(to: string, notice: Omit<FlashNotice, 'id'>, headers: HeadersInit = {}): Response {
  const all = new Headers(headers)
  const value = encodeURIComponent(JSON.stringify({ ...notice, id: crypto.randomUUID() }))
  all.append('Set-Cookie', cookie(NOTICE_COOKIE, value, 60))
  return redirectTo(to, all)
}

/**
 * The notice that a redirect left behind. Whoever shows it takes the cookie away with `NOTICE_SHOWN`:
 * reading alone must not, since a loader may run for a page that is never shown.
 */
export function readNotice(request: Request): FlashNotice | null {
  const text = cookieValue(request, NOTICE_COOKIE)
  return text === null || text === '' ? null : parseNotice(text)
}

function parseNotice(text: string): FlashNotice | null {
  try {
    const { id, tone, key, values }: Partial<FlashNotice> = JSON.parse(text)
    if (typeof id !== 'string' || typeof key !== 'string' || !tones.some((each) => each === tone)) return null
    return { id, tone: tone as FlashNotice['tone'], key, values }
  } catch {
    return null
  }
}

const tones = ['ok', 'info', 'warn', 'refused']

export type ParsedForm<Schema extends $ZodType> =
  | { ok: true; value: output<Schema>; submission: Submission<input<Schema>, string[], output<Schema>> }
  | { ok: false; result: SubmissionResult<string[]> }

/** Control characters other than tab and line breaks: nobody types them, and PostgreSQL stores no NUL. */
const UNWRITABLE = /[^\P{Cc}\t\n\r]/u

/**
 * A posted form against its schema. `result` goes back to conform's `useForm({ lastResult })`; its
 * errors are rules, which the fields of `ui` put into words.
 */
export async function parseForm<Schema extends $ZodType>(
  request: Request,
  schema: Schema,
): Promise<ParsedForm<Schema>> {
  const form = await readForm(request)
  const submission = parseWithZod(form, { schema, error: ruleOf })
  const unwritable = [...form].filter(([, text]) => typeof text === 'string' && UNWRITABLE.test(text))
  if (unwritable.length > 0) {
    const fieldErrors = Object.fromEntries(unwritable.map(([name]) => [name, ['invalid']]))
    return { ok: false, result: submission.reply({ fieldErrors }) }
  }
  if (submission.status !== 'success') return { ok: false, result: submission.reply() }
  return { ok: true, value: submission.value, submission }
}

/** The fields of a posted form; a body that is none answers 400. */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch {
    throw badRequest('The body is not a form')
  }
}

/** A text of the address, without what no text column can store, and no longer than asked. */
export function queryText(query: URLSearchParams, name: string, maxLength: number): string {
  return (query.get(name) ?? '').replace(/\p{Cc}/gu, '').trim().slice(0, maxLength)
}

/** What server.ts put into Remix's load context; absent in tests that call loaders directly. */
export function requestContext(context: Record<string, unknown>): { nonce: string; requestId: string } {
  const { nonce, requestId } = context
  return {
    nonce: typeof nonce === 'string' ? nonce : '',
    requestId: typeof requestId === 'string' ? requestId : '',
  }
}
