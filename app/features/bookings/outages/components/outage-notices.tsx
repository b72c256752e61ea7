import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { OtherWays } from '~/features/bookings/components/other-ways'
import type { Instead } from '~/features/bookings/outages/instead.server'
import type { SupplyRow } from '~/features/bookings/outages/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime, formatPeriod } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

type Shown = { kind: 'maintenance' | 'closure' | 'fault'; reason: string; start: Date; end: Date }

/** That a resource is out of service or soon will be, why and until when. */
export function OutNotices({ outages, timeZone, now }: { outages: readonly Shown[]; timeZone: string; now: Date }) {
  const t = useTranslations('outages')
  const locale = useLocale()
  const context = { locale, timeZone, now }
  return outages.map((each) => (
    <Notice
      key={`${each.start.toISOString()} ${each.reason}`}
      tone={each.start <= now ? 'warn' : 'info'}
      title={each.start <= now ? t('outNow', { until: formatDateTime(each.end, context) }) : t('outLater', { period: formatPeriod(each, context) })}
    >
      {t(`kind.${each.kind}`)} · {t('because', { reason: each.reason })}
    </Notice>
  ))
}

/** For those who had to give way: what they may use instead. */
export function InsteadSection({ instead, now }: { instead: Instead; now: Date }) {
  const t = useTranslations('outages')
  const locale = useLocale()
  const { madeUp, timeZone, ...others } = instead
  return (
    <Section title={t('substitutesTitle')}>
      {madeUp.length > 0 ? (
        <ul className="grid gap-1">
          {madeUp.map(({ id, isOffered, ...period }) => (
            <li key={id} className="tabular-nums">
              <Link to={paths.wait(id)} className="text-accent underline underline-offset-4">
                {t(isOffered ? 'madeUp' : 'firstInLine', { period: formatPeriod(period, { locale, timeZone, now }) })}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="text-muted">{t('substitutesLead')}</p>
      <OtherWays {...others} now={now} />
    </Section>
  )
}

/** Today's machines of those who keep them: where to say that one is broken or runs late. */
export function UpkeepLinks({ resources }: { resources: readonly (SupplyRow & { mayShift: boolean })[] }) {
  const t = useTranslations('outages')
  const locale = useLocale()
  if (resources.length === 0) return null
  return (
    <Section title={t('today')}>
      <p className="text-muted">{t('todayLead')}</p>
      <ul className="grid gap-2">
        {resources.map(({ id, nameZh, nameEn, mayShift }) => {
          const name = bilingual({ zh: nameZh, en: nameEn }, locale).text
          return (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link to={paths.resource(id)} className="underline decoration-line underline-offset-4">{name}</Link>
              <LinkButton size="small" to={paths.stopResource(id)} aria-label={`${t('stop')}: ${name}`}>{t('stop')}</LinkButton>
              {mayShift ? <LinkButton size="small" tone="quiet" to={`${paths.resourceOutages(id)}#shift`} aria-label={`${t('shiftShort')}: ${name}`}>{t('shiftShort')}</LinkButton> : null}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
