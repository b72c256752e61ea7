import { Link } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { Problem } from '~/domain/problem'
import type { Quote } from '~/domain/pricing/quote'
import { PayerLines } from '~/features/bookings/components/payer-lines'
import { useInstantText } from '~/features/bookings/components/booking-text'
import type { VerdictView } from '~/features/bookings/form'
import { RouteLine } from '~/features/approvals/components/route-line'
import { formatHours, formatMoney, formatPeriod } from '~/i18n/format'
import { problemMessage } from '~/i18n/problem-message'
import { paths } from '~/platform/paths'
import { buttonClass } from '~/ui/button'
import { Notice } from '~/ui/notice'

export type VerdictPanelProps = {
  verdict: VerdictView
  /** The campus's. */
  timeZone: string
  now: Date
  /** False outside a form, where a button that fills it would do nothing. */
  hasSlotButtons?: boolean
  /** Whose page tells how to mend what a person lacks. */
  resourceId?: string
}

/** What a person lacks, and the resource's page lists with the way to each. */
const LACKS: ReadonlySet<Problem['code']> = new Set([
  'qualification_missing', 'general_admission_missing', 'local_admission_missing', 'commitment_missing', 'certificate_missing',
])

/**
 * What the rules say to a wish: what stands in the way with its ways out, what it costs and who has
 * to say yes. The ways out are buttons of the form around it, so they work without JavaScript.
 */
export function VerdictPanel({ verdict, resourceId, ...context }: VerdictPanelProps) {
  const { timeZone, now } = context
  const t = useTranslations('bookings.verdict')
  const instant = useInstantText(timeZone, now)
  const refusing = verdict.problems.filter((each) => each.severity === 'refuse')
  const warning = verdict.problems.filter((each) => each.severity === 'warn')
  return (
    <div className="grid gap-3">
      {refusing.length > 0 ? (
        <Notice tone="refused" title={t('blocked', { count: refusing.length })}>
          <ProblemList problems={refusing} {...context} />
          {resourceId !== undefined && refusing.some((each) => LACKS.has(each.code)) ? (
            <p className="mt-2"><Link to={paths.resource(resourceId)} className="underline underline-offset-4">{t('howToMend')}</Link></p>
          ) : null}
        </Notice>
      ) : (
        <Notice tone="ok" title={goodNews(verdict, t)} />
      )}
      {warning.length > 0 ? (
        <Notice tone="warn" title={t('warned')}>
          <ProblemList problems={warning} {...context} />
        </Notice>
      ) : null}
      {verdict.ok && !verdict.guestEmail ? (
        <dl className="grid gap-2">
          <div>
            <dt className="text-sm text-muted">{t('price')}</dt>
            <dd>
              <PriceText quote={verdict.price} originClass={verdict.originClass} />
            </dd>
          </div>
          {verdict.payers.length > 0 ? (
            <div>
              <dt className="text-sm text-muted">{t('payers')}</dt>
              <dd><PayerLines payers={verdict.payers} /></dd>
            </div>
          ) : null}
          {verdict.approvers.length > 0 && verdict.change !== 'moves' ? (
            <div>
              <dt className="text-sm text-muted">{t('asks')}</dt>
              <dd className="grid gap-0.5">
                <RouteLine stages={verdict.approvers} />
                {verdict.holdExpiresAt ? (
                  <span className="text-sm text-muted">
                    {t('asksUntil', { at: instant(verdict.holdExpiresAt) })}
                  </span>
                ) : null}
              </dd>
            </div>
          ) : null}
        </dl>
      ) : null}
    </div>
  )
}

type Words = ReturnType<typeof useTranslations<'bookings.verdict'>>

function goodNews(verdict: VerdictView, t: Words): string {
  if (verdict.guestEmail) return t('guestWillRegister', { email: verdict.guestEmail })
  if (verdict.change === 'moves') return t('okMoves')
  if (verdict.change === 'asks_anew') return t('okAsksAnew')
  return verdict.approvers.length > 0 ? t('okAsks') : t('ok')
}

type ProblemListProps = Omit<VerdictPanelProps, 'verdict' | 'resourceId'> & { problems: readonly Problem[] }

/** Problems in words; the next free slots, where there are any, as buttons that put them into the form. */
export function ProblemList({ problems, timeZone, now, hasSlotButtons = true }: ProblemListProps) {
  const t = useTranslations()
  const words = useTranslations('bookings.verdict')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  const context = { locale, timeZone, viewerTimeZone, now }
  return (
    <ul className="grid gap-2">
      {problems.map((problem, index) => (
        <li key={`${problem.code}${index}`} className="grid gap-1.5">
          <span>{problemMessage(t, problem, context)}</span>
          {hasSlotButtons && nextFreeOf(problem).length > 0 ? (
            <span className="flex flex-wrap gap-2">
              {nextFreeOf(problem).map(({ start, end }) => (
                <button
                  key={start}
                  type="submit"
                  name="slot"
                  value={`${start}/${end}`}
                  className={buttonClass('secondary', 'small')}
                >
                  {words('pick', { period: formatPeriod({ start: new Date(start), end: new Date(end) }, context) })}
                </button>
              ))}
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

const nextFreeOf = ({ params }: Problem) => ('nextFree' in params && params.nextFree) || []

/** The price with the rule it comes from: `¥240 = ¥120 an hour × 2 h, rate: alliance members`. */
export function PriceText({ quote, originClass }: { quote: Quote | null; originClass: VerdictView['originClass'] }) {
  const t = useTranslations('bookings.verdict')
  const words = useTranslations('common')
  const locale = useLocale()
  if (quote === null) return <>{t('priceNone')}</>
  return (
    <>
      <span className="font-medium tabular-nums">{formatMoney(quote.totalFen, locale)}</span>
      <span className="block text-sm text-muted">
        {quote.lines.map(({ perHourFen, seconds, quantity, rule }) => (
          <span key={rule} className="block">
            {t('priceLine', { rate: formatMoney(perHourFen, locale), hours: formatHours(seconds, locale), quantity })}
          </span>
        ))}
        {originClass ? t('priceRule', { origin: words(`originClass.${originClass}`) }) : null}
      </span>
    </>
  )
}
