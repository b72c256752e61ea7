import { type BookingFacts, bookingMail, hasTime } from '#emails/booking-parts'
import type { Mail } from '#emails/compose'

export type BookingApprovedProps = {
  booking: BookingFacts
  /** False where the rules let it pass without a decision. */
  isDecided: boolean
  comment: string | null
}

export function bookingApproved({ booking, isDecided, comment }: BookingApprovedProps): Mail {
  return bookingMail({
    booking,
    subject: (t, resource) => t('mail.bookingApproved.subject', { resource }),
    paragraphs: (t) => [
      t(isDecided ? 'mail.bookingApproved.decided' : 'mail.bookingApproved.direct'),
      comment && t('mail.booking.comment', { comment }),
    ],
    after: (t) => [hasTime(booking) ? t('mail.booking.invitation') : null, t('mail.bookingApproved.next')],
    action: (t) => t('mail.booking.open'),
  })
}
