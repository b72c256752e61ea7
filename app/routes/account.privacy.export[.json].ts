import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '~/features/auth/require.server'
import { exportOwnData } from '~/features/people/privacy/export.server'

/** Everything held about the reader, as a file. */
export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const data = await exportOwnData(actor, new Date())
  return new Response(JSON.stringify(data, null, 2), {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="my-data.json"',
      'Cache-Control': 'no-store',
    },
  })
}
