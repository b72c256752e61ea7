import { useLocale, useTranslations } from 'use-intl'
import { usePersonName } from '~/features/people/training/components/reply-parts'
import type { FactLine, UsePage } from '~/features/usage/logbook/page.server'
import { formatDateTime } from '~/i18n/format'
import { Status } from '~/ui/badge'
import { Table } from '~/ui/table'

/** Everything that arrived about a use, by when it happened, with what holds of it. */
export function UseFacts({ use, now }: { use: UsePage; now: Date }) {
  const t = useTranslations('usageLogbook')
  const d = useTranslations('usageLogbook.detail')
  const locale = useLocale()
  const name = usePersonName()
  const at = (instant: Date) => formatDateTime(instant, { locale, timeZone: use.timeZone, now })
  if (use.facts.length === 0) return <p className="text-muted">{d('factsNone')}</p>
  return (
    <>
      <p className="max-w-reading text-muted">{d('factsLead')}</p>
      <Table<FactLine>
        caption={d('factsTitle')}
        isCaptionHidden
        rows={use.facts}
        rowKey={(row) => row.id}
        columns={[
          { key: 'at', label: d('at'), isRowHeader: true, cell: (row) => <span className="tabular-nums">{at(row.at)}</span> },
          { key: 'what', label: d('what'), cell: (row) => <FactText fact={row} at={at} /> },
          {
            key: 'from', label: d('from'),
            cell: (row) => (
              <>
                {t(`source.${row.source}`)}
                {row.deviceId ? <span className="block text-sm text-muted">{row.deviceId}{row.offsetMinutes ? ` · ${d('clock', { minutes: row.offsetMinutes })}` : ''}</span> : null}
              </>
            ),
          },
          { key: 'by', label: d('by'), cell: (row) => (row.by ? name(row.by) : null) },
          { key: 'recorded', label: d('recordedAt'), cell: (row) => <span className="tabular-nums text-muted">{at(row.recordedAt)}</span> },
          {
            key: 'counts', label: d('counts'),
            cell: (row) => (row.counts.length === 0
              ? <span className="text-muted">{row.kind === 'start' || row.kind === 'end' || row.correction ? d('notCounted') : null}</span>
              : <Status tone="ok">{row.counts.map((each) => d(`countsAs.${each}`)).join(' · ')}</Status>),
          },
        ]}
      />
    </>
  )
}

function FactText({ fact, at }: { fact: FactLine; at: (instant: Date) => string }) {
  const t = useTranslations('usageLogbook')
  const d = useTranslations('usageLogbook.detail')
  const { correction, details } = fact
  const minutes = (seconds: number | undefined) => (seconds === undefined ? null : String(Math.round(seconds / 60)))
  const told = details === null ? [] : [
    details.operation && t(`operation.${details.operation}`),
    details.purpose && t(`purpose.${details.purpose}`),
    details.beneficiary && t(`beneficiary.${details.beneficiary}`),
    details.samples !== undefined && `${t('fields.samples')} ${details.samples}`,
    details.warmUpSeconds !== undefined && `${t('fields.warmUpMinutes')} ${minutes(details.warmUpSeconds)}`,
    details.measuringSeconds !== undefined && `${t('fields.measuringMinutes')} ${minutes(details.measuringSeconds)}`,
    details.postSeconds !== undefined && `${t('fields.postMinutes')} ${minutes(details.postSeconds)}`,
    details.remarks,
    ...Object.entries(details.counters ?? {}).map(([name, value]) => `${name} ${value}`),
  ].filter((each): each is string => typeof each === 'string' && each !== '')
  const corrected = correction === null ? [] : [
    correction.startsAt && `${d('started')} ${d('correctedTo', { what: at(correction.startsAt) })}`,
    correction.endsAt && `${d('ended')} ${d('correctedTo', { what: at(correction.endsAt) })}`,
    correction.outcome && t(`outcome.${correction.outcome}`),
  ].filter((each): each is string => typeof each === 'string')
  return (
    <>
      {t(`kind.${fact.kind}`)}
      {[...corrected, ...told].map((each) => <span key={each} className="block text-sm">{each}</span>)}
      {fact.reason ? <span className="block text-sm text-muted">{d('reason', { reason: fact.reason })}</span> : null}
    </>
  )
}
