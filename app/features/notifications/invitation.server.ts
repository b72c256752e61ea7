import { icsCalendar, type IcsPerson } from '~/domain/calendar/ics'
import { calendarEvents, type Place, PRODUCT_ID } from '~/features/bookings/ics.server'
import type { BookingView, PersonName } from '~/features/bookings/queries.server'
import type { Locale } from '~/i18n/locale'
import { env } from '~/platform/env.server'
import type { Invitation } from '~/platform/mail.server'

/**
 * The calendar files of a booking for a mail: one for each item, since an invitation speaks of one entry
 * (RFC 5546 3.2). A later one of the same UID and a higher SEQUENCE takes the place of an earlier one.
 */
export function invitationsTo(
  booking: BookingView,
  places: readonly Place[],
  { method, locale, now }: { method: Invitation['method']; locale: Locale; now: Date },
): Invitation[] {
  const attendees = [...new Map([booking.booker, booking.attendee].map((each) => [each.id, each])).values()]
  const events = calendarEvents(booking, places, locale)
  return events.map((event, index) => ({
    method,
    fileName: `booking-${booking.code}${index === 0 ? '' : `-${index + 1}`}.ics`,
    text: icsCalendar({
      productId: PRODUCT_ID,
      method,
      now,
      events: [{
        ...event,
        status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
        organizer: sender(),
        attendees: attendees.map((each) => personIn(each, locale)),
      }],
    }),
  }))
}

function personIn({ nameZh, nameEn, email }: PersonName, locale: Locale): IcsPerson {
  return { name: (locale === 'en' ? nameEn || nameZh : nameZh || nameEn) || email, email }
}

/** MAIL_FROM is an address, or a name and an address in angle brackets. */
export function sender(): IcsPerson {
  const [, name = '', email = ''] = /^\s*"?(.*?)"?\s*<([^<>]+)>\s*$/.exec(env.MAIL_FROM) ?? []
  return email === '' ? { name: env.MAIL_FROM.trim(), email: env.MAIL_FROM.trim() } : { name, email }
}
