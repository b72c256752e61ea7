import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { CardSheet } from '~/features/usage/cards/components/card-sheet'
import { labCards } from '~/features/usage/cards/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const id = params.id ?? ''
  const cards = await labCards(await requireActor(request), id)
  if (cards === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('usageMachine.cards.all') }), id, cards }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function LabCards() {
  const { id, cards } = useLoaderData<typeof loader>()
  const t = useTranslations('usageMachine.cards')
  return (
    <Page title={<span data-screen-only>{t('all')}</span>} lead={<span data-screen-only>{t('lead')}</span>} breadcrumbs={<div data-screen-only><Breadcrumbs items={[{ to: paths.manageLab(id), label: t('all') }]} /></div>}>
      {cards.length === 0 ? <p className="text-muted">{t('none')}</p> : <CardSheet cards={cards} />}
    </Page>
  )
}
