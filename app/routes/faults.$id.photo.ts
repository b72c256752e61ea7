import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '~/features/auth/require.server'
import { faultPhoto } from '~/features/usage/faults/queries.server'
import { notFound } from '~/platform/http'

/** The photo of a fault, to who reported it and who looks after the machine. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const file = await faultPhoto(await requireActor(request), params.id ?? '')
  if (file === null) throw notFound()
  return new Response(file.bytes, {
    headers: {
      'Content-Type': file.contentType,
      'Content-Length': String(file.bytes.length),
      'Cache-Control': 'private, no-store',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
