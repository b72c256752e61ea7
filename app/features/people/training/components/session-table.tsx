import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { SessionLine } from '~/features/people/training/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatPeriod } from '~/i18n/format'
import { Status } from '~/ui/badge'
import { SubmitButton } from '~/ui/button'
import { Table } from '~/ui/table'

type Line = Omit<SessionLine, 'version'>

/** What a session trains, as one text. */
export function useSessionTitle(): (session: Pick<Line, 'titleZh' | 'titleEn'>) => string {
  const locale = useLocale()
  return ({ titleZh, titleEn }) => bilingual({ zh: titleZh, en: titleEn }, locale).text
}

export function SessionWhen({ session, now }: { session: Pick<Line, 'startsAt' | 'endsAt' | 'campus'>; now: Date }) {
  const locale = useLocale()
  return <span className="tabular-nums">{formatPeriod({ start: session.startsAt, end: session.endsAt }, { locale, timeZone: session.campus.timeZone, now })}</span>
}

export function SessionWhere({ session: { campus, placeZh, placeEn } }: { session: Pick<Line, 'campus' | 'placeZh' | 'placeEn'> }) {
  const locale = useLocale()
  const campusName = bilingual({ zh: `${campus.university.shortZh} ${campus.nameZh}`, en: `${campus.university.abbr} ${campus.nameEn}` }, locale).text
  return <>{[campusName, bilingual({ zh: placeZh, en: placeEn }, locale).text].filter(Boolean).join(' · ')}</>
}

/** Sessions on offer, each with a seat to book or to give back. */
export function SessionTable({ caption, sessions, now, action }: { caption: string; sessions: Line[]; now: Date; action: (form: 'seat' | 'leave') => string }) {
  const t = useTranslations('training')
  const title = useSessionTitle()
  return (
    <Table<Line>
      caption={caption}
      isCaptionHidden
      rows={sessions}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'what', label: t('column.what'), isRowHeader: true,
          cell: (row) => (
            <>
              {title(row)} <span className="block text-sm text-muted">{t(`kind.${row.kind}`)}</span>
            </>
          ),
        },
        { key: 'when', label: t('column.when'), cell: (row) => <SessionWhen session={row} now={now} /> },
        { key: 'where', label: t('column.where'), cell: (row) => <SessionWhere session={row} /> },
        { key: 'seats', label: t('column.seats'), cell: (row) => (row.mine === 'booked' ? <Status tone="ok">{t('seat.booked')}</Status> : row.free === 0 ? t('mine.full') : t('mine.free', { count: row.free })) },
        { key: 'action', label: t('column.action'), cell: (row) => <SeatButton row={row} name={title(row)} action={action} /> },
      ]}
    />
  )
}

function SeatButton({ row, name, action }: { row: Line; name: string; action: (form: 'seat' | 'leave') => string }) {
  const t = useTranslations('training.mine')
  if (row.mine === 'booked') {
    return (
      <Form method="post" action={action('leave')}>
        <SubmitButton tone="secondary" size="small" name="sessionId" value={row.id} aria-label={t('giveBackNamed', { name })}>{t('giveBack')}</SubmitButton>
      </Form>
    )
  }
  if (row.free === 0) return null
  return (
    <Form method="post" action={action('seat')}>
      <SubmitButton tone="primary" size="small" name="sessionId" value={row.id} aria-label={t('bookNamed', { name })}>{t('book')}</SubmitButton>
    </Form>
  )
}
