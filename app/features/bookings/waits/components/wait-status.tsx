import { useTranslations } from 'use-intl'
import type { WaitStatus } from '~/domain/booking/waiting'
import { Status, type StatusTone } from '~/ui/badge'

const tones: Record<WaitStatus, StatusTone> = {
  waiting: 'waiting', offered: 'ok', accepted: 'ok', declined: 'muted', lapsed: 'muted', withdrawn: 'muted',
}

export function WaitStatusBadge({ status }: { status: WaitStatus }) {
  const t = useTranslations('waits.status')
  return <Status tone={tones[status]}>{t(status)}</Status>
}
