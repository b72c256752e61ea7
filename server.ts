import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  createRequestHandler,
  installGlobals,
  writeReadableStreamToWritable,
  type AppLoadContext,
  type ServerBuild,
} from '@remix-run/node'
import compression from 'compression'
import express, { type ErrorRequestHandler, type Request as Req, type Response as Res } from 'express'
import { localeOfRequest } from '~/i18n/locale'
import { isPoolExhausted } from '~/platform/db-error.server'
import { closeDatabase } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { accountLimit } from '~/platform/gate/account-limit.server'
import { readBody } from '~/platform/gate/body.server'
import { directRoutes, narrowedBuilds, routePatterns } from '~/platform/gate/direct-routes.server'
import { metricsPage } from '~/platform/gate/metrics-page.server'
import { loggable, requestLog } from '~/platform/gate/request-log.server'
import { isFromElsewhere } from '~/platform/gate/same-origin.server'
import { securityHeaders } from '~/platform/gate/security-headers.server'
import { WHOLE_BODY } from '~/platform/http'
import { type PlainRefusal, problemDocument, translatorOf } from '~/platform/json-problem'
import { log } from '~/platform/log.server'
import { type RunningWorker, startWorker } from '~/platform/worker.server'
import { crontab, tasks } from './scripts/tasks'

/*
 * The web process: what stands before Remix, and how it begins and ends. scripts/start.mjs starts it
 * once the database is migrated and seeded, and tells it to stop.
 */

installGlobals({ nativeFetch: true })

const isDev = env.NODE_ENV === 'development'
const trustsProxy = env.TRUST_PROXY !== false
/** Requests under way get this long when the process is told to stop. */
const DRAIN_MS = 8_000
const WORKER_DRAIN_MS = 4_000
const REFUSED = '/refused'
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const PLAIN_BY_STATUS: Record<number, PlainRefusal> = {
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'too_large',
  429: 'too_many',
  500: 'defect',
  503: 'unavailable',
}

const app = express()
const server = createServer(app)
// Longer than a proxy or a client keeps its end, so that no request meets a connection just closed.
server.keepAliveTimeout = 75_000
server.headersTimeout = 80_000
app.disable('x-powered-by')
app.set('trust proxy', env.TRUST_PROXY)
// Routes read the address themselves.
app.set('query parser', false)
let patternOf: (path: string) => string = () => '*'
app.use(requestLog({ trustsProxy, patternOf: (path) => patternOf(path) }))
app.use('/metrics', metricsPage(env.METRICS_TOKEN))
app.use(securityHeaders({ isDev }))
// Live events must not wait in a compressor until enough of them have come.
app.use(compression({ filter: (req, res) => !String(res.getHeader('Content-Type')).startsWith('text/event-stream') && compression.filter(req, res) }))

const answer = isDev ? await developmentAnswer() : await builtAnswer()
const secondsToWait = accountLimit()

app.all('*', (req, res, next) => {
  handle(req, res).catch(next)
})
app.use(answerDefect())

server.on('error', (error) => {
  log.error('cannot listen', { error: error.message })
  process.exit(1)
})

let isStopping = false
let worker: RunningWorker | null = null
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
process.on('message', (message) => {
  const kind = typeof message === 'object' && message !== null && 'kind' in message ? message.kind : null
  if (kind === 'listen') listen()
  if (kind === 'stop') void stop()
})
// Whoever started this process is gone without a word: nobody else would stop it.
process.on('disconnect', () => void stop())

// The start script loads this process while it brings the database up to date, and then says when.
if (process.send === undefined) listen()
else process.send({ kind: 'loaded' })

function listen(): void {
  server.listen(env.PORT, env.HOST, () => {
    log.info('listening', { host: env.HOST, port: env.PORT })
    process.send?.({ kind: 'listening' })
    if (env.WORKER && !isStopping) worker = startWorker({ tasks, crontab })
  })
}

type Answer = (request: Request, context: AppLoadContext, pathname: string) => Promise<Response>

async function builtAnswer(): Promise<Answer> {
  const client = path.resolve('build/client')
  app.use('/assets', express.static(path.join(client, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }))
  // The disk is asked for files that were there at the start alone, not for every page and answer.
  const files = new Set(readdirSync(client, { recursive: true, encoding: 'utf8' }).map((each) => `/${each.replaceAll(path.sep, '/')}`))
  const fromDisk = express.static(client, { maxAge: '1h', index: false, redirect: false })
  app.use((req, res, next) => (files.has(req.path) ? fromDisk(req, res, next) : next()))
  const entry = path.resolve('build/server/index.js')
  if (!existsSync(entry)) throw new Error('The app is not built; `npm start` builds it')
  const build = (await import(pathToFileURL(entry).href)) as ServerBuild
  const narrowed = narrowedBuilds(build)
  const handlers = new Map<ServerBuild, ReturnType<typeof createRequestHandler>>()
  const framework = (request: Request, context: AppLoadContext, pathname: string) => {
    const part = narrowed(pathname.replace(/(\/_root)?\.data$/, ''))
    const handler = handlers.get(part) ?? createRequestHandler(part, env.NODE_ENV)
    handlers.set(part, handler)
    return handler(request, context)
  }
  patternOf = routePatterns(build)
  const find = directRoutes(build)
  return async (request, context, pathname) => {
    const direct = find(pathname)
    if (direct === null) return framework(request, context, pathname)
    const { module, params } = direct
    const handler = request.method === 'GET' || request.method === 'HEAD' ? module.loader : module.action
    // What a route does not answer is the framework's to refuse.
    if (handler === undefined) return framework(request, context, pathname)
    try {
      return (await handler({ request, params, context })) as Response
    } catch (thrown) {
      if (thrown instanceof Response) return thrown
      if (!isPoolExhausted(thrown)) throw thrown
      context.isUnavailable = true
      return new Response(null, { status: 503 })
    }
  }
}

async function developmentAnswer(): Promise<Answer> {
  const { createServer: createViteServer } = await import('vite')
  const vite = await createViteServer({ server: { middlewareMode: true, hmr: { server } } })
  app.use(vite.middlewares)
  const load = async () => (await vite.ssrLoadModule('virtual:remix/server-build')) as ServerBuild
  return createRequestHandler(load, env.NODE_ENV)
}

async function handle(req: Req, res: Res): Promise<void> {
  const url = addressOf(req)
  if (url === null) return refuse(req, res, 400)
  if (!METHODS.includes(req.method)) {
    res.set('Allow', METHODS.join(', '))
    return sendProblem(req, res, 405)
  }
  if (req.method === 'OPTIONS' && !isApi(req)) {
    res.set('Allow', METHODS.join(', ')).status(204).end()
    return
  }
  if (!isApi(req) && isFromElsewhere(req, trustsProxy)) return refuse(req, res, 403)
  if (req.method === 'GET' || req.method === 'HEAD') return forward(req, res, url, null)
  const read = await readBody(req)
  if (read.kind === 'gone') return
  if (read.kind === 'too_large') return refuse(req, res, 413)
  const wait = secondsToWait(req, res, read.body)
  if (wait === 0) return forward(req, res, url, read.body)
  res.set('Retry-After', String(wait))
  return refuse(req, res, 429)
}

async function forward(req: Req, res: Res, url: URL, body: Buffer | null, refusal?: number): Promise<void> {
  const controller = new AbortController()
  res.once('close', () => {
    if (!res.writableFinished) controller.abort()
  })
  const method = refusal === undefined ? req.method : 'POST'
  const hasBody = body !== null && body.length > 0
  const headers = headersOf(req)
  // The refusal of a foreign page's request is no request of that page.
  if (refusal !== undefined) headers.delete('Origin')
  const request = new Request(url, {
    method,
    headers,
    signal: controller.signal,
    ...(hasBody ? { body: new Uint8Array(body) } : {}),
  })
  const { nonce, requestId } = res.locals
  const context: AppLoadContext = { nonce, requestId, refusal }
  const response = await answer(request, context, url.pathname)
  if (context.isUnavailable !== true) return send(res, response)
  await response.body?.cancel()
  log.warn('no database connection became free', { requestId, path: loggable(req.path) })
  res.set('Retry-After', '2')
  return refusal === undefined ? refuse(req, res, 503) : sendProblem(req, res, 503)
}

/** Answers a page or form in the frame of the site, the API with a problem in RFC 9457's form. */
async function refuse(req: Req, res: Res, status: number): Promise<void> {
  // What is left unread of the body must not be taken for the next request.
  if (!req.complete) res.set('Connection', 'close')
  const url = addressOf(req)
  if (url === null || isApi(req)) return sendProblem(req, res, status)
  url.pathname = req.path.endsWith('.data') ? `${REFUSED}.data` : REFUSED
  url.search = ''
  return forward(req, res, url, null, status)
}

/** In words without the site's frame, which could not be reached or is what broke. */
async function sendProblem(req: Req, res: Res, status: number): Promise<void> {
  const request = new Request(addressOf(req) ?? 'http://localhost/', { headers: headersOf(req) })
  const why = PLAIN_BY_STATUS[status] ?? 'bad_request'
  const t = translatorOf(localeOfRequest(request))
  const { requestId } = res.locals
  if (isApi(req)) {
    await send(res, problemDocument(request, status, { detail: t(`api.detail.${why}`), problems: [], requestId }, {}))
  } else {
    const text = `${t(`api.title.${status}` as 'api.title.400')}\n\n${t('common.error.requestId', { id: requestId })}\n`
    await send(res, new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } }))
  }
}

async function send(res: Res, response: Response): Promise<void> {
  res.status(response.status)
  for (const [name, value] of response.headers) res.append(name, value)
  if (response.headers.get('Content-Type')?.startsWith('text/event-stream')) res.flushHeaders()
  const whole: unknown = Reflect.get(response, WHOLE_BODY)
  if (typeof whole === 'string' || Buffer.isBuffer(whole)) res.end(whole)
  else if (response.body === null) res.end()
  else await writeReadableStreamToWritable(response.body, res)
}

/** The last net: whatever Remix itself could not turn into an answer. */
function answerDefect(): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const status = statusOf(error)
    if (status >= 500) {
      const { requestId } = res.locals
      log.error('defect', { requestId, method: req.method, path: loggable(req.path), error })
    }
    if (res.headersSent) res.destroy()
    else sendProblem(req, res, status).catch(() => res.destroy())
  }
}

/** Express itself throws client errors, for instance for an address that cannot be decoded. */
function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 500
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500
}

function isApi(req: Req): boolean {
  return req.path === '/api' || req.path.startsWith('/api/')
}

/** The full address asked for; null when host or path make none. */
function addressOf(req: Req): URL | null {
  const forwarded = trustsProxy ? req.get('X-Forwarded-Host')?.split(',')[0]?.trim() : undefined
  const origin = `${req.protocol}://${forwarded ?? req.get('Host') ?? 'localhost'}`
  if (!URL.canParse(origin)) return null
  const url = new URL(origin)
  const [pathname = '/', ...search] = req.originalUrl.split('?')
  url.pathname = pathname.replace(/^\/{2,}/, '/')
  url.search = search.join('?')
  return url
}

function headersOf(req: Req): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) headers.append(name, each)
  }
  // Remix compares Origin with whatever X-Forwarded-Host says; ours is decided in isFromElsewhere.
  if (!trustsProxy) headers.delete('X-Forwarded-Host')
  return headers
}

async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  const idle = worker?.stop()
  // Without a listening socket `close` still calls back, with an error that matters to nobody.
  const closed = new Promise((resolve) => server.close(resolve))
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearInterval(sweep)
  clearTimeout(deadline)
  // A job that does not end in time is run again by the next worker.
  await Promise.race([idle, new Promise((resolve) => setTimeout(resolve, WORKER_DRAIN_MS))])
  await closeDatabase()
  log.info('stopped')
  process.exit(0)
}
