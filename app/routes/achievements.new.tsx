import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { answerListing } from '~/features/catalogue/answer.server'
import { ownProjects } from '~/features/usage/after/achievements.server'
import { AchievementForm } from '~/features/usage/after/components/achievements'
import { saveAchievement } from '~/features/usage/after/save-achievement.server'
import { achievementSchema } from '~/features/usage/after/schema'
import { usedResources } from '~/features/usage/after/shown.server'
import { ownUses } from '~/features/usage/after/uses.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { queryText, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const query = new URL(request.url).searchParams
  const [uses, projects, resources] = await Promise.all([ownUses(actor), ownProjects(actor), usedResources(actor)])
  const t = createTranslator(localeOfRequest(request, locale))
  const chosen = { use: queryText(query, 'use', 40), resource: queryText(query, 'resource', 100), project: queryText(query, 'project', 100) }
  return { pageTitle: t('common.pageTitle', { title: t('conductAfter.works.addTitle') }), uses, projects, resources, chosen }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const answer = await answerListing(request, achievementSchema, (input) => saveAchievement(actor, null, input, new Date()))
  if (!answer.ok) return data(answer.reply, { status: 422 })
  return redirectWithNotice(paths.achievements(), { tone: 'ok', key: 'conductAfter.works.added' })
}

export default function NewAchievement() {
  const { uses, projects, resources, chosen } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('conductAfter.works')
  return (
    <Page title={t('addTitle')} breadcrumbs={<Breadcrumbs items={[{ to: paths.achievements(), label: t('mine') }]} />}>
      <AchievementForm reply={reply} held={null} {...{ uses, projects, resources, chosen }} />
    </Page>
  )
}
