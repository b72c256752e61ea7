import { useLocale, useTranslations } from 'use-intl'
import type { UseRow } from '~/features/usage/logbook/queries.server'
import { formatHours, formatPeriod, formatDateTime } from '~/i18n/format'
import { Status } from '~/ui/badge'

type Shown = Pick<UseRow, 'status' | 'startSource' | 'endSource' | 'isAssumed'>

/** What kind of knowledge a use rests on, in a word and a shape: what nobody told is never taken for what somebody did. */
export function UseMark({ use }: { use: Shown }) {
  const t = useTranslations('usageLogbook')
  if (use.status === 'no_show') return <Status tone="refused">{t('mark.noShow')}</Status>
  if (use.isAssumed) return <Status tone="waiting">{t('mark.assumed')}</Status>
  if (use.status === 'in_use') return <Status tone="ok">{t('mark.running')}</Status>
  if (use.endSource === 'assumed') return <Status tone="waiting">{t('mark.assumedEnd')}</Status>
  return null
}

/** Where the two times come from, once where it is the same. */
export function SourceText({ use }: { use: Shown }) {
  const t = useTranslations('usageLogbook.source')
  if (use.status === 'no_show') return null
  const { startSource, endSource } = use
  return <>{endSource === null || endSource === startSource ? t(startSource) : `${t(startSource)} – ${t(endSource)}`}</>
}

export function UseWhen({ use, now }: { use: Pick<UseRow, 'startsAt' | 'endsAt' | 'resource'>; now: Date }) {
  const t = useTranslations('usageLogbook')
  const locale = useLocale()
  const zone = { locale, timeZone: use.resource.timeZone, now }
  return (
    <time dateTime={use.startsAt.toISOString()} className="tabular-nums">
      {use.endsAt === null ? t('fromTo', { from: formatDateTime(use.startsAt, zone) }) : formatPeriod({ start: use.startsAt, end: use.endsAt }, zone)}
    </time>
  )
}

export function UsedHours({ seconds, isAssumed }: { seconds: number; isAssumed: boolean }) {
  const locale = useLocale()
  const text = formatHours(seconds, locale)
  // Brackets hold in black and white too.
  return <span className={isAssumed ? 'text-muted' : undefined}>{isAssumed ? `(${text})` : text}</span>
}
