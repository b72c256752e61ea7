import type { ReactNode } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { RecognitionRow } from '~/features/people/admission/recognise.server'
import { LastDay } from '~/features/people/qualifications/components/qualification-list'
import { bilingual } from '~/i18n/bilingual'
import { Bilingual } from '~/ui/bilingual'
import { Table } from '~/ui/table'

type Row = Omit<RecognitionRow, 'version'>

export function RecognitionTable<R extends Row>({ rows, now, action }: { rows: R[]; now: Date; action?: (row: R) => ReactNode }) {
  const t = useTranslations('training')
  const locale = useLocale()
  if (rows.length === 0) return <p className="text-muted">{t('recognition.none')}</p>
  return (
    <Table<R>
      caption={t('recognition.title')}
      isCaptionHidden
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { key: 'what', label: t('column.what'), isRowHeader: true, cell: (row) => t(`recognition.${row.layer}`) },
        { key: 'from', label: t('column.from'), cell: (row) => (row.from ? <Bilingual value={row.from} /> : null) },
        { key: 'to', label: t('column.to'), cell: (row) => (row.to ? <Bilingual value={row.to} /> : t('recognition.all')) },
        { key: 'part', label: t('column.localPart'), cell: (row) => bilingual({ zh: row.localPartZh, en: row.localPartEn }, locale).text || t('recognition.nothingDue') },
        { key: 'until', label: t('column.lastDay'), cell: (row) => <LastDay endsAt={row.endsAt} now={now} /> },
        ...(action ? [{ key: 'action', label: t('column.action'), cell: action }] : []),
      ]}
    />
  )
}
