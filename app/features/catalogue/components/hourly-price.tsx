import { useLocale, useTranslations } from 'use-intl'
import type { HourlyPrice } from '~/features/catalogue/hourly-price'
import { formatMoney } from '~/i18n/format'

/** An hour's price or span of prices; none listed reads "by agreement", not "free". */
export function HourlyPriceText({ price }: { price: HourlyPrice | null }) {
  const t = useTranslations('catalogue.price')
  const locale = useLocale()
  if (price === null) return <>{t('agreed')}</>
  const { minFen, maxFen } = price
  if (maxFen === 0) return <>{t('free')}</>
  const min = formatMoney(minFen, locale)
  return (
    <span className="whitespace-nowrap tabular-nums">
      {minFen === maxFen ? t('perHour', { price: min }) : t('span', { min, max: formatMoney(maxFen, locale) })}
    </span>
  )
}
