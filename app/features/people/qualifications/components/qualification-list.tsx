import { useLocale, useTranslations } from 'use-intl'
import type { QualificationLine } from '~/features/people/qualifications/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { Status } from '~/ui/badge'
import { Table } from '~/ui/table'

type Line = Omit<QualificationLine, 'version'>

const TONES = { running: 'ok', suspended: 'waiting', revoked: 'refused', lapsed: 'muted' } as const

export function QualificationStatus({ state }: { state: QualificationLine['state'] }) {
  const t = useTranslations('training.state')
  return <Status tone={TONES[state]}>{t(state)}</Status>
}

/** The resource, or the kind of resource, and how it may be used. */
export function useQualificationName(): (row: Pick<Line, 'resource' | 'kind' | 'kindId'>) => string {
  const locale = useLocale()
  return ({ resource, kind, kindId }) =>
    bilingual(resource ? { zh: resource.nameZh, en: resource.nameEn } : { zh: kind?.zh ?? kindId, en: kind?.en ?? kindId }, locale).text
}

/** The last day on which it counts; what ends at midnight ends with the day before. */
export function LastDay({ endsAt, now, timeZone = defaultTimeZone }: { endsAt: Date | null; now: Date; timeZone?: string }) {
  const t = useTranslations('training')
  const locale = useLocale()
  if (endsAt === null) return <>{t('noEnd')}</>
  return <span className="tabular-nums">{formatDate(new Date(endsAt.getTime() - 1), { locale, timeZone, now })}</span>
}

export function HeldQualifications({ rows, now }: { rows: Line[]; now: Date }) {
  const t = useTranslations('training')
  const modes = useTranslations('common.mode')
  const name = useQualificationName()
  return (
    <Table<Line>
      caption={t('mine.qualifications')}
      isCaptionHidden
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'what', label: t('column.resource'), isRowHeader: true,
          cell: (row) => (
            <>
              {name(row)}
              <span className="block text-sm text-muted">
                {modes(row.mode ?? 'self_operation')}{row.band === 'night' ? ` · ${t('band.night')}` : ''}
              </span>
            </>
          ),
        },
        { key: 'until', label: t('column.until'), cell: (row) => <LastDay endsAt={row.endsAt} now={now} /> },
        {
          key: 'state', label: t('column.state'),
          cell: (row) => (
            <>
              <QualificationStatus state={row.state} />
              {row.reason && row.state !== 'running' ? <span className="block text-sm">{row.reason}</span> : null}
            </>
          ),
        },
      ]}
    />
  )
}
