import { type BookingFacts, bookingMail } from '#emails/booking-parts'
import type { Mail } from '#emails/compose'

export type BookingMovedProps = {
  booking: BookingFacts
  /** The time it had. */
  before: string
  cause: 'self' | 'lab' | 'decision'
  /** Whether it stands in the reader's calendar, which the mail updates. */
  isApproved: boolean
  /** What the lab said of it. */
  reason?: string | null
}

export function bookingMoved({ booking, before, cause, isApproved, reason = null }: BookingMovedProps): Mail {
  return bookingMail({
    booking,
    subject: (t, resource) => t('mail.bookingMoved.subject', { resource }),
    paragraphs: (t) => [t(`mail.bookingMoved.${cause}`), reason && t('mail.booking.reason', { reason })],
    lines: (t) => [t('mail.booking.before', { value: before })],
    after: (t) => [
      isApproved ? t('mail.booking.invitationUpdate') : t('mail.bookingMoved.stillWaits'),
      cause === 'lab' ? t('mail.bookingMoved.next') : null,
    ],
    action: (t) => t('mail.booking.open'),
  })
}
