import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { requireActor } from '~/features/auth/require.server'
import { answerHours } from '~/features/bookings/previews/answer-hours.server'
import { HoursEditor } from '~/features/bookings/previews/components/hours-editor'
import { hoursPage } from '~/features/scheduling/hours/queries.server'
import { keptOwner } from '~/features/scheduling/owner.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const owner = await keptOwner(await requireActor(request), { kind: 'resource', id: params.id ?? '' })
  if (owner === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('hours.title') }), page: await hoursPage(owner, new Date()) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const owner = await keptOwner(actor, { kind: 'resource', id: params.id ?? '' })
  if (owner === null) throw notFound()
  const answer = await answerHours(request, actor, owner, new Date())
  if ('saved' in answer) return redirectWithNotice(paths.resourceHours(owner.id), { tone: 'ok', key: answer.saved })
  return data(answer, { status: answer.reply === null ? 200 : 422 })
}

export default function ResourceHours() {
  const { page } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <HoursEditor page={page} answer={answer} />
}
