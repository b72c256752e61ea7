import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { requireActor } from '~/features/auth/require.server'
import { checkChangeForm } from '~/features/bookings/check-form.server'
import { datedJson, notFound, readForm, redirectTo } from '~/platform/http'
import { paths } from '~/platform/paths'

export const loader = ({ params }: LoaderFunctionArgs) => redirectTo(paths.changeBooking(params.id ?? ''))

export async function action({ request, params }: ActionFunctionArgs) {
  const verdict = await checkChangeForm(await requireActor(request), params.id ?? '', await readForm(request), new Date())
  if (verdict === undefined) throw notFound()
  return datedJson(verdict)
}
