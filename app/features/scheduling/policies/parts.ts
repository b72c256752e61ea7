import { RESOURCE_MODES } from '~/domain/booking/facts'
import { PURPOSES } from '~/domain/booking/states'
import { MOST_FIXED_SLOTS } from '~/domain/scheduling/fixed-slots'
import type { HourShare } from '~/domain/scheduling/hour-shares'
import { MOST_WINDOWS, type OwnerWindow, WINDOW_OWNERS } from '~/domain/scheduling/owner-windows'
import type { ModeRule, Policy } from '~/domain/scheduling/policy'
import { blocksText, parseBlocks, WEEKDAYS } from '~/domain/scheduling/weekly'
import { PERSON_KINDS, REACHES } from '~/domain/scheduling/who-may-book'
import { parseDuration } from '~/domain/time/duration'
import type { Weekday } from '~/domain/time/zone'
import { PART_KEYS, type PartKey } from '~/i18n/policy-words'

/*
 * The rules that have parts, as their form posts them: `key` says whether the owner states the rule
 * ("own") or inherits it, and the parts stand in fields of their own.
 */

export const MOST_GROUPS = 8
export const MODE_DURATIONS = ['minMinutes', 'maxMinutes', 'gridMinutes', 'minNoticeMinutes'] as const
export const DAY_CHOICES = ['all', 'workdays', 'weekend', ...WEEKDAYS.map(String)] as const
/** Whole days before at a time of day, or hours before the use. */
export const OPENING_CHOICES = ['0', '1', '2', '3', '7', 'hours'] as const
const ATTENDANCES = ['whole', 'ends', 'none'] as const

export const PART_FIELDS: readonly string[] = [
  ...PART_KEYS,
  ...PERSON_KINDS.map((each) => `kinds-${each}`),
  ...PURPOSES.map((each) => `purposes-${each}`),
  ...Array.from({ length: MOST_GROUPS }, (_, at) => `ownerGroups-${at}`),
  ...Array.from({ length: MOST_WINDOWS }, (_, at) => ['days', 'hours', 'for', 'by', 'at'].map((part) => `w${at}-${part}`)).flat(),
  'fixedSlots-hours', 'fixedSlots-counted', 'longSession-max', 'longSession-notice', 'longSession-counted',
  'protectedShare-percent', 'protectedShare-window', 'protectedShare-release', 'outsideCeiling-percent', 'outsideCeiling-window',
  ...RESOURCE_MODES.flatMap((mode) => [...MODE_DURATIONS, 'reach', 'attendance'].map((part) => `${mode}-${part}`)),
]

type Posted = Readonly<Record<string, string | undefined>>
type Report = (field: string, rule: string) => void

/** The stated rules with parts; what cannot be read is reported at its field. */
export function readParts(posted: Posted, report: Report): Partial<Policy> {
  const states = (key: PartKey) => posted[key] === 'own'
  return {
    ...(states('kinds') ? { kinds: PERSON_KINDS.filter((each) => posted[`kinds-${each}`] === 'on') } : {}),
    ...(states('purposes') ? { purposes: PURPOSES.filter((each) => posted[`purposes-${each}`] === 'on') } : {}),
    ...(states('ownerGroups') ? { ownerGroups: [...new Set(Array.from({ length: MOST_GROUPS }, (_, at) => posted[`ownerGroups-${at}`] ?? '').filter(Boolean))] } : {}),
    ...(states('ownerWindows') ? { ownerWindows: Array.from({ length: MOST_WINDOWS }, (_, at) => readWindow(posted, at, report)).flat() } : {}),
    ...(states('fixedSlots') ? { fixedSlots: readSlots(posted, report) } : {}),
    ...(states('longSession') ? { longSession: readLong(posted, report) } : {}),
    ...(states('protectedShare') ? { protectedShare: readShare(posted, 'protectedShare', report) } : {}),
    ...(states('outsideCeiling') ? { outsideCeiling: readShare(posted, 'outsideCeiling', report) } : {}),
    ...(states('modeRules') ? { modeRules: RESOURCE_MODES.flatMap((mode) => readMode(posted, mode, report)) } : {}),
  }
}

function readWindow(posted: Posted, at: number, report: Report): OwnerWindow[] {
  const part = (name: string) => posted[`w${at}-${name}`] ?? ''
  if (part('hours') === '') return []
  const [block, more] = parseBlocks(part('hours')) ?? []
  const by = OPENING_CHOICES.find((each) => each === part('by')) ?? '0'
  const hours = wholeNumber(part('at'))
  const minute = /^([01]?\d|2[0-3])[:\uff1a]([0-5]\d)$/.exec(part('at'))
  if (!block || more) report(`w${at}-hours`, 'hours.rule.blocks')
  if (by === 'hours' ? hours === null : minute === null) report(`w${at}-at`, by === 'hours' ? 'not_whole' : 'time')
  if (!block) return []
  const opens: OwnerWindow['opens'] = by === 'hours' ? { by: 'hours', hours: hours ?? 0 } : { by: 'clock', daysBefore: Number(by), minute: Number(minute?.[1] ?? 0) * 60 + Number(minute?.[2] ?? 0) }
  return [{ weekdays: weekdaysOf(part('days')), from: block.from, to: block.to, for: WINDOW_OWNERS.find((each) => each === part('for')) ?? 'groups', opens }]
}

function weekdaysOf(choice: string): Weekday[] {
  const one = WEEKDAYS.find((each) => String(each) === choice)
  if (one) return [one]
  return WEEKDAYS.filter((each) => (choice === 'workdays' ? each <= 5 : choice === 'weekend' ? each >= 6 : true))
}

function readSlots(posted: Posted, report: Report): Policy['fixedSlots'] {
  const blocks = parseBlocks(posted['fixedSlots-hours'] ?? '')
  if (blocks === null || blocks.length > MOST_FIXED_SLOTS) report('fixedSlots-hours', 'hours.rule.blocks')
  return (blocks ?? []).map((block) => ({ ...block, isCounted: posted['fixedSlots-counted'] === 'on' }))
}

function readLong(posted: Posted, report: Report): Policy['longSession'] {
  const text = posted['longSession-max'] ?? ''
  if (text === '') return null
  const maxMinutes = parseDuration(text)
  const noticeMinutes = parseDuration(posted['longSession-notice'] || '0')
  if (maxMinutes === null) report('longSession-max', 'policies.badDuration')
  if (noticeMinutes === null) report('longSession-notice', 'policies.badDuration')
  return { maxMinutes: maxMinutes ?? 0, noticeMinutes: noticeMinutes ?? 0, isCounted: posted['longSession-counted'] === 'on' }
}

function readShare(posted: Posted, key: 'protectedShare' | 'outsideCeiling', report: Report): HourShare | null {
  const text = posted[`${key}-percent`] ?? ''
  if (text === '') return null
  const percent = wholeNumber(text.replace(/\s*[%\uff05]$/, ''))
  const release = posted[`${key}-release`] ?? ''
  const releaseHours = release === '' ? null : wholeNumber(release)
  if (percent === null || percent > 100) report(`${key}-percent`, 'policies.problem.share_impossible')
  if (release !== '' && releaseHours === null) report(`${key}-release`, 'not_whole')
  return { percent: percent ?? 0, window: posted[`${key}-window`] === 'month' ? 'month' : 'week', releaseHours }
}

function readMode(posted: Posted, mode: ModeRule['mode'], report: Report): ModeRule[] {
  const durations = MODE_DURATIONS.flatMap((key) => {
    const text = posted[`${mode}-${key}`] ?? ''
    if (text === '') return []
    const minutes = parseDuration(text)
    if (minutes === null) report(`${mode}-${key}`, 'policies.badDuration')
    return [[key, minutes ?? 0] as const]
  })
  const reach = REACHES.find((each) => each === posted[`${mode}-reach`])
  const attendance = ATTENDANCES.find((each) => each === posted[`${mode}-attendance`])
  const rule: ModeRule = { mode, ...Object.fromEntries(durations), ...(reach && { reach }), ...(attendance && { attendance }) }
  return Object.keys(rule).length > 1 ? [rule] : []
}

const wholeNumber = (text: string) => (/^\d{1,5}$/.test(text.trim()) ? Number(text) : null)

/** The same rules as their form shows them. */
export function partValues(rules: Partial<Policy>, duration: (minutes: number) => string): Record<string, string> {
  const values: Record<string, string> = Object.fromEntries(PART_KEYS.filter((key) => rules[key] !== undefined).map((key) => [key, 'own']))
  const set = (field: string, value: string | null | undefined) => {
    if (value) values[field] = value
  }
  for (const each of rules.kinds ?? []) set(`kinds-${each}`, 'on')
  for (const each of rules.purposes ?? []) set(`purposes-${each}`, 'on')
  rules.ownerGroups?.forEach((each, at) => set(`ownerGroups-${at}`, each))
  rules.ownerWindows?.forEach(({ weekdays, opens, for: owners, ...hours }, at) => {
    const days = weekdays.length === 7 ? 'all' : weekdays.join() === '1,2,3,4,5' ? 'workdays' : weekdays.join() === '6,7' ? 'weekend' : String(weekdays[0] ?? 1)
    const by = opens.by === 'hours' ? 'hours' : String(opens.daysBefore)
    const moment = opens.by === 'hours' ? String(opens.hours) : `${Math.floor(opens.minute / 60)}:${String(opens.minute % 60).padStart(2, '0')}`
    for (const [part, value] of Object.entries({ days, hours: blocksText([hours]), for: owners, by, at: moment })) set(`w${at}-${part}`, value)
  })
  set('fixedSlots-hours', blocksText(rules.fixedSlots ?? []))
  set('fixedSlots-counted', rules.fixedSlots?.some(({ isCounted }) => isCounted) ? 'on' : null)
  if (rules.longSession) {
    set('longSession-max', duration(rules.longSession.maxMinutes))
    set('longSession-notice', duration(rules.longSession.noticeMinutes))
    set('longSession-counted', rules.longSession.isCounted ? 'on' : null)
  }
  for (const key of ['protectedShare', 'outsideCeiling'] as const) {
    const share = rules[key]
    if (!share) continue
    set(`${key}-percent`, String(share.percent))
    set(`${key}-window`, share.window)
    set(`${key}-release`, share.releaseHours === null ? null : String(share.releaseHours))
  }
  for (const { mode, ...own } of rules.modeRules ?? []) {
    for (const key of MODE_DURATIONS) if (own[key] !== undefined) set(`${mode}-${key}`, duration(own[key]))
    set(`${mode}-reach`, own.reach)
    set(`${mode}-attendance`, own.attendance)
  }
  return values
}
