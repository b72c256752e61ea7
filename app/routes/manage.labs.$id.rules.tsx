import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { requireActor } from '~/features/auth/require.server'
import { answerRules } from '~/features/bookings/previews/answer-rules.server'
import { RulesEditor } from '~/features/bookings/previews/components/rules-editor'
import { rulesPage } from '~/features/scheduling/policies/queries.server'
import { keptOwner } from '~/features/scheduling/owner.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const owner = await keptOwner(actor, { kind: 'lab', id: params.id ?? '' })
  if (owner === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('policies.title') }), page: await rulesPage(actor, owner, new URL(request.url).searchParams, new Date()) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const owner = await keptOwner(actor, { kind: 'lab', id: params.id ?? '' })
  if (owner === null) throw notFound()
  const answer = await answerRules(request, actor, owner, new Date())
  if ('saved' in answer) return redirectWithNotice(paths.labRules(owner.id), { tone: 'ok', key: 'policies.saved' })
  return data(answer, { status: answer.reply === null ? 200 : 422 })
}

export default function LabRules() {
  const { page } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <RulesEditor page={page} answer={answer} />
}
