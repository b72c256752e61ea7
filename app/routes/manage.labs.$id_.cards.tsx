import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { CardSheet } from '~/features/usage/cards/components/card-sheet'
import { labCards } from '~/features/usage/cards/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const lab = await labCards(await requireActor(request), params.id ?? '')
  if (lab === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('usageMachine.cards.all') }), ...lab }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function LabCards() {
  const { id, zh, en, cards } = useLoaderData<typeof loader>()
  const t = useTranslations('usageMachine.cards')
  const name = bilingual({ zh, en }, useLocale()).text
  return (
    <Page title={<span data-screen-only>{t('all')}</span>} lead={<span data-screen-only>{t('lead')}</span>} breadcrumbs={<div data-screen-only><Breadcrumbs items={[{ to: paths.manageLab(id), label: name }]} /></div>}>
      {cards.length === 0 ? <p className="text-muted">{t('none')}</p> : <CardSheet cards={cards} />}
    </Page>
  )
}
