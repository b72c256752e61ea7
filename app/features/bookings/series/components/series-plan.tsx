import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { NEAREST_DAYS, ON_CLASH, refusing } from '~/domain/booking/series'
import { RouteLine } from '~/features/approvals/components/route-line'
import { PeriodText } from '~/features/bookings/components/booking-text'
import { ProblemList } from '~/features/bookings/components/verdict-panel'
import type { SeriesPreview } from '~/features/bookings/series/preview.server'
import { bilingual } from '~/i18n/bilingual'
import { formatMoney, formatPeriod, formatPlainDate } from '~/i18n/format'
import { RadioGroup } from '~/ui/choice'
import { cx } from '~/ui/cx'
import { Icon } from '~/ui/icon'
import { Notice } from '~/ui/notice'

type Occurrence = SeriesPreview['occurrences'][number]
type SeriesPlanProps = { preview: SeriesPreview; onClash: string; timeZone: string; now: Date }

/** Every occurrence with what the rules say to it, in a form: each can be left out, and what clashes has a choice. */
export function SeriesPlan({ preview, onClash, timeZone, now }: SeriesPlanProps) {
  const t = useTranslations('series')
  const locale = useLocale()
  const there = useTranslations('operators.attendance')
  const { occurrences, leftOut, totalFen, approvers, attendance } = preview
  const booked = occurrences.filter((each) => each.period !== null).length
  const clashes = occurrences.length - booked
  const hadClash = occurrences.some((each) => each.outcome !== 'fits')
  const rows = [
    ...occurrences.map((each) => ({ date: each.date, row: <OccurrenceRow key={each.date} occurrence={each} timeZone={timeZone} now={now} /> })),
    ...leftOut.map((each) => ({ date: each.date, row: <LeftOutRow key={each.date} day={each} now={now} /> })),
  ].toSorted((a, b) => a.date.localeCompare(b.date))
  return (
    <div className="grid gap-4">
      <Notice tone={preview.ok ? 'ok' : 'warn'} title={t('summary', { booked, clashes, leftOut: leftOut.length })}>
        {preview.ok ? null : t('blocked')}
      </Notice>
      {hadClash ? (
        <RadioGroup
          name="onClash"
          legend={t('onClash')}
          defaultValue={onClash}
          choices={ON_CLASH.map((value) => ({
            value, label: t(`onClashChoice.${value}`), hint: value === 'nearest' ? t('nearestHint', { days: NEAREST_DAYS }) : undefined,
          }))}
        />
      ) : (
        <input type="hidden" name="onClash" value={onClash} />
      )}
      <ol className="border-t border-line">{rows.map(({ row }) => row)}</ol>
      <dl className="grid gap-2">
        {attendance === null || attendance === 'whole' ? null : (
          <div>
            <dt className="text-sm text-muted">{there('label')}</dt>
            <dd>{there(attendance)}</dd>
          </div>
        )}
        {totalFen === null ? null : (
          <div>
            <dt className="text-sm text-muted">{t('price')}</dt>
            <dd className="font-medium tabular-nums">{formatMoney(totalFen, locale)}</dd>
          </div>
        )}
        {approvers.length > 0 ? (
          <div>
            <dt className="text-sm text-muted">{t('approval')}</dt>
            <dd><RouteLine stages={approvers} /></dd>
          </div>
        ) : null}
      </dl>
    </div>
  )
}

const LOOKS = {
  fits: { icon: 'check', look: 'text-accent' },
  nearest: { icon: 'clock', look: 'text-waiting' },
  clash: { icon: 'cross', look: 'text-refused' },
} as const

function OccurrenceRow({ occurrence, timeZone, now }: { occurrence: Occurrence; timeZone: string; now: Date }) {
  const t = useTranslations('series')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  const { date, wanted, outcome, period, problems, needsApproval } = occurrence
  const { icon, look } = LOOKS[outcome]
  const moved = period ? formatPeriod(period, { locale, timeZone, viewerTimeZone, now }) : ''
  const word = outcome === 'nearest' ? t('outcome.nearest', { period: moved }) : t(`outcome.${outcome === 'fits' && needsApproval ? 'approval' : outcome}`)
  const shown = outcome === 'fits' ? problems : refusing(problems)
  return (
    <li className="grid gap-x-6 gap-y-1 border-b border-line py-2 sm:grid-cols-[16rem_minmax(0,1fr)_auto]">
      <span className="font-medium tabular-nums">
        <PeriodText period={wanted} timeZone={timeZone} now={now} />
      </span>
      <div className="grid min-w-0 gap-1">
        <span className={cx('flex items-baseline gap-1.5', look)}>
          <Icon name={icon} />
          {word}
        </span>
        {shown.length > 0 ? (
          <div className="text-sm text-muted">
            <ProblemList problems={shown} timeZone={timeZone} now={now} hasSlotButtons={false} />
          </div>
        ) : null}
      </div>
      <Except date={date} isOut={false} now={now} />
    </li>
  )
}

function LeftOutRow({ day, now }: { day: SeriesPreview['leftOut'][number]; now: Date }) {
  const t = useTranslations('series.leftOut')
  const locale = useLocale()
  const name = bilingual({ zh: day.name?.zh, en: day.name?.en }, locale).text
  return (
    <li className="grid gap-x-6 gap-y-1 border-b border-line py-2 text-muted sm:grid-cols-[16rem_minmax(0,1fr)_auto]">
      <span className="tabular-nums">{formatPlainDate(day.date, locale, now)}</span>
      <span>{day.why === 'holiday' && name ? t('holidayNamed', { name }) : t(day.why)}</span>
      {day.why === 'exception' ? <Except date={day.date} isOut now={now} /> : null}
    </li>
  )
}

/** Ticked dates are left out when the times are shown again, or booked. */
function Except({ date, isOut, now }: { date: string; isOut: boolean; now: Date }) {
  const t = useTranslations('series')
  const locale = useLocale()
  const words = { date: formatPlainDate(date, locale, now) }
  return (
    <label className="flex items-center gap-2 text-sm">
      <input type="checkbox" name="except" value={date} defaultChecked={isOut} className="size-4 accent-accent" aria-label={t(isOut ? 'keepOut' : 'remove', words)} />
      <span aria-hidden="true">{t('removeShort')}</span>
    </label>
  )
}
