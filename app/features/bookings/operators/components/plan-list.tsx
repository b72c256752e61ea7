import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { BookingStatusBadge } from '~/features/bookings/components/booking-status'
import { ItemName, nameOf, PeriodText, personName } from '~/features/bookings/components/booking-text'
import type { PlanRow } from '~/features/bookings/operators/queries.server'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { EmptyState } from '~/ui/states'

type Props = { plan: readonly PlanRow[]; timeZone: string; now: Date; maySwap: boolean }

/** What an operator is promised to, in order of time. */
export function PlanList({ plan, timeZone, now, maySwap }: Props) {
  const t = useTranslations('operators.plan')
  const locale = useLocale()
  if (plan.length === 0) return <EmptyState icon="calendar" title={t('none')}>{t('noneHint')}</EmptyState>
  return (
    <ol className="grid gap-3">
      {plan.map(({ booking, parts }) => {
        const item = booking.items[0]
        if (!item) return null
        const person = personName(booking.attendee, locale)
        return (
          <li key={booking.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-b border-line pb-3">
            <div className="min-w-0">
              {parts.map((part) => (
                <p key={part.start.toISOString()} className="font-medium tabular-nums"><PeriodText period={part} timeZone={timeZone} now={now} /></p>
              ))}
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Link to={paths.booking(booking.id)} className="underline decoration-line underline-offset-4 hover:decoration-current">
                  <ItemName resource={item.resource} />
                </Link>
                {booking.status === 'approved' ? null : <BookingStatusBadge status={booking.status} />}
              </p>
              {person ? <p className="text-sm text-muted">{t('for', { person })}</p> : null}
            </div>
            {maySwap ? (
              <LinkButton size="small" to={paths.swapOperator(booking.id)} aria-label={t('swapNamed', { resource: nameOf(item.resource, locale).text })}>{t('swap')}</LinkButton>
            ) : null}
          </li>
        )
      })}
    </ol>
  )
}
