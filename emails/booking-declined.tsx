import { type BookingFacts, bookingMail } from '#emails/booking-parts'
import type { Mail } from '#emails/compose'

export type BookingDeclinedProps = {
  booking: BookingFacts
  reason: string | null
  /** Another request for the same time was accepted. */
  isRival: boolean
  findLink: string
}

export function bookingDeclined({ booking, reason, isRival, findLink }: BookingDeclinedProps): Mail {
  return bookingMail({
    booking,
    subject: (t, resource) => t('mail.bookingDeclined.subject', { resource }),
    paragraphs: (t) => [
      t(isRival ? 'mail.bookingDeclined.rival' : 'mail.bookingDeclined.body'),
      isRival ? null : reason && t('mail.booking.reason', { reason }),
    ],
    after: (t) => [t('mail.bookingDeclined.next')],
    action: (t) => t('mail.booking.another'),
    link: findLink,
  })
}
