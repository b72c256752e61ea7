import { type BookingFacts, bookingMail } from '#emails/booking-parts'
import type { Mail } from '#emails/compose'

export type BookingReceivedProps = { booking: BookingFacts; dueAt: string | null; isHeld: boolean }

/** To those who asked: the request is in and waits. */
export function bookingReceived({ booking, dueAt, isHeld }: BookingReceivedProps): Mail {
  return bookingMail({
    booking,
    subject: (t, resource) => t('mail.bookingReceived.subject', { resource }),
    paragraphs: (t) => [
      t('mail.bookingReceived.body'),
      t(isHeld ? 'mail.bookingReceived.held' : 'mail.bookingReceived.competes'),
    ],
    after: (t) => [dueAt && t('mail.bookingReceived.due', { dueAt }), t('mail.bookingReceived.next')],
    action: (t) => t('mail.booking.open'),
  })
}
