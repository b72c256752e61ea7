import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { PeriodText, useInstantText } from '~/features/bookings/components/booking-text'
import { WaitStatusBadge } from '~/features/bookings/waits/components/wait-status'
import type { AlertView, WaitedResource, WaitView } from '~/features/bookings/waits/queries.server'
import { clockOf } from '~/features/bookings/waits/form'
import { ResourceName } from '~/features/catalogue/components/resource-name'
import { formatDuration } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { LinkButton } from '~/ui/button'

const row = 'grid gap-x-6 gap-y-1 border-b border-line py-3 sm:grid-cols-[15rem_minmax(0,1fr)_auto]'

export function WaitedPlace({ resource }: { resource: WaitedResource }) {
  return (
    <>
      <Bilingual value={{ zh: resource.university.nameZh, en: resource.university.nameEn }} />
      {' · '}
      <Bilingual value={{ zh: resource.campus.nameZh, en: resource.campus.nameEn }} />
    </>
  )
}

/** The parts of a block that is waited for as a whole. */
export function WaitParts({ parts, now }: Pick<WaitView, 'parts'> & { now: Date }) {
  const t = useTranslations('waits')
  if (parts.length === 0) return null
  return (
    <div className="grid gap-2">
      <p>{t('partsLead', { count: parts.length })}</p>
      <ol className="grid list-decimal gap-2 pl-6">
        {parts.map(({ resource, startsAt, endsAt }) => (
          <li key={`${resource.id} ${startsAt.getTime()}`}>
            <span className="font-medium tabular-nums"><PeriodText period={{ start: startsAt, end: endsAt }} timeZone={resource.campus.timeZone} now={now} /></span>
            <span className="block break-words">
              <Link to={paths.resource(resource.id)} className="underline decoration-line underline-offset-4 hover:decoration-current"><ResourceName resource={resource} /></Link>
            </span>
            <span className="block text-sm text-muted"><WaitedPlace resource={resource} /></span>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** One wait in a list: which time, of what, and how it stands. */
export function WaitRow({ wait, now }: { wait: WaitView; now: Date }) {
  const t = useTranslations('waits')
  const { resource } = wait
  const { timeZone } = resource.campus
  const instant = useInstantText(timeZone, now)
  return (
    <article className={row}>
      <p className="font-medium tabular-nums"><PeriodText period={{ start: wait.startsAt, end: wait.endsAt }} timeZone={timeZone} now={now} /></p>
      <div className="grid min-w-0 content-start gap-0.5">
        <p>
          <Link to={paths.wait(wait.id)} className="font-medium underline decoration-line underline-offset-4 hover:decoration-current">
            <ResourceName resource={resource} />
          </Link>
        </p>
        <p className="break-words text-sm text-muted"><WaitedPlace resource={resource} /></p>
        {wait.parts.length > 0 ? <p className="text-sm text-muted">{t('parts', { count: wait.parts.length })}</p> : null}
        {wait.status === 'waiting' ? <p className="text-sm text-muted">{t('before', { before: wait.before })}</p> : null}
        {wait.status === 'offered' && wait.offerExpiresAt ? <p className="text-sm text-waiting">{t('untilShort', { at: instant(wait.offerExpiresAt) })}</p> : null}
      </div>
      <div className="flex flex-col items-start gap-2 sm:items-end">
        <WaitStatusBadge status={wait.status} />
        {wait.status === 'offered' ? <LinkButton size="small" tone="primary" to={paths.wait(wait.id)}>{t('answer')}</LinkButton> : null}
      </div>
    </article>
  )
}

/** What somebody is told of, in a sentence. */
export function AlertRow({ alert }: { alert: AlertView }) {
  const t = useTranslations('waits')
  const { resource } = alert
  return (
    <article className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2 border-b border-line py-3">
      <div className="grid min-w-0 gap-0.5">
        <p>
          <Link to={paths.resource(resource.id)} className="font-medium underline decoration-line underline-offset-4 hover:decoration-current">
            <ResourceName resource={resource} />
          </Link>
        </p>
        <p className="break-words text-sm text-muted"><WaitedPlace resource={resource} /></p>
        <p className="text-sm"><AlertText alert={alert} /></p>
      </div>
      <LinkButton size="small" to={paths.freedAlert(resource.id)}>{t('alert.change')}</LinkButton>
    </article>
  )
}

export function AlertText({ alert }: { alert: Pick<AlertView, 'minMinutes' | 'daysAhead' | 'fromMinute' | 'toMinute'> }) {
  const t = useTranslations('waits.alert')
  const locale = useLocale()
  const { minMinutes, daysAhead, fromMinute, toMinute } = alert
  const values = { length: formatDuration(minMinutes, locale), days: daysAhead }
  if (fromMinute === 0 && toMinute === 1440) return <>{t('sentence', values)}</>
  return <>{t('sentenceHours', { ...values, from: clockOf(fromMinute), to: clockOf(toMinute) })}</>
}
