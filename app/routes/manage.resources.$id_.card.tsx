import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { CardSheet } from '~/features/usage/cards/components/card-sheet'
import { resourceCard } from '~/features/usage/cards/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const card = await resourceCard(await requireActor(request), params.id ?? '')
  if (card === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('usageMachine.cards.one') }), card }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function ResourceCard() {
  const { card } = useLoaderData<typeof loader>()
  const t = useTranslations('usageMachine.cards')
  return (
    <Page title={<span data-screen-only>{t('one')}</span>} lead={<span data-screen-only>{t('lead')}</span>} breadcrumbs={<div data-screen-only><Breadcrumbs items={[{ to: paths.manageResource(card.id), label: card.zh }]} /></div>}>
      <CardSheet cards={[card]} />
    </Page>
  )
}
