import { type BookingFacts, bookingMail, hasTime } from '#emails/booking-parts'
import type { Mail } from '#emails/compose'

export type BookingCancelledProps = {
  booking: BookingFacts
  by: 'self' | 'lab' | 'group'
  reason: string | null
  /** Whether it stood in the reader's calendar, which the mail clears. */
  wasApproved: boolean
  reader: 'booker' | 'manager'
  findLink: string
}

export function bookingCancelled(props: BookingCancelledProps): Mail {
  const { booking, by, reason, wasApproved, reader, findLink } = props
  const isBooker = reader === 'booker'
  return bookingMail({
    booking,
    subject: (t, resource) => t('mail.bookingCancelled.subject', { resource }),
    paragraphs: (t) => [
      isBooker ? t(`mail.bookingCancelled.${by}`) : t('mail.bookingCancelled.toManager', { person: booking.person }),
      reason && t('mail.booking.reason', { reason }),
    ],
    after: (t) => [
      isBooker && wasApproved && hasTime(booking) ? t('mail.booking.invitationEnd') : null,
      isBooker ? t('mail.bookingCancelled.next') : t('mail.bookingCancelled.free'),
    ],
    action: (t) => t(isBooker ? 'mail.booking.another' : 'mail.booking.open'),
    link: isBooker ? findLink : booking.link,
  })
}
