import { useLocale, useTranslations } from 'use-intl'
import { attendanceOf } from '~/domain/booking/attendance'
import type { ResourceMode } from '~/domain/booking/facts'
import type { Policy } from '~/domain/scheduling/policy'
import { formatDuration, formatHours, formatList, formatPlainDate } from '~/i18n/format'
import { PART_KEYS, partLines } from '~/i18n/policy-words'

export type PolicyRulesProps = {
  policy: Policy
  modes: readonly ResourceMode[]
  weekly: readonly { weekday: number; from: number; to: number }[]
  observesHolidays: boolean
}

/** The rules in force as short sentences. */
export function PolicyRules({ policy, modes, weekly, observesHolidays }: PolicyRulesProps) {
  const all = useTranslations()
  const t = useTranslations('catalogue.resource.rule')
  const words = useTranslations('policies')
  const locale = useLocale()
  const length = (minutes: number) => formatDuration(minutes, locale)
  const { minMinutes, maxMinutes, gridMinutes, setUpMinutes, cleanUpMinutes } = policy
  const hours = useOpening(weekly)
  const needed = modes.map((mode) => attendanceOf(policy, mode))
  const strictest = (['whole', 'ends'] as const).find((each) => needed.includes(each)) ?? 'none'
  const rule = t(({ whole: 'attendanceWhole', ends: 'attendanceEnds', none: 'attendanceNone' } as const)[strictest])
  const attendance = strictest !== 'none' && needed.includes('none') ? t('attendanceExcept', { rule }) : rule
  const rules = [
    weekly.length === 0 ? t('openingNone') : hours === null ? t('openingAlways') : t('opening', { hours }),
    observesHolidays && weekly.length > 0 ? t('holidays') : null,
    minMinutes === maxMinutes
      ? t('lengthFixed', { min: length(minMinutes) })
      : t('length', { min: length(minMinutes), max: length(maxMinutes) }),
    policy.wholeDays ? t('wholeDays') : t('grid', { grid: length(gridMinutes) }),
    policy.minNoticeMinutes > 0 ? t('notice', { notice: length(policy.minNoticeMinutes) }) : t('noNotice'),
    t('horizon', { days: policy.horizonDays }),
    policy.cancelNoticeMinutes > 0 ? t('cancel', { notice: length(policy.cancelNoticeMinutes) }) : t('cancelAny'),
    setUpMinutes + cleanUpMinutes > 0
      ? t('buffers', { setUp: length(setUpMinutes), cleanUp: length(cleanUpMinutes) })
      : null,
    t(approval(policy)),
    attendance,
    ...policy.quotas.map(({ measure, limit, days, window, per, over }) =>
      words('quota.text', { window, per, over, days: days ?? 0, limit: measure === 'hours' ? formatHours(limit * 3600, locale) : words('times', { count: limit }) }),
    ),
    policy.reach === 'all' ? null : words('text.reach', { reach: policy.reach }),
    ...PART_KEYS.filter((key) => key !== 'ownerGroups').flatMap((key) => partLines(all, key, policy, { locale })),
    policy.maxPeople === null ? null : t('maxPeople', { count: policy.maxPeople }),
    policy.maxFutureBookings === null ? null : t('maxFuture', { count: policy.maxFutureBookings }),
  ].filter((each) => each !== null)
  return (
    <ul className="grid list-disc gap-1 pl-5">
      {rules.map((rule) => (
        <li key={rule}>{rule}</li>
      ))}
    </ul>
  )
}

function approval(policy: Policy) {
  if (policy.approval === 'none') return 'approvalNone'
  if (policy.holdMode === 'compete') return 'approvalCompete'
  return policy.autoApproveOwnUniversity ? 'approvalManagerOwn' : 'approvalManager'
}

/** Days with equal hours together: "Mon, Tue and Wed 09:00–18:00"; null when it never closes. */
function useOpening(weekly: PolicyRulesProps['weekly']): string | null {
  const locale = useLocale()
  const days = new Map<string, number[]>()
  for (const { weekday, from, to } of weekly.toSorted((a, b) => a.weekday - b.weekday || a.from - b.from)) {
    const hours = `${clock(from)}–${clock(to)}`
    days.set(hours, [...(days.get(hours) ?? []), weekday])
  }
  const [only] = [...days]
  if (days.size === 1 && only?.[0] === `${clock(0)}–${clock(1440)}` && only[1].length === 7) return null
  return formatList(
    [...days].map(([hours, weekdays]) => `${weekdayNames(weekdays, locale)} ${hours}`),
    locale,
  )
}

/** Minutes from midnight as a wall clock; past midnight it starts anew. */
function clock(minutes: number): string {
  const within = minutes > 1440 ? minutes - 1440 : minutes
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`
}

function weekdayNames(weekdays: number[], locale: 'zh-CN' | 'en'): string {
  // 2024-01-01 was a Monday; only its weekday's name is read.
  const names = weekdays.map((each) => {
    const text = formatPlainDate(`2024-01-0${each}`, locale)
    return locale === 'zh-CN' ? text.split(' ').at(-1)! : text.split(' ')[0]!
  })
  const isRun = weekdays.length > 2 && weekdays.every((each, at) => at === 0 || each === weekdays[at - 1]! + 1)
  return isRun ? `${names[0]}–${names.at(-1)}` : formatList(names, locale)
}
