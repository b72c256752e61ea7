import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { parseOwnerKind } from '~/features/scheduling/owner.server'
import { answerConductRules } from '~/features/usage/conduct/answer-rules.server'
import { ConductRulesEditor } from '~/features/usage/conduct/components/rules-editor'
import { conductRulesPage } from '~/features/usage/conduct/rules-page.server'
import { conductOwner } from '~/features/usage/conduct/save-rules.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'

async function ownerOf(request: Request, params: Record<string, string | undefined>) {
  const viewer = await requireViewer(request)
  const kind = parseOwnerKind(params.kind)
  const owner = kind && (await conductOwner(viewer.actor, { kind, id: params.id ?? '' }))
  if (!owner) throw notFound()
  return { ...viewer, owner }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { owner, locale } = await ownerOf(request, params)
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('conductRules.title') }), page: await conductRulesPage(owner, new Date()) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, owner } = await ownerOf(request, params)
  const answer = await answerConductRules(request, actor, owner, new Date())
  if ('saved' in answer) return redirectWithNotice(paths.conductRulesOf(owner.kind, owner.id), { tone: 'ok', key: 'conductRules.published' })
  return data(answer, { status: answer.preview === null ? 422 : 200 })
}

export default function OwnerConductRules() {
  const { page } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('conductRules')
  const conduct = useTranslations('conduct.manage')
  const locale = useLocale()
  const { zh, en } = page.owner
  const name = zh === null ? t('alliance') : bilingual({ zh, en }, locale).text
  return (
    <Page title={t('edit', { name })} lead={t('editLead')} breadcrumbs={<Breadcrumbs items={[{ to: paths.manageConduct(), label: conduct('title') }]} />}>
      <ConductRulesEditor key={page.seen} page={page} answer={answer} />
    </Page>
  )
}
