import { useLocale, useTimeZone } from 'use-intl'
import type { BookingItemView, PersonName } from '~/features/bookings/queries.server'
import { displayName } from '~/features/catalogue/display-name'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime, formatPeriod, type PeriodLike } from '~/i18n/format'

type Resource = BookingItemView['resource']

/** The resource's name in the reader's language, with `lang` where it is the other one. */
export function ItemName({ resource }: { resource: Resource }) {
  const locale = useLocale()
  const { text, lang } = nameOf(resource, locale)
  return <span lang={lang === locale ? undefined : lang}>{text}</span>
}

export function nameOf(resource: Resource, locale: 'zh-CN' | 'en') {
  return displayName({ ...resource, kind: { en: resource.kindEn } }, locale)
}

/** University and campus of an item. */
export function ItemPlace({ resource }: { resource: Resource }) {
  const locale = useLocale()
  const university = bilingual({ zh: resource.universityZh, en: resource.universityEn }, locale).text
  const campus = bilingual({ zh: resource.campusZh, en: resource.campusEn }, locale).text
  return (
    <>
      {university} · {campus}
    </>
  )
}

/** A period on the campus's clock, with the zone where the reader's clock differs. */
export function PeriodText({ period, timeZone, now }: { period: PeriodLike; timeZone: string; now: Date }) {
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  return (
    <time dateTime={period.start.toISOString()}>{formatPeriod(period, { locale, timeZone, viewerTimeZone, now })}</time>
  )
}

/** Instants of a campus in words, with the zone where the reader's clock differs. */
export function useInstantText(timeZone: string, now: Date): (instant: Date) => string {
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  return (instant) => formatDateTime(instant, { locale, timeZone, viewerTimeZone, now })
}

/** A person's name in the reader's language, or the address where no name is known. */
export function personName(person: Pick<PersonName, 'nameZh' | 'nameEn' | 'email'>, locale: 'zh-CN' | 'en'): string {
  return bilingual({ zh: person.nameZh, en: person.nameEn }, locale).text || person.email
}
