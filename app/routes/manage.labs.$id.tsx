import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { LabTabs } from '~/features/catalogue/components/entry-tabs'
import { keptLab } from '~/features/catalogue/labs/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'

/** The frame of a lab's entry, for those who keep it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const lab = await keptLab(await requireActor(request), params.id ?? '')
  if (lab === null) throw notFound()
  const { id, isRetired, isConfirmed, values } = lab
  return { id, isRetired, isConfirmed, zh: values.nameZh, en: values.nameEn }
}

export default function LabEntry() {
  const { id, isRetired, isConfirmed, zh, en } = useLoaderData<typeof loader>()
  const t = useTranslations('listing')
  const machine = useTranslations('usageMachine')
  const locale = useLocale()
  return (
    <Page
      title={bilingual({ zh, en }, locale).text}
      lead={
        isRetired ? <Status tone="muted">{t('status.retired')}</Status> : isConfirmed ? <Status tone="ok">{t('status.active')}</Status> : <Status tone="waiting">{t('unconfirmed')}</Status>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manageLabs(), label: t('labs.title') }]} />}
      action={
        <ButtonRow>
          <LinkButton to={paths.lab(id)}>{t('resource.view')}</LinkButton>
          {isRetired ? null : <LinkButton to={paths.labCards(id)}>{machine('cards.all')}</LinkButton>}
          {isRetired ? null : <LinkButton tone="primary" to={paths.newResource({ lab: id })}>{t('lab.addResource')}</LinkButton>}
        </ButtonRow>
      }
    >
      <LabTabs id={id} />
      <Outlet />
    </Page>
  )
}
