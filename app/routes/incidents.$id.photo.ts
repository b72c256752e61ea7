import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '~/features/auth/require.server'
import { incidentPhoto } from '~/features/usage/incidents/queries.server'
import { notFound } from '~/platform/http'

/** The picture of an incident, to those who may see the incident alone. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const file = await incidentPhoto(await requireActor(request), params.id ?? '')
  if (file === null) throw notFound()
  return new Response(file.bytes, {
    headers: {
      'Content-Type': file.contentType,
      'Content-Length': String(file.bytes.length),
      'Cache-Control': 'private, no-store',
      'Content-Disposition': 'inline',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
