import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '~/features/auth/require.server'
import { certificateFile } from '~/features/people/admission/certificates.server'
import { notFound } from '~/platform/http'

/** A certificate's scan, to its holder and the safety officer alone. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const file = await certificateFile(await requireActor(request), params.id ?? '', new Date())
  if (file === null) throw notFound()
  return new Response(file.bytes, {
    headers: {
      'Content-Type': file.contentType,
      'Content-Length': String(file.bytes.length),
      'Cache-Control': 'private, no-store',
      'Content-Disposition': file.contentType === 'application/pdf' ? 'attachment; filename="certificate.pdf"' : 'inline',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
