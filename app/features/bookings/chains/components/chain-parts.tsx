import { Link } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { ItemName, ItemPlace, PeriodText } from '~/features/bookings/components/booking-text'
import type { BookingView } from '~/features/bookings/queries.server'
import { paths } from '~/platform/paths'
import { Section } from '~/ui/section'

/** The parts of a booking of several resources, in order. */
export function ChainParts({ booking, now }: { booking: BookingView; now: Date }) {
  const t = useTranslations('chains')
  if (booking.items.length < 2) return null
  return (
    <Section title={t('parts')}>
      <p className="text-muted">{t('partsLead', { count: booking.items.length })}</p>
      <ol className="grid list-decimal gap-2 pl-6">
        {booking.items.map(({ id, resource, startsAt, endsAt }) => (
          <li key={id}>
            {startsAt && endsAt ? <span className="font-medium tabular-nums"><PeriodText period={{ start: startsAt, end: endsAt }} timeZone={resource.timeZone} now={now} /></span> : null}
            <span className="block break-words">
              <Link to={paths.resource(resource.id)} className="underline decoration-line underline-offset-4 hover:decoration-current"><ItemName resource={resource} /></Link>
            </span>
            <span className="block text-sm text-muted"><ItemPlace resource={resource} /></span>
          </li>
        ))}
      </ol>
    </Section>
  )
}
