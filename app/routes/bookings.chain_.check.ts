import type { ActionFunctionArgs } from '@remix-run/node'
import { requireActor } from '~/features/auth/require.server'
import { checkChain } from '~/features/bookings/chains/answer.server'
import { datedJson, readForm, redirectTo } from '~/platform/http'
import { paths } from '~/platform/paths'

export const loader = () => redirectTo(paths.bookChain())

export async function action({ request }: ActionFunctionArgs) {
  return datedJson(await checkChain(await requireActor(request), await readForm(request), new Date()))
}
