import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { isOpen } from '~/domain/booking/states'
import { BookingStatusBadge } from '~/features/bookings/components/booking-status'
import { ItemName, ItemPlace, PeriodText, personName, useInstantText } from '~/features/bookings/components/booking-text'
import type { BookingView } from '~/features/bookings/queries.server'
import { defaultTimeZone } from '~/i18n/locale'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton } from '~/ui/button'

export type BookingRowProps = {
  booking: BookingView
  /** Names the person where it is not the reader. */
  readerId?: string
  hasActions?: boolean
  /** What else can be done from the list that it stands in. */
  action?: ReactNode
  now: Date
}

/** One booking in a list: when, what, where, how it stands, and what can be done to it. */
export function BookingRow({ booking, readerId, hasActions = false, action, now }: BookingRowProps) {
  const t = useTranslations('bookings')
  const locale = useLocale()
  const { attendee, items, change, homeUniversity } = booking
  const first = items[0]
  const timeZone = first?.resource.timeZone ?? defaultTimeZone
  const instant = useInstantText(timeZone, now)
  if (!first) return null
  const moved = change?.items[0]
  const isElse = readerId !== undefined && attendee.id !== readerId
  return (
    <article className="grid gap-x-6 gap-y-1 border-b border-line py-3 sm:grid-cols-[15rem_minmax(0,1fr)_auto]">
      <p className="font-medium tabular-nums">
        {booking.startsAt && booking.endsAt ? (
          <PeriodText period={{ start: booking.startsAt, end: booking.endsAt }} timeZone={timeZone} now={now} />
        ) : null}
      </p>
      <div className="grid min-w-0 content-start gap-0.5">
        <p>
          <Link to={paths.booking(booking.id)} className="font-medium underline decoration-line underline-offset-4 hover:decoration-current">
            <ItemName resource={first.resource} />
            {items.length > 1 ? ` +${items.length - 1}` : null}
          </Link>
        </p>
        <p className="break-words text-sm text-muted">
          {[booking.title].filter(Boolean).map((title) => `${title} · `)}
          <ItemPlace resource={first.resource} />
        </p>
        {isElse ? (
          <p className="text-sm text-muted">
            {homeUniversity
              ? t('today.person', { name: personName(attendee, locale), university: locale === 'en' ? homeUniversity.nameEn : homeUniversity.nameZh })
              : personName(attendee, locale)}
          </p>
        ) : null}
        {booking.status === 'pending' && booking.holdExpiresAt ? (
          <p className="text-sm text-waiting">
            {t('row.waitsUntil', { at: instant(booking.holdExpiresAt) })}
          </p>
        ) : null}
        {moved ? (
          <p className="text-sm text-waiting">
            {t.rich('row.changeWaits', {
              period: () => <PeriodText period={{ start: moved.startsAt, end: moved.endsAt }} timeZone={timeZone} now={now} />,
            })}
          </p>
        ) : null}
      </div>
      <div className="flex flex-col items-start gap-2 sm:items-end">
        <BookingStatusBadge status={booking.status} />
        {hasActions ? <RowActions booking={booking} now={now} /> : null}
        {action}
      </div>
    </article>
  )
}

/** Only what is allowed now; the pages behind say why should that change. */
function RowActions({ booking, now }: { booking: BookingView; now: Date }) {
  const t = useTranslations('bookings')
  const mayChange = isOpen(booking.status) && booking.startsAt !== null && booking.startsAt > now
  const first = booking.items[0]
  return (
    <ButtonRow className="sm:justify-end">
      {mayChange ? (
        <>
          <LinkButton size="small" to={paths.changeBooking(booking.id)}>
            {t('action.change')}
          </LinkButton>
          <LinkButton size="small" to={paths.cancelBooking(booking.id)}>
            {booking.status === 'pending' ? t('action.withdraw') : t('action.cancel')}
          </LinkButton>
          <LinkButton size="small" tone="quiet" reloadDocument to={paths.bookingCalendarFile(booking.id)}>
            {t('action.file')}
          </LinkButton>
        </>
      ) : first ? (
        <LinkButton size="small" to={paths.book(first.resource.id)}>
          {t('action.again')}
        </LinkButton>
      ) : null}
    </ButtonRow>
  )
}
