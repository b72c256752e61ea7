import { type BookingFacts, bookingMail } from '#emails/booking-parts'
import type { Mail } from '#emails/compose'

export type BookingWaitingProps = {
  booking: BookingFacts
  requestLink: string
  dueAt: string | null
  /** The time asked for, where what waits is a change of a booking. */
  wanted: string | null
}

/** To those who may decide. */
export function bookingWaiting({ booking, requestLink, dueAt, wanted }: BookingWaitingProps): Mail {
  const isChange = wanted !== null
  return bookingMail({
    booking,
    subject: (t, resource) => t(isChange ? 'mail.changeWaiting.subject' : 'mail.bookingWaiting.subject', { resource }),
    paragraphs: (t) => [t(isChange ? 'mail.changeWaiting.body' : 'mail.bookingWaiting.body', { person: booking.person })],
    lines: (t) => (wanted === null ? [] : [t('mail.booking.wanted', { value: wanted })]),
    after: (t) => [dueAt && t('mail.bookingWaiting.due', { dueAt })],
    action: (t) => t('mail.bookingWaiting.action'),
    link: requestLink,
  })
}
