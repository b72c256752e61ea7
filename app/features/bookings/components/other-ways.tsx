import { Link } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import type { ResourceMode } from '~/domain/booking/facts'
import type { Period } from '~/domain/time/interval'
import type { Elsewhere } from '~/features/bookings/alternatives.server'
import { ElsewhereList } from '~/features/bookings/components/elsewhere-list'
import { paths } from '~/platform/paths'

export type OtherWaysProps = {
  /** Empty: nothing stands in the way, or nothing like it is free. */
  elsewhere: readonly Elsewhere[]
  resource: { id: string; kind: { id: string }; modes: readonly ResourceMode[] }
  period: Period
  now: Date
}

const link = 'text-accent underline decoration-line underline-offset-4'

/** When the wished time cannot be had: like resources elsewhere with journey and price, or samples sent. */
export function OtherWays({ elsewhere, resource, period, now }: OtherWaysProps) {
  const t = useTranslations('finding.other')
  const minutes = Math.max(1, Math.round((period.end.getTime() - period.start.getTime()) / 60_000))
  return (
    <div className="grid gap-3">
      {elsewhere.length > 0 ? (
        <ElsewhereList elsewhere={elsewhere} now={now} to={(id, slot) => paths.book(id, { start: slot.start.toISOString(), end: slot.end.toISOString() })} />
      ) : null}
      {resource.modes.includes('entrusted_test') ? (
        <p>
          <Link to={paths.sendSamples(resource.id)} className={link}>{t('samples')}</Link>
        </p>
      ) : null}
      <p>
        <Link to={paths.find({ kind: resource.kind.id, minutes, sort: 'nearest' })} className={link}>{t('all')}</Link>
      </p>
    </div>
  )
}
