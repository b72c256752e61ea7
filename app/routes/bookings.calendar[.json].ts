import type { LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '~/features/auth/require.server'
import { personCalendar } from '~/features/bookings/calendar.server'
import { readInstant } from '~/features/bookings/form'
import { badRequest } from '~/platform/http'

/** The reader's own bookings between `start` and `end`, for the calendar of "my bookings". */
export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const query = new URL(request.url).searchParams
  const start = readInstant(query.get('start'), 'UTC')
  const end = readInstant(query.get('end'), 'UTC')
  if (!start || !end || !(start < end)) throw badRequest('start and end must be instants in order')
  const entries = await personCalendar(actor, { start, end }, new Date())
  return Response.json({ entries }, { headers: { 'Cache-Control': 'private, no-store' } })
}
