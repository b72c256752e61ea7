import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { requireActor } from '~/features/auth/require.server'
import { answerTemplate, templatesPage } from '~/features/bookings/chains/answer-template.server'
import { TemplateEditor } from '~/features/bookings/chains/components/template-editor'
import { keptOwner } from '~/features/scheduling/owner.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const owner = await keptOwner(actor, { kind: 'lab', id: params.id ?? '' })
  if (owner === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return {
    pageTitle: t('common.pageTitle', { title: t('chains.tab') }),
    now: new Date(),
    labId: owner.id,
    page: await templatesPage(actor, owner.id, new URL(request.url).searchParams.get('edit')),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const owner = await keptOwner(actor, { kind: 'lab', id: params.id ?? '' })
  if (owner === null) throw notFound()
  const answer = await answerTemplate(actor, owner.id, await readForm(request), new Date())
  if (answer.kind === 'shown') return data(answer.page, { status: answer.status })
  return redirectWithNotice(paths.labChains(owner.id), { tone: 'ok', key: `chains.template.${answer.notice}` })
}

export default function LabChains() {
  const { page, labId, now } = useLoaderData<typeof loader>()
  return <TemplateEditor page={useActionData<typeof action>() ?? page} labId={labId} now={now} />
}
