import { type BookingFacts, bookingMail } from '#emails/booking-parts'
import type { Mail } from '#emails/compose'

export type BookingChangeProps = {
  booking: BookingFacts
  state: 'received' | 'declined' | 'expired'
  /** The time asked for. */
  wanted: string
  reason: string | null
}

/** A change that was asked for: it waits, or did not come about and the booking stays as it was. */
export function bookingChange({ booking, state, wanted, reason }: BookingChangeProps): Mail {
  return bookingMail({
    booking,
    subject: (t, resource) => t(`mail.bookingChange.${state}.subject`, { resource }),
    paragraphs: (t) => [t(`mail.bookingChange.${state}.body`), reason && t('mail.booking.reason', { reason })],
    lines: (t) => [t('mail.booking.wanted', { value: wanted })],
    after: (t) => [t(`mail.bookingChange.${state}.next`)],
    action: (t) => t('mail.booking.open'),
  })
}
