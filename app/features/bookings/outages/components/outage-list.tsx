import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { OutageRow } from '~/features/bookings/outages/queries.server'
import { formatPeriod } from '~/i18n/format'
import { paths, withQuery } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { Table } from '~/ui/table'

type ListProps = { id: string; rows: readonly OutageRow[]; caption: string; timeZone: string; now: Date; canEnd?: boolean }

/** Times out of service; those to come can be called off, the one that is can be ended. */
export function OutageList({ id, rows, caption, timeZone, now, canEnd = false }: ListProps) {
  const t = useTranslations('outages')
  const locale = useLocale()
  const period = ({ startsAt, endsAt }: OutageRow) => formatPeriod({ start: startsAt, end: endsAt }, { locale, timeZone, now })
  return (
    <Table<OutageRow>
      caption={caption}
      isCaptionHidden
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { key: 'period', label: t('period'), isRowHeader: true, cell: (row) => <span className="tabular-nums">{period(row)}</span> },
        { key: 'kind', label: t('kindLabel'), cell: ({ kind }) => t(`kind.${kind}`) },
        { key: 'why', label: t('why'), cell: ({ reason }) => reason },
        ...(canEnd
          ? [{
              key: 'end', label: t('endColumn'),
              cell: (row: OutageRow) => (
                <Form method="post" action={withQuery(paths.resourceOutages(id), { form: 'end' })}>
                  <input type="hidden" name="outageId" value={row.id} />
                  <input type="hidden" name="version" value={row.version} />
                  <SubmitButton tone="secondary" size="small" aria-label={`${t(row.startsAt > now ? 'callOff' : 'end')}: ${period(row)}`}>
                    {t(row.startsAt > now ? 'callOff' : 'end')}
                  </SubmitButton>
                </Form>
              ),
            }]
          : []),
      ]}
    />
  )
}
