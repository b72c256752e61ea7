import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { can } from '~/domain/access/permission'
import { requireActor } from '~/features/auth/require.server'
import { refusalView } from '~/features/bookings/checkbook.server'
import { changeBooking } from '~/features/bookings/change.server'
import type { MoveReply } from '~/features/bookings/components/move-panel'
import { changeForm, periodOf, readPosted, takeChosenSlot } from '~/features/bookings/form'
import { getBooking } from '~/features/bookings/queries.server'
import { datedJson, notFound, readForm, redirectTo } from '~/platform/http'
import { paths } from '~/platform/paths'

export const loader = ({ params }: LoaderFunctionArgs) => redirectTo(paths.changeBooking(params.id ?? ''))

/** Moves a booking for a calendar, which stays where it is and shows the answer itself; no page of its own. */
export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const booking = await getBooking(actor, params.id ?? '', now)
  const first = booking?.items[0]
  if (!booking || !first || !can(actor, 'update:booking', booking.target)) throw notFound()
  const body = await readForm(request)
  takeChosenSlot(body, first.resource.timeZone)
  const posted = readPosted(body, changeForm)
  const reply = (answer: MoveReply, status = 200) => datedJson(answer, { status })
  if (!posted.ok) return reply({ done: null, verdict: null }, 422)
  const { start, end } = periodOf(posted.value, first.resource.timeZone)
  const outcome = await changeBooking(actor, booking.id, { startsAt: start, endsAt: end }, { version: posted.value.version, now })
  return outcome.ok ? reply({ done: outcome.value.change, verdict: null }) : reply({ done: null, verdict: refusalView(outcome.problems) }, 422)
}
