import type { Actor } from '~/domain/access/permission'
import { type IcsEvent, icsCalendar } from '~/domain/calendar/ics'
import { displayName } from '~/features/catalogue/display-name'
import { type BookingView, getBooking } from '~/features/bookings/queries.server'
import { bilingual } from '~/i18n/bilingual'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

const STATUS = {
  pending: 'TENTATIVE', approved: 'CONFIRMED', in_use: 'CONFIRMED', completed: 'CONFIRMED',
  declined: 'CANCELLED', cancelled: 'CANCELLED', expired: 'CANCELLED', no_show: 'CONFIRMED', displaced: 'CANCELLED',
} as const

/** The calendar file of one booking in the reader's language; null when the actor may not read it. */
export async function bookingCalendarFile(
  actor: Actor,
  bookingId: string,
  context: { locale: Locale; now: Date },
): Promise<{ fileName: string; text: string } | null> {
  const booking = await getBooking(actor, bookingId, context.now)
  if (!booking) return null
  const places = await placesOf(booking)
  return { fileName: `booking-${booking.code}.ics`, text: calendarText(booking, places, context) }
}

export type Place = {
  id: string
  buildingZh: string | null; buildingEn: string | null; roomNumber: string | null
  gateZh: string | null; gateEn: string | null; accessZh: string | null; accessEn: string | null
}

/** Where to go: building, room, gate and how to get in, by resource. */
export async function placesOf(booking: Pick<BookingView, 'items'>): Promise<Place[]> {
  return db.resource.findMany({
    where: { id: { in: booking.items.map((each) => each.resource.id) } },
    select: {
      id: true, buildingZh: true, buildingEn: true, roomNumber: true,
      gateZh: true, gateEn: true, accessZh: true, accessEn: true,
    },
  })
}

export const PRODUCT_ID = '-//Chengdu-Chongqing University Alliance//Booking//EN'

function calendarText(booking: BookingView, places: Place[], { locale, now }: { locale: Locale; now: Date }): string {
  return icsCalendar({ productId: PRODUCT_ID, method: 'PUBLISH', now, events: calendarEvents(booking, places, locale) })
}

/** The entries of a booking, one for each item that has a time. A file, an invitation and its updates are of the same UID. */
export function calendarEvents(booking: BookingView, places: readonly Place[], locale: Locale): IcsEvent[] {
  const t = createTranslator(locale)
  const text = (zh: string | null | undefined, en: string | null | undefined) => bilingual({ zh, en }, locale).text
  const url = `${env.BASE_URL}${paths.booking(booking.id)}`
  const isSingle = booking.items.length === 1
  return booking.items.flatMap(({ id, startsAt, endsAt, resource }) => {
    if (!startsAt || !endsAt) return []
    const place = places.find((each) => each.id === resource.id)
    const name = displayName({ ...resource, kind: { en: resource.kindEn } }, locale).text
    const location = [
      text(resource.universityZh, resource.universityEn),
      text(resource.campusZh, resource.campusEn),
      text(place?.buildingZh, place?.buildingEn),
      place?.roomNumber,
    ]
    const lines = [
      t('bookings.file.code', { code: booking.code }),
      t('bookings.file.status', { status: t(`common.bookingStatus.${booking.status}`) }),
      text(resource.labZh, resource.labEn),
      place?.gateZh || place?.gateEn ? t('bookings.file.gate', { gate: text(place.gateZh, place.gateEn) }) : null,
      text(place?.accessZh, place?.accessEn),
      url,
    ]
    return [{
      start: startsAt,
      end: endsAt,
      // One booking, one entry; of several items each needs its own.
      uid: isSingle ? `${booking.id}@alliance` : `${booking.id}.${id}@alliance`,
      sequence: booking.sequence,
      timeZone: resource.timeZone,
      summary: booking.title ? `${booking.title} (${name})` : name,
      description: lines.filter(Boolean).join('\n'),
      location: location.filter(Boolean).join(locale === 'zh-CN' ? ' ' : ', '),
      url,
      status: STATUS[booking.status],
      lastModified: booking.updatedAt,
    }]
  })
}
