import { test } from '@playwright/test'

/** Talks to the running product as a browser or a program would, without a browser. */

export const DEMO_PASSWORD = process.env.DEMO_PASSWORD ?? 'alliance-demo'

/** The product's address, from the configuration the tests run under. */
export function origin(): string {
  const { baseURL } = test.info().project.use
  if (!baseURL) throw new Error('the configuration names no baseURL')
  return baseURL
}

export type Answer = { status: number; headers: Headers; text: string }

/** Who asks: nobody (null), or the session cookie of an account. */
export type Asker = { cookie: string } | null

type Sent = { headers?: Record<string, string>; json?: unknown; form?: Record<string, string>; body?: string | Uint8Array<ArrayBuffer> }

/** One request, redirects not followed. `Origin` is sent as a browser sends it with what it posts. */
export async function send(asker: Asker, method: string, path: string, sent: Sent = {}): Promise<Answer> {
  const headers: Record<string, string> = { ...asker, Origin: origin(), ...sent.headers }
  let body = sent.body
  if (sent.json !== undefined) {
    headers['Content-Type'] ??= 'application/json'
    body = JSON.stringify(sent.json)
  } else if (sent.form) {
    headers['Content-Type'] ??= 'application/x-www-form-urlencoded'
    body = new URLSearchParams(sent.form).toString()
  }
  const response = await fetch(origin() + path, { method, headers, body, redirect: 'manual' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** The answer's JSON, as the type the caller knows the call to give. */
export const jsonOf = <T>(answer: Answer): T => JSON.parse(answer.text) as T

const sessions = new Map<string, Promise<{ cookie: string }>>()

/** A session of an account, begun by the form at /login; one for each worker. */
export function sessionOf(email: string, password = DEMO_PASSWORD): Promise<{ cookie: string }> {
  const known = sessions.get(email)
  if (known) return known
  const session = newSession(email, password)
  sessions.set(email, session)
  return session
}

/** A session of its own, for a test that ends it. */
export async function newSession(email: string, password = DEMO_PASSWORD): Promise<{ cookie: string }> {
  const answer = await send(null, 'POST', '/login', { form: { email, password } })
  const cookie = answer.headers.getSetCookie().find((each) => each.startsWith('session='))?.split(';')[0]
  if (answer.status !== 302 || !cookie) throw new Error(`${email} could not sign in: ${answer.status}`)
  return { cookie }
}
