import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { displayName, type Nameable } from '~/features/catalogue/display-name'
import type { JointPlan } from '~/features/finder/slots/queries.server'
import { formatDuration, formatPeriod } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'

type PlanListProps = { plans: readonly JointPlan[]; names: Record<string, Nameable & { where: string }>; now: Date }

/** When one or several resources are free in their order: each part with the way to book it. */
export function PlanList({ plans, names, now }: PlanListProps) {
  const t = useTranslations('finding')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  return (
    <ol aria-label={t('plans')} className="border-t border-line">
      {plans.map((plan) => (
        <li key={plan.start.toISOString()} className="border-b border-line py-3">
          <ol className="grid gap-2">
            {plan.parts.map((part, at) => {
              const resource = names[part.resourceId]
              const name = resource ? `${displayName(resource, locale).text} · ${resource.where}` : part.resourceId
              const when = formatPeriod(part, { locale, timeZone: part.timeZone, viewerTimeZone, now })
              return (
                <li key={part.resourceId} className="grid gap-1">
                  {at > 0 ? (
                    <span className="text-sm text-muted">
                      {part.journeyMinutes > 0 ? t('travel', { time: formatDuration(part.journeyMinutes, locale) }) : t('noTravel')}
                      {part.waitMinutes > 0 ? ` ${t('wait', { time: formatDuration(part.waitMinutes, locale) })}` : null}
                    </span>
                  ) : null}
                  <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
                    <time dateTime={part.start.toISOString()} className="font-medium tabular-nums">{when}</time>
                    {plan.parts.length > 1 ? <span className="min-w-0 break-words">{name}</span> : null}
                    <LinkButton
                      size="small"
                      to={paths.book(part.resourceId, { start: part.start.toISOString(), end: part.end.toISOString() })}
                      aria-label={t('bookNamed', { name, when })}
                    >
                      {t('book')}
                    </LinkButton>
                  </span>
                </li>
              )
            })}
          </ol>
        </li>
      ))}
    </ol>
  )
}
