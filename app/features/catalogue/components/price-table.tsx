import { useTranslations } from 'use-intl'
import type { OriginClass } from '~/domain/pricing/quote'
import { HourlyPriceText } from '~/features/catalogue/components/hourly-price'
import type { HourlyPrice } from '~/features/catalogue/hourly-price'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

export type PriceRow = { origin: OriginClass; price: HourlyPrice | null; isMine: boolean }

/** List prices by where the user comes from; the reader's own row is marked. */
export function PriceTable({ rows }: { rows: readonly PriceRow[] }) {
  const t = useTranslations('catalogue.price')
  const words = useTranslations('common.originClass')
  return (
    <Section title={t('title')}>
      {rows.every((row) => row.price === null) ? (
        <p className="text-muted">{t('agreed')}</p>
      ) : (
        <Table
          caption={t('caption')}
          isCaptionHidden
          rows={rows}
          rowKey={(row) => row.origin}
          columns={[
            {
              key: 'origin',
              label: t('origin'),
              isRowHeader: true,
              cell: (row) =>
                row.isMine ? <strong>{t('forMe', { origin: words(row.origin) })}</strong> : words(row.origin),
            },
            { key: 'hourly', label: t('hourly'), isNumeric: true, cell: (row) => <HourlyPriceText price={row.price} /> },
          ]}
        />
      )}
      <p className="text-sm text-muted">{t('note')}</p>
    </Section>
  )
}
