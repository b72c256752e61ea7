import { useLocale, useTranslations } from 'use-intl'
import { CONDUCT_KINDS } from '~/domain/conduct/kinds'
import type { ConductRules, Strike, Threshold } from '~/domain/conduct/rules'
import { formatDuration, formatList } from '~/i18n/format'
import { Section } from '~/ui/section'

type Props = { rules: ConductRules; strikes: readonly Strike[]; thresholds: readonly Threshold[] }

function useLines() {
  const t = useTranslations('conductRules')
  const conduct = useTranslations('conduct')
  const term = ({ effect, days }: { effect: Strike['effect']; days: number }) => (days === 0 ? conduct(`effect.${effect}`) : t('text.term', { effect: conduct(`effect.${effect}`), days }))
  return {
    strike: (each: Strike) => t('text.strike', { days: each.withinDays, scope: t(`scope.${each.scope}`), kind: conduct(`kind.${each.kind}`), count: each.count, effect: term(each) }),
    threshold: (each: Threshold) => t('text.threshold', { scope: t(`scope.${each.scope}`), below: each.below, effect: term(each) }),
    points: (points: ConductRules['points'], locale: ReturnType<typeof useLocale>) => formatList(CONDUCT_KINDS.map((kind) => t('pointsOf', { kind: conduct(`kind.${kind}`), n: points[kind] })), locale),
  }
}

/** The rules in force as sentences. */
export function RuleWords({ rules, strikes, thresholds }: Props) {
  const t = useTranslations('conductRules')
  const locale = useLocale()
  const lines = useLines()
  const length = (minutes: number) => formatDuration(minutes, locale)
  const parts = [
    { name: 'use' as const, said: [t('text.checkIn', { rule: rules.checkIn }), t('text.opens', { opens: length(rules.opensMinutes), grace: length(rules.graceMinutes), hold: length(Math.max(rules.graceMinutes, rules.lateHoldMinutes)) })] },
    {
      name: 'find' as const,
      said: [t('text.late', { late: length(rules.lateAfterMinutes), over: length(rules.overrunAfterMinutes) }), ...(rules.leastUsedPercent === null ? [] : [t('text.least', { percent: rules.leastUsedPercent })]), t('text.never')],
    },
    { name: 'score' as const, said: [t('text.points', { list: lines.points(rules.points, locale), days: rules.decayDays }), t('text.appeal', { days: rules.appealDays })] },
    { name: 'strikes' as const, said: strikes.length === 0 ? [t('text.none')] : strikes.map(lines.strike) },
    { name: 'thresholds' as const, said: [...(thresholds.length === 0 ? [t('text.none')] : thresholds.map(lines.threshold)), t('text.human')] },
  ]
  return parts.map(({ name, said }) => (
    <Section key={name} title={t(`section.${name}`)}>
      <ul className="grid gap-1">{said.map((each) => <li key={each} className="max-w-reading">{each}</li>)}</ul>
    </Section>
  ))
}

/** One rule's value in a few words, for the editor. */
export function useRuleValue() {
  const t = useTranslations('conductRules')
  const locale = useLocale()
  const lines = useLines()
  return (key: keyof ConductRules, rules: ConductRules): string => {
    if (key === 'checkIn') return t(`value.${rules.checkIn}`)
    if (key === 'points') return lines.points(rules.points, locale)
    if (key === 'strikes') return rules.strikes.length === 0 ? t('text.none') : formatList(rules.strikes.map(lines.strike), locale)
    if (key === 'thresholds') return rules.thresholds.length === 0 ? t('text.none') : formatList(rules.thresholds.map(lines.threshold), locale)
    if (key === 'leastUsedPercent') return rules.leastUsedPercent === null ? t('never') : t('percent', { n: rules.leastUsedPercent })
    if (key === 'decayDays' || key === 'appealDays') return t('days', { n: rules[key] })
    return formatDuration(rules[key], locale)
  }
}
