import { useLocale, useTranslations } from 'use-intl'
import { ItemName } from '~/features/bookings/components/booking-text'
import type { Assistant } from '~/features/bookings/operators/queries.server'
import type { BookingItemView } from '~/features/bookings/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { LinkButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'

type Props = { assistants: readonly Assistant[]; items: readonly BookingItemView[]; swapTo: string | null }

/** Who assists with which item. */
export function AssistantLines({ assistants, items, swapTo }: Props) {
  const t = useTranslations('operators')
  const locale = useLocale()
  if (assistants.length === 0) return null
  const of = (item: BookingItemView | undefined) => (items.length > 1 && item ? <>{' · '}<ItemName resource={item.resource} /></> : null)
  return (
    <>
      <DataList
        items={assistants.map(({ itemId, operator }) => ({
            key: itemId,
            label: t('swap.assistant'),
            value: <>{bilingual({ zh: operator.nameZh, en: operator.nameEn }, locale).text}{of(items.find(({ id }) => id === itemId))}</>,
          }))}
      />
      {swapTo ? <div><LinkButton size="small" to={swapTo}>{t('swap.title')}</LinkButton></div> : null}
    </>
  )
}
