import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { getViewer } from '~/features/auth/session.server'
import { AchievementTable } from '~/features/usage/after/components/achievements'
import { achievementsShown } from '~/features/usage/after/shown.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'

export async function loader({ request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams
  const viewer = await getViewer(request)
  if (!query.get('resource')) await requireActor(request)
  const shown = await achievementsShown(viewer?.actor ?? null, query, new Date())
  if (shown === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, viewer?.locale))
  return { pageTitle: t('common.pageTitle', { title: t('conductAfter.works.title') }), ...shown, isSignedIn: viewer !== null }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

/** What came of uses: the reader's own, a resource's or a project's. */
export default function Achievements() {
  const { rows, filter, subject, isSignedIn } = useLoaderData<typeof loader>()
  const t = useTranslations('conductAfter.works')
  const locale = useLocale()
  const name = subject && bilingual(subject, locale).text
  const title = name === null ? t('mine') : t('of', { name })
  const params = filter.of === 'person' ? {} : { [filter.of]: filter.id }
  return (
    <Page
      title={title} lead={t('lead')}
      breadcrumbs={subject ? <Breadcrumbs items={[{ to: filter.of === 'resource' ? paths.resource(subject.id) : paths.project(subject.id), label: name }]} /> : undefined}
      action={isSignedIn ? <LinkButton tone="primary" to={paths.newAchievement(params)}>{t('add')}</LinkButton> : null}
    >
      {rows.length === 0 ? <EmptyState title={t('none')}>{t('noneHint')}</EmptyState> : (
        <>
          <ButtonRow><LinkButton size="small" reloadDocument to={paths.achievementsFile(params)}>{t('file')}</LinkButton></ButtonRow>
          <AchievementTable rows={rows} caption={title} isPublic={filter.of === 'resource'} />
        </>
      )}
    </Page>
  )
}
