import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '~/features/auth/require.server'
import { answerFile } from '~/features/bookings/answer-files/queries.server'
import { notFound } from '~/platform/http'

/** A file that answers a question, to who may read its booking. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const file = await answerFile(await requireActor(request), params.id ?? '', new Date())
  if (file === null) throw notFound()
  return new Response(file.bytes, {
    headers: {
      'Content-Type': file.contentType,
      'Content-Length': String(file.bytes.length),
      'Cache-Control': 'private, no-store',
      'Content-Disposition': `${file.contentType === 'application/pdf' ? 'attachment' : 'inline'}; filename*=UTF-8''${encodeURIComponent(file.fileName).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
