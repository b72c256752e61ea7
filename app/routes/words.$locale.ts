import type { LoaderFunctionArgs } from '@remix-run/node'
import { isLocale } from '~/i18n/locale'
import { wordsOf } from '~/i18n/words.server'
import { notFound } from '~/platform/http'

/** One language's words as data: fetched beside the scripts, kept for good under its hash. */
export function loader({ params, request }: LoaderFunctionArgs) {
  if (!isLocale(params.locale)) throw notFound()
  const { json, hash } = wordsOf(params.locale)
  // While an older or newer server still answers, its words must not be kept under our hash.
  const isCurrent = new URL(request.url).searchParams.get('v') === hash
  return new Response(json, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  })
}
