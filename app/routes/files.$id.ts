import type { LoaderFunctionArgs } from '@remix-run/node'
import { optionalActor } from '~/features/auth/require.server'
import { visibleFile } from '~/features/catalogue/files/queries.server'
import { notFound } from '~/platform/http'

const YEAR_SECONDS = 31_536_000

/**
 * A picture or document to those who may see what it belongs to. An address that names the hash
 * never gets another content, so it may be kept for good.
 */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const file = await visibleFile(await optionalActor(request), params.id ?? '')
  if (file === null) throw notFound()
  const version = new URL(request.url).searchParams.get('v') ?? ''
  const isNamed = version.length >= 16 && file.hash.startsWith(version)
  const etag = `"${file.hash}"`
  const headers = new Headers({
    'Cache-Control': `${file.isPublic ? 'public' : 'private'}, ${isNamed ? `max-age=${YEAR_SECONDS}, immutable` : 'no-cache'}`,
    'Content-Type': file.contentType,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    ETag: etag,
  })
  // What may be seen depends on who asks.
  if (!file.isPublic) headers.set('Vary', 'Cookie')
  if (file.isDocument) headers.set('Content-Disposition', attachment(file.fileName))
  if (request.headers.get('If-None-Match')?.includes(etag)) return new Response(null, { status: 304, headers })
  headers.set('Content-Length', String(file.bytes.length))
  return new Response(file.bytes, { headers })
}

/** RFC 6266: the name in ASCII for old programs, in full for others. */
function attachment(name: string): string {
  const plain = name.replace(/[^\w. -]/g, '_')
  const full = encodeURIComponent(name).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}
