import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { ResourceTabs } from '~/features/catalogue/components/entry-tabs'
import { keptResource } from '~/features/catalogue/resources/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'

/** The frame of a resource's entry, for those who keep it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const resource = await keptResource(await requireActor(request), params.id ?? '')
  if (resource === null) throw notFound()
  const { id, status, values } = resource
  return { id, status, zh: values.nameZh, en: values.nameEn }
}

export default function ResourceEntry() {
  const { id, status, zh, en } = useLoaderData<typeof loader>()
  const t = useTranslations('listing')
  const machine = useTranslations('usageMachine')
  const locale = useLocale()
  return (
    <Page
      title={bilingual({ zh, en }, locale).text}
      lead={<Status tone={status === 'active' ? 'ok' : status === 'draft' ? 'waiting' : 'neutral'}>{t(`status.${status}`)}</Status>}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manageResources(), label: t('resources.title') }]} />}
      action={
        <ButtonRow>
          {status === 'retired' ? null : <LinkButton to={paths.resourceCard(id)}>{machine('cards.one')}</LinkButton>}
          <LinkButton to={paths.resource(id)}>{t('resource.view')}</LinkButton>
        </ButtonRow>
      }
    >
      <ResourceTabs id={id} />
      <Outlet />
    </Page>
  )
}
