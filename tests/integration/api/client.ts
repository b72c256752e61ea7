import { matchRoutes } from '@remix-run/react'
import type { ActionFunctionArgs } from '@remix-run/node'

/*
 * The API's routes as the server matches them, without the server before them: addresses are made
 * from the files' names, and the leaf answers alone, as for every route without a page.
 */
type Answering = (args: ActionFunctionArgs) => Promise<Response>
type RouteModule = { loader: Answering; action: Answering }

const modules = import.meta.glob<RouteModule>('/app/routes/api.*.ts')

const addressOf = (file: string) =>
  file
    .replace(/^.*\/(api\..*)\.ts$/, '$1')
    .replace('[.json]', '\u0000json')
    .split('.')
    .map((part) => (part === '_index' ? '' : part === '$' ? '*' : part.replace(/^\$/, ':')))
    .filter((part) => part !== '')
    .join('/')
    .replace('\u0000json', '.json')

const routes = Object.entries(modules).map(([file, load]) => ({ id: file, path: `/${addressOf(file)}`, handle: load }))

/** Every address of the API, with parameters in braces. */
export const addresses = routes.map(({ path }) => path.replace(/:(\w+)/g, '{$1}')).filter((path) => !path.includes('*'))

export type Call = {
  method?: string
  token?: string | null
  body?: unknown
  /** Sent as it is. */
  text?: string
  headers?: Record<string, string>
}

const ORIGIN = 'http://alliance.test'

export async function call(path: string, { method, token, body, text, headers = {} }: Call = {}): Promise<Response> {
  const payload = text ?? (body === undefined ? undefined : JSON.stringify(body))
  const verb = method ?? (payload === undefined ? 'GET' : 'POST')
  const request = new Request(`${ORIGIN}/api/v1${path}`, {
    method: verb,
    headers: {
      'Accept-Language': 'en',
      ...(payload === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: payload,
  })
  const { pathname } = new URL(request.url)
  const match = matchRoutes(routes, pathname)?.at(-1)
  if (!match) throw new Error(`no route for ${pathname}`)
  const route = await (match.route.handle as () => Promise<RouteModule>)()
  const answering = verb === 'GET' || verb === 'HEAD' || verb === 'OPTIONS' ? route.loader : route.action
  return answering({ request, params: match.params, context: { requestId: 'request-1' } })
}

/** The JSON of an answer, taken to be of the shape that the caller names. */
export async function json<Shape = ProblemDocument>(response: Response): Promise<Shape> {
  return (await response.json()) as Shape
}

export type ProblemDocument = {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  requestId?: string
  problems: { code: string; params: Record<string, unknown>; severity: string; message: string }[]
}
