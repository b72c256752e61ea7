import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '~/features/auth/require.server'
import { getBooking } from '~/features/bookings/queries.server'
import { withdrawChange } from '~/features/bookings/withdraw-change.server'
import { notFound, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'

export const loader = ({ params }: LoaderFunctionArgs) => redirectTo(paths.booking(params.id ?? ''))

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const id = params.id ?? ''
  if ((await getBooking(actor, id, now)) === null) throw notFound()
  const outcome = await withdrawChange(actor, id, now)
  return outcome.ok
    ? redirectWithNotice(paths.booking(id), { tone: 'ok', key: 'bookings.notice.changeWithdrawn' })
    : redirectWithNotice(paths.booking(id), { tone: 'refused', key: `problems.${outcome.problems[0]?.code ?? 'not_allowed'}` })
}
