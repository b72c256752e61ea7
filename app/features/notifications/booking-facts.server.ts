import type { BookingFacts } from '#emails/booking-parts'
import type { Place } from '~/features/bookings/ics.server'
import type { BookingItemView, BookingView, PersonName } from '~/features/bookings/queries.server'
import { displayName } from '~/features/catalogue/display-name'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime, formatList, formatPeriod, formatZone, type PeriodLike } from '~/i18n/format'
import type { Locale } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { word } from '~/i18n/word'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

export type Wording = { locale: Locale; now: Date }

/** The booking without what people wrote about their project, where a lab's projects are not for everybody. */
export async function withoutSecrets(booking: BookingView): Promise<BookingView> {
  const restricted = await db.lab.count({ where: { id: { in: booking.target.labIds }, access: 'restricted' } })
  return { ...booking, notes: null, title: restricted > 0 ? null : booking.title }
}

/** A booking worded for a mail. Times are the campus's, with the zone named. */
export function bookingFacts(booking: BookingView, places: readonly Place[], wording: Wording, setAside: BookingFacts['setAside'] = null): BookingFacts {
  const { locale } = wording
  return {
    locale,
    code: booking.code,
    title: booking.title,
    person: personText(booking.attendee, booking.homeUniversity, locale),
    bookedBy: booking.booker.id === booking.attendee.id ? null : personText(booking.booker, null, locale),
    headCount: booking.headCount,
    items: booking.items.map((item) => itemFacts(item, places.find((each) => each.id === item.resource.id), wording)),
    setAside,
    link: `${env.BASE_URL}${paths.booking(booking.id)}`,
  }
}

/** The rules that somebody set aside for the booking, in words. */
export async function setAsideText(bookingId: string, locale: Locale): Promise<BookingFacts['setAside']> {
  const row = await db.booking.findUnique({ where: { id: bookingId }, select: { rulesSetAside: true } })
  const kept = row?.rulesSetAside as { reason: string; rules: string[] } | null
  if (!kept) return null
  const t = createTranslator(locale)
  return { reason: kept.reason, rules: formatList(kept.rules.map((code) => word(t, `policies.setAside.${code}`) ?? code), locale) }
}

function itemFacts({ resource, startsAt, endsAt }: BookingItemView, place: Place | undefined, wording: Wording) {
  const { locale } = wording
  const text = (zh: string | null | undefined, en: string | null | undefined) => bilingual({ zh, en }, locale).text
  const where = [
    text(resource.universityZh, resource.universityEn),
    text(resource.campusZh, resource.campusEn),
    text(place?.buildingZh, place?.buildingEn),
    place?.roomNumber,
  ]
  return {
    resource: displayName({ ...resource, kind: { en: resource.kindEn } }, locale).text,
    lab: text(resource.labZh, resource.labEn),
    place: where.filter(Boolean).join(locale === 'zh-CN' ? ' ' : ', '),
    when: startsAt && endsAt ? periodText({ start: startsAt, end: endsAt }, resource.timeZone, wording) : null,
    entrance: text(place?.gateZh, place?.gateEn) || null,
    access: text(place?.accessZh, place?.accessEn) || null,
  }
}

export function periodText(period: PeriodLike, timeZone: string, { locale, now }: Wording): string {
  const zone = formatZone(timeZone, locale, period.start)
  return createTranslator(locale)('mail.booking.zoned', { period: formatPeriod(period, { locale, timeZone, now }), zone })
}

export function instantText(instant: Date, timeZone: string, { locale, now }: Wording): string {
  const zone = formatZone(timeZone, locale, instant)
  return createTranslator(locale)('mail.booking.zoned', { period: formatDateTime(instant, { locale, timeZone, now }), zone })
}

function personText(person: PersonName, home: { nameZh: string; nameEn: string } | null, locale: Locale): string {
  const name = bilingual({ zh: person.nameZh, en: person.nameEn }, locale).text || person.email
  const university = bilingual({ zh: home?.nameZh, en: home?.nameEn }, locale).text
  return university ? createTranslator(locale)('mail.booking.personOf', { name, university }) : name
}
