import { type BookingFacts, bookingMail } from '#emails/booking-parts'
import type { Mail } from '#emails/compose'

export type RequestWithdrawnProps = {
  booking: BookingFacts
  /** The time that was asked for, where it was a change of a booking. */
  wanted: string | null
  /** Whether the booking itself is gone. */
  isCancelled: boolean
  listLink: string
}

/** To those who had been asked to decide. */
export function requestWithdrawn({ booking, wanted, isCancelled, listLink }: RequestWithdrawnProps): Mail {
  const what = wanted === null ? 'request' : isCancelled ? 'changeAndBooking' : 'change'
  return bookingMail({
    booking,
    subject: (t, resource) => t('mail.requestWithdrawn.subject', { resource }),
    paragraphs: (t) => [t(`mail.requestWithdrawn.${what}`, { person: booking.person })],
    lines: (t) => (wanted === null ? [] : [t('mail.booking.wanted', { value: wanted })]),
    action: (t) => t('mail.requestWithdrawn.action'),
    link: listLink,
  })
}
