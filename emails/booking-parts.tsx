import { ActionLink, composeMail, Paragraph, type Mail } from '#emails/compose'
import type { Locale } from '~/i18n/locale'
import { createTranslator, type Translator } from '~/i18n/translator'

/** One resource of a booking, worded in the reader's language. */
export type BookedItem = {
  resource: string
  lab: string
  place: string
  /** With the zone named; null while the lab has not set a time. */
  when: string | null
  entrance: string | null
  access: string | null
}

/** What every mail about a booking tells of it. */
export type BookingFacts = {
  locale: Locale
  code: string
  person: string
  /** Who has booked, where it is somebody else. */
  bookedBy?: string | null
  /** All who come; null: nobody else. */
  headCount?: number | null
  /** Left out where the lab's projects are not for everybody. */
  title: string | null
  items: readonly BookedItem[]
  /** The rules that were set aside for it, and why; null: none. */
  setAside: { rules: string; reason: string } | null
  link: string
}

/** Whether there is an entry to put into a calendar. */
export const hasTime = (booking: BookingFacts): boolean => booking.items.some(({ when }) => when !== null)

type Content = {
  booking: BookingFacts
  subject: (t: Translator, resource: string) => string
  paragraphs: (t: Translator) => (string | null)[]
  /** Lines before the booking's own, such as the time it had. */
  lines?: (t: Translator) => string[]
  after?: (t: Translator) => (string | null)[]
  action: (t: Translator) => string
  link?: string
}

/** What happened and why; the booking; what to do next. */
export function bookingMail({ booking, subject, paragraphs, lines, after, action, link }: Content): Mail {
  const { locale } = booking
  const t = createTranslator(locale)
  const [first] = booking.items
  const more = booking.items.length - 1
  const resource = more > 0 ? t('mail.booking.andMore', { resource: first?.resource ?? '', more }) : (first?.resource ?? '')
  return composeMail({
    locale,
    t,
    subject: subject(t, resource),
    children: (
      <>
        {paragraphs(t).map((text, index) => (text ? <Paragraph key={index}>{text}</Paragraph> : null))}
        <ul style={{ margin: '0 0 16px', paddingLeft: 20 }}>
          {[...(lines?.(t) ?? []), ...factLines(booking, t)].map((text, index) => (
            <li key={index}>{text}</li>
          ))}
        </ul>
        {(after?.(t) ?? []).map((text, index) => (text ? <Paragraph key={index}>{text}</Paragraph> : null))}
        <ActionLink href={link ?? booking.link}>{action(t)}</ActionLink>
      </>
    ),
  })
}

function factLines(booking: BookingFacts, t: Translator): string[] {
  const items = booking.items.flatMap(({ resource, lab, place, when, entrance, access }) => [
    t('mail.booking.resource', { value: resource }),
    when === null ? t('mail.booking.noTime') : t('mail.booking.when', { value: when }),
    t('mail.booking.lab', { value: lab }),
    t('mail.booking.place', { value: place }),
    ...(entrance ? [t('mail.booking.entrance', { value: entrance })] : []),
    ...(access ? [t('mail.booking.access', { value: access })] : []),
  ])
  return [
    ...items,
    ...(booking.title ? [t('mail.booking.title', { value: booking.title })] : []),
    ...(booking.setAside ? [t('mail.booking.setAside', booking.setAside)] : []),
    t('mail.booking.person', { value: booking.person }),
    ...(booking.bookedBy ? [t('mail.booking.bookedBy', { value: booking.bookedBy })] : []),
    ...(booking.headCount ? [t('mail.booking.headCount', { count: booking.headCount })] : []),
    t('mail.booking.code', { value: booking.code }),
  ]
}
