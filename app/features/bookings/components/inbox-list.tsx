import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { ItemName, PeriodText, personName, useInstantText } from '~/features/bookings/components/booking-text'
import type { InboxItem } from '~/features/bookings/inbox.server'
import { defaultTimeZone } from '~/i18n/locale'
import { paths } from '~/platform/paths'
import { Badge } from '~/ui/badge'
import { cx } from '~/ui/cx'

/** The waiting requests by deadline, each with a box to decide several together. The boxes belong to the form `formId`. */
export function InboxList({ items, currentId, formId, now }: { items: readonly InboxItem[]; currentId: string | null; formId: string; now: Date }) {
  const t = useTranslations('approvals')
  return (
    <ol aria-label={t('list')} className="border-t border-line">
      {items.map((item) => (
        <li key={item.requestId} className={cx('flex items-start gap-3 border-b border-line px-1 py-3', item.requestId === currentId && 'bg-accent-soft')}>
          <Choose item={item} formId={formId} />
          <Summary item={item} isCurrent={item.requestId === currentId} now={now} />
        </li>
      ))}
    </ol>
  )
}

function Choose({ item, formId }: { item: InboxItem; formId: string }) {
  const t = useTranslations('approvals')
  const locale = useLocale()
  const { booking } = item
  return (
    <input
      type="checkbox"
      form={formId}
      name="chosen"
      value={`${booking.id}:${booking.version}`}
      aria-label={t('choose', { name: personName(booking.attendee, locale) })}
      className="mt-1 size-5 shrink-0 accent-accent"
    />
  )
}

function Summary({ item, isCurrent, now }: { item: InboxItem; isCurrent: boolean; now: Date }) {
  const t = useTranslations('approvals')
  const words = useTranslations('series')
  const locale = useLocale()
  const { booking } = item
  const first = booking.items[0]
  const period = periodAsked(item)
  const timeZone = first?.resource.timeZone ?? defaultTimeZone
  const instant = useInstantText(timeZone, now)
  if (!first) return null
  return (
    <div className="grid min-w-0 flex-1 gap-0.5">
      <Link
        to={paths.approval(item.requestId)}
        aria-current={isCurrent ? 'true' : undefined}
        preventScrollReset
        className="font-medium underline decoration-line underline-offset-4 hover:decoration-current"
      >
        {personName(booking.attendee, locale)}
      </Link>
      {booking.seriesId ? <span className="text-sm text-muted">{words('section')}</span> : null}
      <span className="break-words">
        <ItemName resource={first.resource} /> {item.kind === 'change' ? <Badge>{t('change')}</Badge> : null}
      </span>
      {period ? (
        <span className="text-sm tabular-nums text-muted">
          <PeriodText period={period} timeZone={timeZone} now={now} />
        </span>
      ) : null}
      <span className="text-sm text-waiting">
        {item.dueAt ? t('due', { at: instant(item.dueAt) }) : t('dueNone')}
      </span>
    </div>
  )
}

/** The period asked for: the new one where a change is proposed. */
export function periodAsked({ kind, booking }: Pick<InboxItem, 'kind' | 'booking'>): { start: Date; end: Date } | null {
  const moved = kind === 'change' ? booking.change?.items[0] : null
  if (moved) return { start: moved.startsAt, end: moved.endsAt }
  return booking.startsAt && booking.endsAt ? { start: booking.startsAt, end: booking.endsAt } : null
}
