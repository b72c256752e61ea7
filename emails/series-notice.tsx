import { type BookingFacts } from '#emails/booking-parts'
import { ActionLink, composeMail, Paragraph, type Mail } from '#emails/compose'
import { createTranslator } from '~/i18n/translator'

export const SERIES_NOTICES = [
  'booked', 'received', 'waiting', 'approved', 'declined', 'moved', 'changeReceived', 'changeWaiting', 'changeDeclined', 'cancelled', 'expired',
] as const

export type SeriesNoticeProps = {
  kind: (typeof SERIES_NOTICES)[number]
  /** The first of the bookings: all have the same resource and person. */
  booking: BookingFacts
  /** When each takes place, with the zone named. */
  times: readonly string[]
  dueAt: string | null
  reason: string | null
  hasFile: boolean
  link: string
}

/** What happened to the bookings of a series at once, each with its time. */
export function seriesNotice({ kind, booking, times, dueAt, reason, hasFile, link }: SeriesNoticeProps): Mail {
  const { locale, person, title } = booking
  const t = createTranslator(locale)
  const [first] = booking.items
  const count = times.length
  const isQuestion = kind === 'waiting' || kind === 'changeWaiting'
  const paragraphs = [
    t(`mail.series.${kind}.body`, { person }),
    reason && t('mail.booking.reason', { reason }),
    dueAt && t(isQuestion ? 'mail.bookingWaiting.due' : 'mail.bookingReceived.due', { dueAt }),
  ]
  const facts = [
    t('mail.booking.resource', { value: first?.resource ?? '' }),
    t('mail.booking.lab', { value: first?.lab ?? '' }),
    t('mail.booking.place', { value: first?.place ?? '' }),
    ...(first?.entrance ? [t('mail.booking.entrance', { value: first.entrance })] : []),
    ...(first?.access ? [t('mail.booking.access', { value: first.access })] : []),
    ...(title ? [t('mail.booking.title', { value: title })] : []),
    t('mail.booking.person', { value: person }),
  ]
  return composeMail({
    locale,
    t,
    subject: t(`mail.series.${kind}.subject`, { resource: first?.resource ?? '', count }),
    children: (
      <>
        {paragraphs.map((text, index) => (text ? <Paragraph key={index}>{text}</Paragraph> : null))}
        <ul style={{ margin: '0 0 16px', paddingLeft: 20 }}>
          {facts.map((text, index) => (
            <li key={index}>{text}</li>
          ))}
        </ul>
        <Paragraph>{t('mail.series.times', { count })}</Paragraph>
        <ul style={{ margin: '0 0 16px', paddingLeft: 20 }}>
          {times.map((text, index) => (
            <li key={index}>{text}</li>
          ))}
        </ul>
        {kind === 'expired' ? <Paragraph>{t('mail.bookingExpired.next')}</Paragraph> : null}
        {hasFile ? <Paragraph>{t(kind === 'cancelled' ? 'mail.series.fileEnd' : 'mail.series.file')}</Paragraph> : null}
        <ActionLink href={link}>{t(isQuestion ? 'mail.bookingWaiting.action' : 'mail.booking.open')}</ActionLink>
      </>
    ),
  })
}
