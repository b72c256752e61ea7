import type { $ZodRawIssue } from 'zod/v4/core'
import type { AppMessages } from '~/i18n/messages'
import type { Translator } from '~/i18n/translator'
import { word } from '~/i18n/word'

export type RuleCode = keyof AppMessages['common']['rules']

/**
 * What zod found, as a rule and perhaps its limit: `required`, `too_short:8`. A schema is judged
 * where no language is known, so its messages are rules, worded only when shown (`ruleMessage`).
 * A schema's own message (`refine(…, { error })`) is a code of `common.rules` or a full message key.
 */
export function ruleOf(issue: $ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null) return 'required'
      if (issue.expected === 'int') return 'not_whole'
      return issue.expected === 'number' ? 'not_a_number' : 'invalid'
    case 'too_small':
      if (issue.origin === 'string' && Number(issue.minimum) === 1) return 'required'
      return limitRule(issue.origin, Number(issue.minimum), ['too_short', 'too_few', 'too_small', 'too_early'])
    case 'too_big':
      return limitRule(issue.origin, Number(issue.maximum), ['too_long', 'too_many', 'too_big', 'too_late'])
    case 'invalid_format':
      return formatRules.get(issue.format) ?? 'format'
    case 'invalid_value':
      return issue.input === undefined ? 'required' : 'choice'
    case 'unrecognized_keys':
      return 'unknown_key'
    default:
      return 'invalid'
  }
}

/** A rule in the reader's words, with what stands behind the colon; a text that is no rule is shown as it is. */
export function ruleMessage(t: Translator, rule: string): string {
  const [code = '', limit] = rule.split(':')
  const isKey = code.includes('.') && !rule.includes(' ')
  const said = isKey ? word(t, code, { value: limit ?? '' }) : word(t, `common.rules.${code}`, { n: Number(limit ?? 0) })
  return said ?? rule
}

const formatRules = new Map([
  ['email', 'email'],
  ['url', 'url'],
  ['date', 'date'],
  ['time', 'time'],
  ['datetime', 'datetime'],
  ['uuid', 'uuid'],
])

function limitRule(
  origin: string,
  limit: number,
  [text, list, number, date]: [string, string, string, string],
): string {
  if (origin === 'string') return `${text}:${limit}`
  if (origin === 'array' || origin === 'set' || origin === 'map') return `${list}:${limit}`
  return origin === 'date' ? date : `${number}:${limit}`
}
