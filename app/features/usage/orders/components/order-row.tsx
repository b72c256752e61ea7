import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { ItemName, ItemPlace, personName, useInstantText } from '~/features/bookings/components/booking-text'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { OrderStatusBadge } from '~/features/usage/orders/components/order-status'
import type { OrderView } from '~/features/usage/orders/queries.server'
import { paths } from '~/platform/paths'

/** An order in a list of one's own, or of the people of one's group. */
export function OrderRow({ order, now, isNamed = false }: { order: OrderView; now: Date; isNamed?: boolean }) {
  const t = useTranslations('orders')
  const locale = useLocale()
  const instant = useInstantText(order.resource.timeZone, now)
  return (
    <article className="grid gap-1 border-b border-line py-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link to={paths.order(order.id)} className="font-medium underline decoration-line underline-offset-4 hover:decoration-current">{order.title}</Link>
        <OrderStatusBadge status={order.status} />
        {order.resource.isIllustrative ? <IllustrativeMark /> : null}
      </p>
      <p><ItemName resource={order.resource} /> <span className="text-muted"><ItemPlace resource={order.resource} /></span></p>
      <p className="text-sm text-muted tabular-nums">
        {[order.code, t('count', { count: order.samples.length }), isNamed ? personName(order.applicant, locale) : null, t('lab.since', { at: instant(order.askedAt) })].filter(Boolean).join(' · ')}
      </p>
    </article>
  )
}
