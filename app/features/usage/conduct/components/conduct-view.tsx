import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { ConsequenceRow, FindingPage, FindingRow } from '~/features/usage/conduct/pages.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime, formatDuration, formatPeriod } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { paths } from '~/platform/paths'
import { Status, type StatusTone } from '~/ui/badge'
import { DataList } from '~/ui/data-list'
import { Table } from '~/ui/table'

const link = 'text-accent underline underline-offset-4'

const PLEA_TONES: Record<FindingRow['plea'], StatusTone> = { none: 'neutral', open: 'waiting', accepted: 'ok', refused: 'refused' }
const STATE_TONES: Record<ConsequenceRow['state'], StatusTone> = { proposed: 'waiting', in_force: 'refused', refused: 'muted', lifted: 'muted', withdrawn: 'muted', over: 'muted', frozen: 'waiting' }

function FindingState({ finding }: { finding: FindingRow }) {
  const t = useTranslations('conduct')
  if (finding.isWithdrawn) return <Status tone="muted">{t('withdrawn')}</Status>
  return finding.plea === 'none' ? null : <Status tone={PLEA_TONES[finding.plea]}>{t(`pleaState.${finding.plea}`)}</Status>
}

/** What was found, newest first, with what it still weighs and the way to its evidence. */
export function FindingTable({ findings, caption, now }: { findings: readonly FindingRow[]; caption: string; now: Date }) {
  const t = useTranslations('conduct')
  const locale = useLocale()
  return (
    <Table
      caption={caption}
      isCaptionHidden
      rows={findings}
      rowKey={({ id }) => id}
      columns={[
        { key: 'what', label: t('column.what'), isRowHeader: true, cell: ({ id, kind }) => <Link to={paths.conductFinding(id)} className={link}>{t(`kind.${kind}`)}</Link> },
        { key: 'resource', label: t('column.resource'), cell: ({ resource }) => bilingual(resource, locale).text },
        { key: 'when', label: t('column.when'), cell: ({ at, resource }) => <span className="tabular-nums">{formatDateTime(at, { locale, timeZone: resource.timeZone, now })}</span> },
        { key: 'left', label: t('column.left'), isNumeric: true, cell: ({ left, points }) => <span className="tabular-nums">{t('pointsLeft', { left, points })}</span> },
        { key: 'state', label: t('column.state'), cell: (row) => <FindingState finding={row} /> },
      ]}
    />
  )
}

/** What follows from it, with where, until when and why. */
export function ConsequenceList({ rows, now }: { rows: readonly ConsequenceRow[]; now: Date }) {
  const t = useTranslations('conduct')
  const locale = useLocale()
  const instant = (each: Date) => formatDateTime(each, { locale, timeZone: defaultTimeZone, now })
  if (rows.length === 0) return <p className="text-muted">{t('noConsequences')}</p>
  return (
    <ul className="grid gap-4">
      {rows.map((row) => (
        <li key={row.id} className="grid max-w-reading gap-1 border-b border-line pb-3">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-medium">{t('line', { place: row.place ? bilingual(row.place, locale).text : t('scope.alliance'), effect: t(`effect.${row.effect}`) })}</span>
            {row.effect === 'warning' ? null : <Status tone={STATE_TONES[row.state]}>{t(`consequenceState.${row.state}`)}</Status>}
          </p>
          <p className="text-sm text-muted tabular-nums">
            {[
              instant(row.startsAt ?? row.proposedAt),
              row.endsAt ? t('until', { until: instant(row.endsAt) }) : null,
              t('because', { count: row.because.length }),
            ].filter(Boolean).join(' · ')}
          </p>
          {row.state === 'proposed' ? <p className="text-sm">{t('waitsFor')}</p> : null}
          {row.reason ? <p className="break-words text-sm">{t('reason', { reason: row.reason })}</p> : null}
        </li>
      ))}
    </ul>
  )
}

/** The facts that show a finding, in words. */
export function Evidence({ finding, now }: { finding: FindingPage; now: Date }) {
  const t = useTranslations('conduct.finding')
  const locale = useLocale()
  const { evidence, resource, kind } = finding
  const zoned = { locale, timeZone: resource.timeZone, now }
  const text = (name: string) => (evidence[name] === undefined ? null : String(evidence[name]))
  const instant = (name: string) => (text(name) === null ? null : formatDateTime(new Date(text(name)!), zoned))
  const length = (name: string) => (text(name) === null ? null : formatDuration(Math.round(Number(evidence[name]) / 60), locale))
  const [from, to] = [text('bookedFrom'), text('bookedTo')]
  const items = [
    { label: t('booked'), value: from && to ? formatPeriod({ start: new Date(from), end: new Date(to) }, zoned) : null },
    { label: t('code'), value: text('code') },
    { label: t('startedAt'), value: kind === 'no_show' ? t('nobody') : instant('startedAt') },
    { label: t('late'), value: length('lateSeconds') },
    { label: t('endedAt'), value: instant('endedAt') },
    { label: t('overrun'), value: length('overrunSeconds') },
    { label: t('used'), value: length('usedSeconds') },
    { label: t('bookedTime'), value: length('bookedSeconds') },
    { label: t('what'), value: text('what') && <span className="whitespace-pre-line break-words">{text('what')}</span> },
    { label: t('foundAt'), value: formatDateTime(finding.foundAt, zoned) },
  ]
  return <DataList items={items.filter(({ value }) => value !== null)} />
}
