import type { ReactNode } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { AdmissionLine, CertificateLine } from '~/features/people/admission/queries.server'
import { LastDay } from '~/features/people/qualifications/components/qualification-list'
import { bilingual } from '~/i18n/bilingual'
import { formatPlainDate } from '~/i18n/format'
import { Status } from '~/ui/badge'
import { Table } from '~/ui/table'

/** Where an admission holds: a university's exam, a lab, a room. */
export function useAdmissionName(): (row: AdmissionLine) => string {
  const t = useTranslations('training.mine')
  const locale = useLocale()
  return ({ university, lab, room }) => {
    if (university) return t('general', { university: bilingual({ zh: university.shortZh, en: university.abbr }, locale).text })
    if (lab) return bilingual({ zh: lab.nameZh, en: lab.nameEn }, locale).text
    return room ? [bilingual({ zh: room.buildingZh, en: room.buildingEn }, locale).text, room.number].filter(Boolean).join(' ') : ''
  }
}

export function HeldAdmissions({ rows, now }: { rows: AdmissionLine[]; now: Date }) {
  const t = useTranslations('training')
  const name = useAdmissionName()
  return (
    <Table<AdmissionLine>
      caption={t('mine.admissions')}
      isCaptionHidden
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { key: 'place', label: t('column.place'), isRowHeader: true, cell: (row) => name(row) },
        { key: 'until', label: t('column.until'), cell: (row) => <LastDay endsAt={row.validUntil} now={now} /> },
        {
          key: 'state', label: t('column.state'),
          cell: (row) => {
            const state = row.revokedAt ? 'revoked' : row.validUntil !== null && row.validUntil <= now ? 'lapsed' : 'running'
            return <Status tone={state === 'running' ? 'ok' : state === 'revoked' ? 'refused' : 'muted'}>{t(`state.${state}`)}</Status>
          },
        },
      ]}
    />
  )
}

const TONES = { waiting: 'waiting', verified: 'ok', refused: 'refused', lapsed: 'muted' } as const

export function HeldCertificates({ rows, now, action }: { rows: CertificateLine[]; now: Date; action?: (row: CertificateLine) => ReactNode }) {
  const t = useTranslations('training')
  const locale = useLocale()
  return (
    <Table<CertificateLine>
      caption={t('mine.certificates')}
      isCaptionHidden
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { key: 'kind', label: t('column.kind'), isRowHeader: true, cell: (row) => t(`certificate.${row.kind}`) },
        { key: 'number', label: t('column.number'), cell: (row) => row.number },
        { key: 'until', label: t('column.until'), cell: (row) => <span className="tabular-nums">{formatPlainDate(row.lastDay, locale, now)}</span> },
        {
          key: 'state', label: t('column.state'),
          cell: (row) => (
            <>
              <Status tone={TONES[row.state]}>{t(`state.${row.state}`)}</Status>
              {row.state === 'refused' && row.reason ? <span className="block text-sm">{row.reason}</span> : null}
            </>
          ),
        },
        ...(action ? [{ key: 'action', label: t('column.action'), cell: action }] : []),
      ]}
    />
  )
}
