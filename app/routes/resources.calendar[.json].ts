import type { LoaderFunctionArgs } from '@remix-run/node'
import { optionalActor } from '~/features/auth/require.server'
import { resourceCalendars } from '~/features/bookings/calendar.server'
import { readInstant } from '~/features/bookings/form'
import { badRequest, jsonText } from '~/platform/http'

/** The calendars of the resources named in `resources` (ids by commas), between `start` and `end`. */
export async function loader({ request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams
  const ids = (query.get('resources') ?? '').split(',').filter((id) => id !== '')
  const start = readInstant(query.get('start'), 'UTC')
  const end = readInstant(query.get('end'), 'UTC')
  if (!start || !end || !(start < end)) throw badRequest('start and end must be instants in order')
  const calendars = await resourceCalendars(await optionalActor(request), ids, { start, end }, new Date())
  const resources = [...calendars].map(([id, calendar]) => ({ id, ...calendar }))
  return jsonText({ resources }, { headers: { 'Cache-Control': 'private, no-store' } })
}
