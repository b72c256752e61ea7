import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '~/features/auth/require.server'
import { resultFile } from '~/features/usage/orders/queries.server'
import { notFound } from '~/platform/http'

/** The file of a result, to the applicant, who answers for the group, and the lab. Nothing in it is ever shown or run here. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const file = await resultFile(await requireActor(request), params.id ?? '', new Date())
  if (file === null) throw notFound()
  return new Response(file.bytes, {
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(file.bytes.length),
      'Cache-Control': 'private, no-store',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
