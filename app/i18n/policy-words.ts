import type { Policy } from '~/domain/scheduling/policy'
import { formatDuration, formatHours, formatList, formatPlainDate } from '~/i18n/format'
import type { Locale } from '~/i18n/locale'
import type { Translator } from '~/i18n/translator'
import { word } from '~/i18n/word'

/** The rules that have parts of their own, quotas aside. */
export const PART_KEYS = [
  'kinds', 'purposes', 'modeRules', 'fixedSlots', 'longSession', 'ownerGroups', 'ownerWindows', 'protectedShare', 'outsideCeiling',
] as const
export type PartKey = (typeof PART_KEYS)[number]

type Context = { locale: Locale; groupName?: (id: string) => string }

/** A rule with parts as short sentences; none where it says nothing. */
export function partLines(t: Translator, key: PartKey, policy: Partial<Policy>, { locale, groupName = (id) => id }: Context): string[] {
  const listed = (values: readonly string[], words: string) => formatList(values.map((each) => word(t, `${words}.${each}`) ?? each), locale)
  const length = (minutes: number) => formatDuration(minutes, locale)
  switch (key) {
    case 'kinds':
      return policy.kinds?.length ? [t('policies.text.kinds', { kinds: listed(policy.kinds, 'policies.kind') })] : []
    case 'purposes':
      return policy.purposes?.length ? [t('policies.text.purposes', { purposes: listed(policy.purposes, 'bookings.use') })] : []
    case 'ownerGroups':
      return policy.ownerGroups?.length ? [t('policies.text.ownerGroups', { groups: formatList(policy.ownerGroups.map(groupName), locale) })] : []
    case 'fixedSlots':
      return (policy.fixedSlots ?? []).map((slot) => t('policies.text.fixedSlot', { hours: hoursText(slot), counted: slot.isCounted ? 'yes' : 'no' }))
    case 'longSession': {
      const long = policy.longSession
      if (!long) return []
      return [t('policies.text.longSession', { max: length(long.maxMinutes), notice: length(long.noticeMinutes), counted: long.isCounted ? 'yes' : 'no' })]
    }
    case 'ownerWindows':
      return (policy.ownerWindows ?? []).map(({ weekdays, opens, for: owners, ...hours }) => {
        const until =
          opens.by === 'hours'
            ? t('policies.text.opensHours', { hours: formatHours(opens.hours * 3600, locale) })
            : t('policies.text.opensClock', { days: opens.daysBefore, at: clock(opens.minute) })
        return t('policies.text.ownerWindow', { days: weekdaysText(t, weekdays, locale), hours: hoursText(hours), for: owners, until })
      })
    case 'protectedShare': {
      const share = policy.protectedShare
      if (!share) return []
      const release = share.releaseHours === null ? '' : t('policies.text.release', { hours: formatHours(share.releaseHours * 3600, locale) })
      return [t('policies.text.protectedShare', { percent: share.percent, window: share.window }) + release]
    }
    case 'outsideCeiling': {
      const share = policy.outsideCeiling
      return share ? [t('policies.text.outsideCeiling', { percent: share.percent, window: share.window })] : []
    }
    case 'modeRules':
      return (policy.modeRules ?? []).map(({ mode, ...rules }) => {
        const said = [
          rules.minMinutes === undefined ? null : `${t('policies.rule.minMinutes')} ${length(rules.minMinutes)}`,
          rules.maxMinutes === undefined ? null : `${t('policies.rule.maxMinutes')} ${length(rules.maxMinutes)}`,
          rules.gridMinutes === undefined ? null : `${t('policies.rule.gridMinutes')} ${length(rules.gridMinutes)}`,
          rules.minNoticeMinutes === undefined ? null : `${t('policies.rule.minNoticeMinutes')} ${length(rules.minNoticeMinutes)}`,
          rules.reach === undefined ? null : t(`policies.value.${rules.reach}`),
          rules.attendance === undefined ? null : `${t('policies.rule.attendance')} ${t(`policies.value.${rules.attendance === 'none' ? 'nobody' : rules.attendance}`)}`,
        ].filter((each) => each !== null)
        return t('policies.text.mode', { mode: word(t, `common.mode.${mode}`) ?? mode, rules: formatList(said, locale) })
      })
  }
}

/** A part as the history keeps it, back as the rule it was a part of; null for any other text. */
export function partOfCode(key: PartKey, code: string): Partial<Policy> | null {
  try {
    const value: unknown = JSON.parse(code)
    const isWhole = key === 'longSession' || key === 'protectedShare' || key === 'outsideCeiling'
    return { [key]: isWhole ? value : [value] }
  } catch {
    return null
  }
}

const hoursText = ({ from, to }: { from: number; to: number }) => `${clock(from)}–${clock(to)}`

/** Minutes from midnight as a wall clock; past midnight it starts anew. */
function clock(minutes: number): string {
  const within = minutes > 1440 ? minutes - 1440 : minutes
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`
}

function weekdaysText(t: Translator, weekdays: readonly number[], locale: Locale): string {
  if (weekdays.length === 7) return t('policies.days.all')
  if (weekdays.join() === '1,2,3,4,5') return t('policies.days.workdays')
  if (weekdays.join() === '6,7') return t('policies.days.weekend')
  return formatList(weekdays.map((each) => weekdayName(each, locale)), locale)
}

/** 2024-01-01 was a Monday; only its weekday's name is read. */
export function weekdayName(weekday: number, locale: Locale): string {
  const text = formatPlainDate(`2024-01-0${weekday}`, locale)
  return locale === 'zh-CN' ? text.split(' ').at(-1)! : text.split(' ')[0]!.replace(',', '')
}
