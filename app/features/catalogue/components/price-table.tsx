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
            { key: 'origin', label: t('origin'), isRowHeader: true, cell: originCell },
            { key: 'hourly', label: t('hourly'), isNumeric: true, cell: priceCell },
          ]}
        />
      )}
      <p className="text-sm text-muted">{t('note')}</p>
    </Section>
  )
}

const originCell = (row: PriceRow) => <Origin row={row} />
const priceCell = (row: PriceRow) => <HourlyPriceText price={row.price} />

function Origin({ row }: { row: PriceRow }) {
  const t = useTranslations('catalogue.price')
  const words = useTranslations('common.originClass')
  const origin = words(row.origin)
  return row.isMine ? <strong>{t('forMe', { origin })}</strong> : <>{origin}</>
}
