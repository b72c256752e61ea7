import { Writable } from 'node:stream'
import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from '@remix-run/node'
import { isRouteErrorResponse, RemixServer } from '@remix-run/react'
import { renderToPipeableStream } from 'react-dom/server'
import { localeOfRequest, isLocale, timeZoneOfRequest } from '~/i18n/locale'
import type { Locale } from '~/i18n/locale'
import { WordsProvider } from '~/i18n/words-provider'
import { wordsOf } from '~/i18n/words.server'
import { NOTICE_SHOWN } from '~/platform/cookie'
import { isPoolExhausted } from '~/platform/db-error.server'
import { readNotice, requestContext, WHOLE_BODY } from '~/platform/http'
import { log } from '~/platform/log.server'
import { paths } from '~/platform/paths'
import { RequestContext } from '~/ui/shell/request-context'

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true
  }
}

/** How long a page's data may take before what is missing is given up. */
export const streamTimeout = 5_000
/** On a machine that has no time, late is better than broken. */
const RENDER_MS = 30_000

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const locale = localeOfPage(context) ?? localeOfRequest(request)
  const wordsUrl = paths.words(locale, wordsOf(locale).hash)
  const facts = { ...requestContext(loadContext), wordsUrl, documentKey: 'default' }
  headers.set('Content-Type', 'text/html; charset=utf-8')
  headers.set('Content-Language', locale)
  headers.append('Vary', 'Cookie, Accept-Language')
  if (readNotice(request) !== null) headers.append('Set-Cookie', NOTICE_SHOWN)
  const page = (
    <RequestContext.Provider value={facts}>
      <WordsProvider locale={locale} timeZone={timeZoneOfRequest(request)}>
        <RemixServer context={context} url={request.url} nonce={facts.nonce} />
      </WordsProvider>
    </RequestContext.Provider>
  )
  // No page waits for anything once its loaders have answered: in one piece it is smaller and cheaper.
  return new Promise((resolve, reject) => {
    let defect: unknown = null
    const { pipe, abort } = renderToPipeableStream(page, {
      nonce: facts.nonce,
      onAllReady() {
        clearTimeout(deadline)
        if (defect !== null) logDefect(defect, facts.requestId, request)
        pipe(collected((body) => {
          const response = new Response(body, { headers, status: defect === null ? status : 500 })
          resolve(Object.defineProperty(response, WHOLE_BODY, { value: body }))
        }))
      },
      onShellError(error) {
        clearTimeout(deadline)
        reject(error)
      },
      // An error that keeps the shell from standing comes back through onShellError.
      onError(error) {
        defect = error
      },
    })
    const deadline = setTimeout(abort, RENDER_MS)
  })
}

/**
 * Takes what the renderer writes, to the end. It writes blocks of 2 KB and leaves zero bytes where a
 * character of several bytes does not fit at a block's end; HTML holds none of its own, so all can go.
 */
function collected(done: (body: Buffer<ArrayBuffer>) => void): Writable {
  const parts: Buffer[] = []
  return new Writable({
    write(block: Buffer, _encoding, next) {
      parts.push(...between(block))
      next()
    },
    final(next) {
      done(Buffer.concat(parts))
      next()
    },
  })
}

/** What stands between zero bytes. */
function between(block: Buffer): Buffer[] {
  const parts: Buffer[] = []
  for (let from = 0; from < block.length; ) {
    const zero = block.indexOf(0, from)
    const to = zero === -1 ? block.length : zero
    if (to > from) parts.push(block.subarray(from, to))
    from = to + 1
  }
  return parts
}

/** Defects of loaders, actions and rendering, once each, with the id that the page shows. */
export function handleError(
  error: unknown,
  { request, context }: LoaderFunctionArgs | ActionFunctionArgs,
): void {
  if (isPoolExhausted(error)) {
    // server.ts answers in place of what Remix makes of it.
    context.isUnavailable = true
    return
  }
  // A reader who has gone away is no defect, nor is an answer of 4xx that Remix gives by itself.
  const isAnswer = isRouteErrorResponse(error) && error.status < 500
  if (!request.signal.aborted && !isAnswer) logDefect(error, requestContext(context).requestId, request)
}

function logDefect(error: unknown, requestId: string, request: Request): void {
  log.error('defect', {
    requestId,
    method: request.method,
    path: new URL(request.url).pathname,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
}

/** The language the root loader settled on, which knows the person's own. */
function localeOfPage(context: EntryContext): Locale | null {
  const root: unknown = context.staticHandlerContext.loaderData['root']
  const locale = typeof root === 'object' && root !== null && 'locale' in root ? root.locale : null
  return isLocale(locale) ? locale : null
}
