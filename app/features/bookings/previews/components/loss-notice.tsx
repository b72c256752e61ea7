import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { LossPreview, Refused } from '~/features/bookings/previews/rights.server'
import { ProblemText } from '~/features/catalogue/components/entry-problems'
import { bilingual } from '~/i18n/bilingual'
import { formatPeriod } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Notice } from '~/ui/notice'
import { Table } from '~/ui/table'

/** The bookings to come that rest on a right, before it is taken and after. */
export function LossNotice({ loss }: { loss: LossPreview }) {
  const t = useTranslations('training.loss')
  const more = useTranslations('hours.preview')
  const locale = useLocale()
  const { count, fallen, elsewhere } = loss
  if (count + elsewhere === 0) return <p className="text-muted">{t('none')}</p>
  return (
    <Notice tone="warn" title={t('some', { count: count + elsewhere })}>
      <ul className="my-1 grid gap-0.5">
        {fallen.map((each) => (
          <li key={`${each.bookingId} ${each.resourceId} ${each.start.toISOString()}`} className="flex flex-wrap gap-x-3">
            <Link to={paths.booking(each.bookingId)} className="text-accent underline underline-offset-4">{each.code}</Link>
            <span className="tabular-nums">{formatPeriod(each, { locale, timeZone: each.timeZone })}</span>
            <span className="text-muted">{bilingual({ zh: each.resourceZh, en: each.resourceEn }, locale).text}</span>
          </li>
        ))}
      </ul>
      {count > fallen.length ? <p>{more('more', { count: count - fallen.length })}</p> : null}
      {elsewhere > 0 ? <p>{t('elsewhere', { count: elsewhere })}</p> : null}
      <p>{t('kept')}</p>
    </Notice>
  )
}

/** Bookings to come that would be refused today, each with what is missing and the way to it. */
export function RefusedTable({ rows, now }: { rows: readonly Refused[]; now: Date }) {
  const t = useTranslations('training')
  const locale = useLocale()
  const name = (zh: string | null, en: string | null) => bilingual({ zh, en }, locale).text
  if (rows.length === 0) return <p className="text-muted">{t('loss.noRefused')}</p>
  return (
    <Table<Refused>
      caption={t('loss.refused')}
      isCaptionHidden
      rows={rows}
      rowKey={(row) => `${row.bookingId} ${row.resourceId} ${row.start.toISOString()}`}
      columns={[
        { key: 'code', label: t('loss.booking'), isRowHeader: true, cell: (row) => <Link to={paths.booking(row.bookingId)} className="underline decoration-line underline-offset-4">{row.code}</Link> },
        { key: 'when', label: t('column.when'), cell: (row) => <span className="tabular-nums">{formatPeriod(row, { locale, timeZone: row.timeZone, now })}</span> },
        { key: 'person', label: t('column.person'), cell: (row) => name(row.nameZh, row.nameEn) },
        { key: 'resource', label: t('column.resource'), cell: (row) => name(row.resourceZh, row.resourceEn) },
        { key: 'why', label: t('loss.missing'), cell: (row) => row.problems.map((each) => <span key={each.code} className="block"><ProblemText problem={each} /></span>) },
      ]}
    />
  )
}
