import { useTranslations } from 'use-intl'
import type { PeriodFields, VerdictView } from '~/features/bookings/form'
import { isWaitable } from '~/domain/booking/waiting'
import { paths } from '~/platform/paths'
import { Button, LinkButton } from '~/ui/button'

export type WaitLinkProps = {
  verdict: VerdictView | null
  resourceId: string
  period: PeriodFields
  /** In a side sheet, whose form stays where it is, a link leads to the page instead. */
  isSheet: boolean
}

/** Where nothing but the taken time stands in the way: the way into the line, with what the form holds. */
export function WaitLink({ verdict, resourceId, period, isSheet }: WaitLinkProps) {
  const t = useTranslations('waits')
  const refusing = verdict?.problems.filter(({ severity }) => severity === 'refuse') ?? []
  if (refusing.length === 0 || !refusing.every(({ code }) => isWaitable(code))) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {isSheet ? (
        <LinkButton size="small" to={paths.waitFor(resourceId, { start: `${period.startDate}T${period.startTime}`, end: endOf(period) })}>
          {t('join')}
        </LinkButton>
      ) : (
        <Button type="submit" size="small" name="intent" value="wait" formAction={paths.waitFor(resourceId)}>
          {t('join')}
        </Button>
      )}
      <span className="text-sm text-muted">{t('joinHint')}</span>
    </div>
  )
}

/** An address has no 24:00: it is the next day's beginning. */
function endOf({ endDate, endTime }: PeriodFields): string {
  if (endTime !== '24:00') return `${endDate}T${endTime}`
  const next = new Date(Date.parse(`${endDate}T00:00:00Z`) + 86_400_000)
  return Number.isNaN(next.getTime()) ? '' : `${next.toISOString().slice(0, 10)}T00:00`
}
