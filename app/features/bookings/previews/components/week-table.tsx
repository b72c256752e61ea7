import { useLocale, useTranslations } from 'use-intl'
import type { OpeningBlock } from '~/domain/scheduling/opening'
import type { NamedOwner } from '~/features/scheduling/owner.server'
import type { WeekShown } from '~/features/scheduling/hours/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatList, formatPlainDate } from '~/i18n/format'
import { DataList } from '~/ui/data-list'

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const

/** Hours of a day in words: `09:00–18:00`, a night into the next day, a whole day, closed. */
export function useBlocksText(): (blocks: readonly OpeningBlock[]) => string {
  const t = useTranslations('hours')
  const locale = useLocale()
  const one = ({ from, to }: OpeningBlock) => {
    if (from === 0 && to === 1440) return t('wholeDay')
    return `${clock(from)}–${to > 1440 ? t('nextDay', { time: clock(to - 1440) }) : clock(to)}`
  }
  return (blocks) => (blocks.length === 0 ? t('closed') : formatList(blocks.map(one), locale))
}

const clock = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** From where hours or a rule come. */
export function useSourceText(): (owner: NamedOwner, here: { kind: string; id: string }) => string {
  const t = useTranslations('hours.source')
  const locale = useLocale()
  return (owner, here) =>
    owner.kind === here.kind && owner.id === here.id
      ? t('own')
      : t(owner.kind, { name: bilingual({ zh: owner.zh ?? '', en: owner.en ?? '' }, locale).text })
}

/** A week, day by day, with from when it holds and where it comes from. */
export function WeekTable({ week, here }: { week: WeekShown; here: { kind: string; id: string } }) {
  const t = useTranslations('hours')
  const locale = useLocale()
  const blocks = useBlocksText()
  const source = useSourceText()
  const from = formatPlainDate(week.from, locale)
  return (
    <div className="grid gap-2">
      <p>
        <strong className="font-medium">{source(week.owner, here)}</strong>
        <span className="ml-3 text-muted">
          {week.to === null ? t('since', { from }) : t('between', { from, to: formatPlainDate(week.to, locale) })}
        </span>
      </p>
      <DataList
        items={DAYS.map((day) => ({
          key: String(day),
          label: t(`field.day${day}`),
          value: <span className="tabular-nums">{blocks(week.weekly.filter((each) => each.weekday === day))}</span>,
        }))}
      />
      <p className="text-sm text-muted">{t(week.observesHolidays ? 'holidays' : 'noHolidays')}</p>
    </div>
  )
}
