import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { BookingTabs } from '~/features/bookings/components/booking-tabs'
import { OrderRow } from '~/features/usage/orders/components/order-row'
import { ordersOfLedGroups, ownOrders } from '~/features/usage/orders/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { EmptyState } from '~/ui/states'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const t = createTranslator(localeOfRequest(request, locale))
  const [own, led] = await Promise.all([ownOrders(actor, now), ordersOfLedGroups(actor, now)])
  return { pageTitle: t('common.pageTitle', { title: t('orders.mine') }), now, own, led }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Orders() {
  const { own, led, now } = useLoaderData<typeof loader>()
  const t = useTranslations('orders')
  const bookings = useTranslations('bookings')
  const find = <LinkButton tone="primary" to={paths.resources({ mode: 'entrusted_test' })}>{bookings('action.find')}</LinkButton>
  return (
    <Page title={bookings('title')} action={find}>
      <BookingTabs current="orders" />
      {own.length + led.length === 0 ? <EmptyState icon="flask" title={t('empty.title')}>{t('empty.hint')}</EmptyState> : null}
      {own.length > 0 ? (
        <Section title={t('mine')}>
          <ol>{own.map((order) => <li key={order.id}><OrderRow order={order} now={now} /></li>)}</ol>
        </Section>
      ) : null}
      {led.length > 0 ? (
        <Section title={t('ofGroups')}>
          <ol>{led.map((order) => <li key={order.id}><OrderRow order={order} now={now} isNamed /></li>)}</ol>
        </Section>
      ) : null}
    </Page>
  )
}
