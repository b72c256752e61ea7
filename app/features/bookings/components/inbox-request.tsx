import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { CalendarEntry } from '~/features/bookings/calendar-entry'
import { ItemName, ItemPlace, PeriodText, personName } from '~/features/bookings/components/booking-text'
import { periodAsked } from '~/features/bookings/components/inbox-list'
import { useAnswerItems } from '~/features/bookings/components/question-fields'
import { PriceText } from '~/features/bookings/components/verdict-panel'
import type { InboxItem } from '~/features/bookings/inbox.server'
import { formatDateTime, formatPeriod } from '~/i18n/format'
import { Bilingual } from '~/ui/bilingual'
import { cx } from '~/ui/cx'
import { DataList } from '~/ui/data-list'

/** What is needed to decide: who, from where, for what, when, at what price, and how it went before. */
export function InboxRequest({ item, now }: { item: InboxItem; now: Date }) {
  const t = useTranslations('approvals')
  const uses = useTranslations('bookings.use')
  const modes = useTranslations('common.mode')
  const locale = useLocale()
  const { booking, history, kind } = item
  const { attendee, booker, homeUniversity, group, project } = booking
  const answers = useAnswerItems()
  const company = useTranslations('chains.company')
  const first = booking.items[0]
  if (!first) return null
  const { timeZone } = first.resource
  const asked = periodAsked(item)
  const use = (booking.activity ?? booking.purpose) as 'research'
  return (
    <DataList
      items={[
        {
          label: t('who'),
          value: (
            <>
              {personName(attendee, locale)}
              <span className="block break-all text-sm text-muted">{attendee.email}</span>
              {booker.id === attendee.id ? null : (
                <span className="block text-sm text-muted">{t('bookedBy', { name: personName(booker, locale) })}</span>
              )}
            </>
          ),
        },
        { label: t('from'), value: homeUniversity && <Bilingual value={{ zh: homeUniversity.nameZh, en: homeUniversity.nameEn }} /> },
        { label: t('history'), value: t('historyText', history) },
        {
          label: t('what'),
          value: (
            <>
              {booking.items.map((each) => (
                <span key={each.id} className="block">
                  <ItemName resource={each.resource} />
                  {booking.items.length > 1 && each.startsAt && each.endsAt ? (
                    <span className="block text-sm text-muted"><PeriodText period={{ start: each.startsAt, end: each.endsAt }} timeZone={each.resource.timeZone} now={now} /></span>
                  ) : null}
                </span>
              ))}
              <span className="text-sm text-muted">
                <ItemPlace resource={first.resource} />
              </span>
            </>
          ),
        },
        { label: t('when'), value: asked && <strong><PeriodText period={asked} timeZone={timeZone} now={now} /></strong> },
        {
          label: t('oldTime'),
          value: kind === 'change' && first.startsAt && first.endsAt
            ? <PeriodText period={{ start: first.startsAt, end: first.endsAt }} timeZone={timeZone} now={now} />
            : null,
        },
        { label: t('purpose'), value: [uses.has(use) ? uses(use) : use, booking.title].filter(Boolean).join(' · ') },
        { label: t('mode'), value: modes(first.mode) },
        {
          label: t('carrier'),
          value: group && (
            <>
              <Bilingual value={{ zh: group.nameZh, en: group.nameEn }} />
              {project ? <span className="block text-sm text-muted"><Bilingual value={{ zh: project.nameZh, en: project.nameEn }} /></span> : null}
            </>
          ),
        },
        { label: t('price'), value: <PriceText quote={booking.quote} originClass={booking.originClass} /> },
        { label: t('notes'), value: booking.notes && <span className="whitespace-pre-wrap">{booking.notes}</span> },
        { label: t('declaration'), value: booking.declaration && <span className="whitespace-pre-wrap">{booking.declaration}</span> },
        { label: company('headCount'), value: booking.headCount && company('people', { count: booking.headCount }) },
        ...booking.items.flatMap((each) => answers(each.answers)),
        { label: t('asked'), value: formatDateTime(item.askedAt, { locale, timeZone, now }) },
      ]}
    />
  )
}

/** What else takes the resource on the day asked for, in order, with the request among it. */
export function DayAround({ item, entries, timeZone, now }: { item: InboxItem; entries: readonly CalendarEntry[]; timeZone: string; now: Date }) {
  const t = useTranslations('approvals')
  const words = useTranslations('calendar')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  const isThis = (entry: CalendarEntry) =>
    entry.bookingId === item.booking.id && (item.kind === 'change' ? entry.isProposal : !entry.isProposal)
  if (entries.every(isThis)) return <p className="text-muted">{t('dayNone')}</p>
  return (
    <ol className="grid gap-1">
      {entries.toSorted((a, b) => a.start.localeCompare(b.start)).map((entry) => (
        <li key={entry.key} className={cx('flex flex-wrap gap-x-3 border-l-4 px-3 py-0.5', isThis(entry) ? 'border-waiting-mark bg-waiting-soft' : 'border-line')}>
          <span className="tabular-nums">
            {formatPeriod({ start: new Date(entry.start), end: new Date(entry.end) }, { locale, timeZone, viewerTimeZone, now })}
          </span>
          <span className="text-muted">
            {isThis(entry)
              ? t('dayThis')
              : entry.kind === 'maintenance' || entry.kind === 'closure'
                ? words(`legend.${entry.kind}`)
                : [entry.title ?? words('taken'), entry.isPending ? words('pendingWord') : null].filter(Boolean).join(' · ')}
          </span>
        </li>
      ))}
    </ol>
  )
}
