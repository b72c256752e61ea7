import type { Policy } from '~/domain/scheduling/policy'
import { REACHES } from '~/domain/scheduling/who-may-book'
import { partValues } from '~/features/scheduling/policies/parts'
import type { PartKey } from '~/i18n/policy-words'

/** How each rule is written in the form, in the order of the page. */
export type RuleField =
  | { key: DurationRule; as: 'duration' }
  | { key: 'horizonDays' | 'holdHours' | 'maxFutureBookings' | 'maxPeople'; as: 'number' }
  | { key: BooleanRule; as: 'boolean' }
  | { key: ChoiceRule; as: 'choice'; choices: readonly string[] }

type DurationRule = 'gridMinutes' | 'minMinutes' | 'maxMinutes' | 'minNoticeMinutes' | 'cancelNoticeMinutes' | 'changeNoticeMinutes' | 'setUpMinutes' | 'cleanUpMinutes'
type BooleanRule = 'wholeDays' | 'autoApproveOwnUniversity' | 'allowUnattendedOutsideHours' | 'allowParallel'
type ChoiceRule = 'reach' | 'turnaround' | 'approval' | 'holdMode' | 'attendance' | 'journey'

export const RULE_SECTIONS: readonly { name: 'time' | 'ahead' | 'who' | 'turnaround' | 'approval' | 'presence'; fields: readonly RuleField[]; parts?: readonly PartKey[] }[] = [
  { name: 'time', fields: [{ key: 'gridMinutes', as: 'duration' }, { key: 'minMinutes', as: 'duration' }, { key: 'maxMinutes', as: 'duration' }, { key: 'wholeDays', as: 'boolean' }], parts: ['fixedSlots', 'longSession'] },
  { name: 'who', fields: [{ key: 'reach', as: 'choice', choices: REACHES }, { key: 'maxPeople', as: 'number' }], parts: ['kinds', 'purposes'] },
  {
    name: 'ahead',
    fields: [
      { key: 'minNoticeMinutes', as: 'duration' }, { key: 'horizonDays', as: 'number' }, { key: 'cancelNoticeMinutes', as: 'duration' },
      { key: 'changeNoticeMinutes', as: 'duration' }, { key: 'maxFutureBookings', as: 'number' },
    ],
  },
  { name: 'turnaround', fields: [{ key: 'setUpMinutes', as: 'duration' }, { key: 'cleanUpMinutes', as: 'duration' }, { key: 'turnaround', as: 'choice', choices: ['sum', 'shared'] }] },
  {
    name: 'approval',
    fields: [
      { key: 'approval', as: 'choice', choices: ['none', 'lab_manager'] }, { key: 'autoApproveOwnUniversity', as: 'boolean' },
      { key: 'holdMode', as: 'choice', choices: ['hold', 'compete'] }, { key: 'holdHours', as: 'number' },
    ],
  },
  {
    name: 'presence',
    fields: [
      { key: 'attendance', as: 'choice', choices: ['whole', 'ends', 'none'] }, { key: 'allowUnattendedOutsideHours', as: 'boolean' },
      { key: 'journey', as: 'choice', choices: ['warn', 'refuse'] }, { key: 'allowParallel', as: 'boolean' },
    ],
  },
]
export const RULE_FIELDS = RULE_SECTIONS.flatMap(({ fields }) => fields)

/** The word for a choice; nobody being there is another "none" than no approval. */
export const choiceWord = (key: string, value: string) => (key === 'attendance' && value === 'none' ? 'nobody' : value)

/** A layer of rules as its form posts it; what is not stated is left out. */
export function ruleValues(rules: Partial<Policy>, duration: (minutes: number) => string): Record<string, string> {
  const values: Record<string, string> = {}
  for (const { key, as } of RULE_FIELDS) {
    const value = rules[key]
    if (value === undefined) continue
    if (as === 'duration') values[key] = duration(Number(value))
    else if (as === 'boolean') values[key] = value === true ? 'yes' : 'no'
    else values[key] = value === null ? '0' : String(value)
  }
  if (rules.quotas !== undefined) {
    values['quotas'] = 'own'
    rules.quotas.forEach((quota, at) => {
      for (const [part, value] of Object.entries(quota)) if (value !== null) values[`q${at}-${part}`] = String(value)
    })
  }
  return { ...values, ...partValues(rules, duration) }
}
