import type { LoaderFunctionArgs } from '@remix-run/node'
import { optionalActor } from '~/features/auth/require.server'
import { resourceCalendar } from '~/features/bookings/calendar.server'
import { readInstant } from '~/features/bookings/form'
import { badRequest, jsonText, notFound } from '~/platform/http'

/** What the resource page's calendar draws, between `start` and `end`. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams
  const start = readInstant(query.get('start'), 'UTC')
  const end = readInstant(query.get('end'), 'UTC')
  if (!start || !end || !(start < end)) throw badRequest('start and end must be instants in order')
  const answer = await resourceCalendar(await optionalActor(request), params.id ?? '', { start, end }, new Date())
  if (answer === null) throw notFound()
  return jsonText(answer, { headers: { 'Cache-Control': 'private, no-store' } })
}
