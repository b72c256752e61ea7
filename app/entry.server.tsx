import { Transform } from 'node:stream'
import { createReadableStreamFromReadable } from '@remix-run/node'
import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from '@remix-run/node'
import { isRouteErrorResponse, RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { IntlProvider } from 'use-intl'
import { localeOfRequest, isLocale, timeZoneOfRequest } from '~/i18n/locale'
import type { Locale } from '~/i18n/locale'
import { messagesOf } from '~/i18n/messages'
import { wordsOf } from '~/i18n/words.server'
import { NOTICE_SHOWN } from '~/platform/cookie'
import { isPoolExhausted } from '~/platform/db-error.server'
import { readNotice, requestContext } from '~/platform/http'
import { log } from '~/platform/log.server'
import { paths } from '~/platform/paths'
import { RequestContext } from '~/ui/shell/request-context'

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true
  }
}

/** How long a page may stream before what is missing is given up. */
export const streamTimeout = 5_000

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
      <IntlProvider
        locale={locale}
        messages={messagesOf(locale)}
        timeZone={timeZoneOfRequest(request)}
      >
        <RemixServer context={context} url={request.url} nonce={facts.nonce} />
      </IntlProvider>
    </RequestContext.Provider>
  )
  // Who does not run scripts should get the whole page at once.
  const ready = isbot(request.headers.get('User-Agent')) ? 'onAllReady' : 'onShellReady'
  return new Promise((resolve, reject) => {
    let isStreaming = false
    let responseStatus = status
    const { pipe, abort } = renderToPipeableStream(page, {
      nonce: facts.nonce,
      [ready]() {
        isStreaming = true
        const body = withoutPadding()
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status: responseStatus }))
        pipe(body)
      },
      onShellError: reject,
      onError(error) {
        responseStatus = 500
        // Before the shell stands, the same error comes back through onShellError.
        if (isStreaming) logDefect(error, facts.requestId, request)
      },
    })
    setTimeout(abort, streamTimeout + 1_000)
  })
}

/**
 * The renderer writes into blocks of 2 KB and leaves zero bytes where a character of several bytes does
 * not fit at a block's end. HTML holds no zero byte of its own, so all of them can go.
 */
function withoutPadding(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk)
    },
  })
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
