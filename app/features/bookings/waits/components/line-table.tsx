import { useLocale, useTranslations } from 'use-intl'
import { PeriodText, personName, useInstantText } from '~/features/bookings/components/booking-text'
import { WaitStatusBadge } from '~/features/bookings/waits/components/wait-status'
import type { WaitingPerson } from '~/features/bookings/waits/queries.server'
import { Bilingual } from '~/ui/bilingual'
import { type Column, Table } from '~/ui/table'

/** Who waits for a resource, first come first. */
export function LineTable({ line, timeZone, now }: { line: readonly WaitingPerson[]; timeZone: string; now: Date }) {
  const t = useTranslations('waits.line')
  const locale = useLocale()
  const instant = useInstantText(timeZone, now)
  const columns: Column<WaitingPerson>[] = [
    { key: 'period', label: t('period'), isRowHeader: true, cell: ({ startsAt, endsAt }) => <PeriodText period={{ start: startsAt, end: endsAt }} timeZone={timeZone} now={now} /> },
    { key: 'person', label: t('person'), cell: ({ person }) => (person ? personName(person, locale) || t('somebody') : t('somebody')) },
    { key: 'university', label: t('university'), cell: ({ university }) => (university ? <Bilingual value={{ zh: university.nameZh, en: university.nameEn }} /> : null) },
    { key: 'since', label: t('since'), cell: ({ createdAt }) => instant(createdAt) },
    {
      key: 'status', label: t('state'),
      cell: ({ status, offerExpiresAt }) => (
        <span className="inline-flex flex-wrap items-baseline gap-x-2">
          <WaitStatusBadge status={status} />
          {status === 'offered' && offerExpiresAt ? <span className="text-sm text-muted">{t('until', { at: instant(offerExpiresAt) })}</span> : null}
        </span>
      ),
    },
  ]
  return <Table caption={t('title')} isCaptionHidden columns={columns} rows={line} rowKey={({ id }) => id} />
}
