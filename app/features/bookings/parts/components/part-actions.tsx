import { useTranslations } from 'use-intl'
import type { BookingView } from '~/features/bookings/queries.server'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'

/** For whoever may change it: give back a part of what is left, and go on where it runs. */
export function PartActions({ booking, mayUpdate, now }: { booking: BookingView; mayUpdate: boolean; now: Date }) {
  const t = useTranslations('waits')
  const { id, status, startsAt, endsAt, items, change } = booking
  const isHeld = status === 'approved' || status === 'in_use'
  if (!mayUpdate || !isHeld || change || items.length !== 1 || !startsAt || !endsAt || endsAt <= now) return null
  return (
    <>
      {startsAt <= now ? <LinkButton to={paths.extendBooking(id)}>{t('extend.action')}</LinkButton> : null}
      <LinkButton to={paths.releaseBooking(id)}>{startsAt <= now ? t('release.running') : t('release.action')}</LinkButton>
    </>
  )
}
