import { useTranslations } from 'use-intl'
import type { BookingStatus } from '~/domain/booking/states'
import { Status, type StatusTone } from '~/ui/badge'

const tones: Record<BookingStatus, StatusTone> = {
  pending: 'waiting',
  approved: 'ok',
  in_use: 'ok',
  completed: 'muted',
  declined: 'refused',
  cancelled: 'muted',
  expired: 'muted',
  no_show: 'refused',
  displaced: 'refused',
}

export function BookingStatusBadge({ status }: { status: BookingStatus }) {
  const t = useTranslations('common.bookingStatus')
  return <Status tone={tones[status]}>{t(status)}</Status>
}
