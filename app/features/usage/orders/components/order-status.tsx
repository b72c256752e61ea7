import { useTranslations } from 'use-intl'
import type { Overdue } from '~/domain/orders/overdue'
import type { OrderStatus } from '~/domain/orders/states'
import { Status, type StatusTone } from '~/ui/badge'

const tones: Record<OrderStatus, StatusTone> = {
  asked: 'waiting', accepted: 'waiting', received: 'neutral', queued: 'neutral', measured: 'neutral', ready: 'ok', returned: 'ok', declined: 'refused', withdrawn: 'muted',
}

export function OrderStatusBadge({ status }: { status: OrderStatus }) {
  const t = useTranslations('orders.status')
  return <Status tone={tones[status]}>{t(status)}</Status>
}

export function OverdueMark({ overdue }: { overdue: Overdue | null }) {
  const t = useTranslations('orders.overdue')
  return overdue === null ? null : <Status tone="refused">{t(overdue)}</Status>
}
