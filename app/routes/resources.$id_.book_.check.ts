import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '~/features/auth/require.server'
import { checkBookingForm } from '~/features/bookings/check-form.server'
import { datedJson, notFound, readForm, redirectTo } from '~/platform/http'
import { paths } from '~/platform/paths'

export const loader = ({ params }: LoaderFunctionArgs) => redirectTo(paths.book(params.id ?? ''))

export async function action({ request, params }: ActionFunctionArgs) {
  const verdict = await checkBookingForm(await requireActor(request), params.id ?? '', await readForm(request), new Date())
  if (verdict === undefined) throw notFound()
  return datedJson(verdict)
}
