import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { LabelSheet } from '~/features/usage/orders/components/label-sheet'
import { labelsOf } from '~/features/usage/orders/labels.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'

/** Labels for whoever sends the samples and for the lab; the code on them leads to the order. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const labels = await labelsOf(actor, params.id ?? '', new Date())
  if (labels === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('orders.labels') }), ...labels }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Labels() {
  const { order, address, storage } = useLoaderData<typeof loader>()
  const t = useTranslations('orders')
  return (
    <>
      <div data-screen-only>
        <Page title={t('labels')} lead={t('labelsLead')} breadcrumbs={<Breadcrumbs items={[{ to: paths.order(order.id), label: t('pageTitle', { code: order.code }) }]} />} />
      </div>
      <div className="mt-6 grid gap-6 print:mt-0 print:gap-0">
        <LabelSheet {...{ order, address, storage }} />
      </div>
    </>
  )
}
