import { useTranslations } from 'use-intl'
import { PeriodText } from '~/features/bookings/components/booking-text'
import { ProblemList } from '~/features/bookings/components/verdict-panel'
import { ScopeChoice } from '~/features/bookings/series/components/series-text'
import type { LeftAlone } from '~/features/bookings/series/held.server'
import type { SeriesView } from '~/features/bookings/series/queries.server'
import { addMinutes } from '~/domain/time/interval'
import { RadioGroup } from '~/ui/choice'
import { Notice } from '~/ui/notice'

/** What a change of a series would do: how many would move, and which would not, and why. */
export type SeriesTrial = { changed: number; left: LeftAlone[] }

/** How much of a series to change, and what becomes of those that do not fit. */
export function ChangeScope({ series, trial, timeZone, now }: { series: SeriesView; trial: SeriesTrial | null; timeZone: string; now: Date }) {
  const t = useTranslations('series')
  return (
    <>
      <ScopeChoice series={series} legend={t('scope')} hint={t('changeHint')} />
      <RadioGroup
        name="onClash"
        legend={t('changeClash')}
        defaultValue="fail"
        choices={(['fail', 'keep'] as const).map((value) => ({ value, label: t(`changeClashChoice.${value}`) }))}
      />
      {trial ? (
        <Notice tone={trial.left.length > 0 ? 'warn' : 'ok'} announce="later" title={t('trial', { changed: trial.changed, left: trial.left.length })}>
          {trial.left.length > 0 ? (
            <ul className="grid gap-2">
              {trial.left.map(({ bookingId, startsAt, problems }) => (
                <li key={bookingId}>
                  {startsAt ? <PeriodText period={{ start: startsAt, end: addMinutes(startsAt, 1) }} timeZone={timeZone} now={now} /> : null}
                  <ProblemList problems={problems} timeZone={timeZone} now={now} hasSlotButtons={false} />
                </li>
              ))}
            </ul>
          ) : null}
        </Notice>
      ) : null}
    </>
  )
}
