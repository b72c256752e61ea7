import { type BookingFacts, bookingMail } from '#emails/booking-parts'
import type { Mail } from '#emails/compose'

export type BookingExpiredProps = { booking: BookingFacts; findLink: string }

/** Nobody decided in time. */
export function bookingExpired({ booking, findLink }: BookingExpiredProps): Mail {
  return bookingMail({
    booking,
    subject: (t, resource) => t('mail.bookingExpired.subject', { resource }),
    paragraphs: (t) => [t('mail.bookingExpired.body')],
    after: (t) => [t('mail.bookingExpired.next')],
    action: (t) => t('mail.booking.another'),
    link: findLink,
  })
}
