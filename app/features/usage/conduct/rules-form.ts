import { z } from 'zod'
import { CONDUCT_KINDS, CONDUCT_SCOPES, type ConductScope, EFFECTS } from '~/domain/conduct/kinds'
import type { ConductRules, Strike, Threshold } from '~/domain/conduct/rules'
import { parseDuration } from '~/domain/time/duration'
import { isPlainDate } from '~/domain/time/zone'
import { CHECK_INS } from '~/domain/usage/rules'

/** How each rule is written in the form, in the order of the page. */
export const DURATION_RULES = ['opensMinutes', 'graceMinutes', 'lateHoldMinutes', 'forgetMinutes', 'lateAfterMinutes', 'overrunAfterMinutes'] as const
export const NUMBER_RULES = ['leastUsedPercent', 'decayDays', 'appealDays'] as const
export const PART_RULES = ['points', 'strikes', 'thresholds'] as const
export const RULE_KEYS = ['checkIn', ...DURATION_RULES, ...NUMBER_RULES, ...PART_RULES] as const
export type RuleKey = (typeof RULE_KEYS)[number]
export const MOST_STRIKES = 6
export const MOST_THRESHOLDS = 5

export type RuleOwnerKind = 'alliance' | 'university' | 'lab' | 'resource'
/** What an owner can say something about: itself and what is narrower. */
export const scopesOf = (kind: RuleOwnerKind): readonly ConductScope[] => CONDUCT_SCOPES.slice(0, CONDUCT_SCOPES.indexOf(kind) + 1)

const duration = z.string().max(60).optional().transform((text, context) => {
  if (!text) return undefined
  const minutes = parseDuration(text)
  if (minutes === null) context.addIssue({ code: 'custom', message: 'policies.badDuration' })
  return minutes ?? undefined
})
const number = z.string().max(10).optional().transform((text, context) => {
  if (!text) return undefined
  if (!/^\d{1,5}$/.test(text)) context.addIssue({ code: 'custom', message: 'not_whole' })
  return Number(text)
})
const part = z.enum(['own', 'inherit']).default('inherit')
const strikeRow = (at: number) => ({
  [`s${at}-kind`]: z.enum(CONDUCT_KINDS).default('no_show'), [`s${at}-count`]: number, [`s${at}-withinDays`]: number,
  [`s${at}-scope`]: z.enum(CONDUCT_SCOPES).default('lab'), [`s${at}-effect`]: z.enum(EFFECTS).default('warning'), [`s${at}-days`]: number,
})
const thresholdRow = (at: number) => ({
  [`t${at}-below`]: number, [`t${at}-scope`]: z.enum(CONDUCT_SCOPES).default('lab'), [`t${at}-effect`]: z.enum(EFFECTS).default('warning'), [`t${at}-days`]: number,
})
const many = <T>(count: number, row: (at: number) => Record<string, T>) => Object.fromEntries(Array.from({ length: count }, (_, at) => Object.entries(row(at))).flat())

/** A layer of rules: what is left empty is not stated and comes from the wider owner. */
export const conductRulesForm = z.object({
  from: z.string().refine((text) => isPlainDate(text) && text.startsWith('2'), { error: 'date' }).optional().transform((day) => day ?? null),
  seen: z.string().max(100),
  checkIn: z.enum(CHECK_INS).optional(),
  ...Object.fromEntries(DURATION_RULES.map((key) => [key, duration])),
  ...Object.fromEntries(NUMBER_RULES.map((key) => [key, number])),
  points: part, strikes: part, thresholds: part,
  ...Object.fromEntries(CONDUCT_KINDS.map((kind) => [`points-${kind}`, number])),
  ...many<z.ZodType>(MOST_STRIKES, strikeRow),
  ...many<z.ZodType>(MOST_THRESHOLDS, thresholdRow),
}).transform((input) => {
  const posted = input as Record<string, unknown>
  const stated = (keys: readonly string[]) => Object.fromEntries(keys.filter((key) => posted[key] !== undefined).map((key) => [key, posted[key]]))
  const rules: Partial<ConductRules> = {
    ...(stated(['checkIn', ...DURATION_RULES, 'decayDays', 'appealDays']) as Partial<ConductRules>),
    // A share of nothing is none.
    ...(posted['leastUsedPercent'] === undefined ? {} : { leastUsedPercent: (posted['leastUsedPercent'] as number) || null }),
    ...(posted['points'] === 'own' ? { points: Object.fromEntries(CONDUCT_KINDS.map((kind) => [kind, posted[`points-${kind}`] ?? 0])) as ConductRules['points'] } : {}),
    ...(posted['strikes'] === 'own' ? { strikes: rowsOf<Strike>(posted, 's', MOST_STRIKES, 'count', ['kind', 'count', 'withinDays', 'scope', 'effect', 'days']) } : {}),
    ...(posted['thresholds'] === 'own' ? { thresholds: rowsOf<Threshold>(posted, 't', MOST_THRESHOLDS, 'below', ['below', 'scope', 'effect', 'days']) } : {}),
  }
  return { rules, from: posted['from'] as string | null, seen: posted['seen'] as string }
})
export type ConductRulesInput = z.output<typeof conductRulesForm>

/** Rows that say how often or below what; a row without is no row. */
function rowsOf<Row>(posted: Record<string, unknown>, prefix: 's' | 't', most: number, key: string, parts: readonly string[]): Row[] {
  return Array.from({ length: most }, (_, at) => {
    if (posted[`${prefix}${at}-${key}`] === undefined) return []
    return [Object.fromEntries(parts.map((name) => [name, posted[`${prefix}${at}-${name}`] ?? 0])) as Row]
  }).flat()
}

/** A layer of rules as its form posts it. */
export function formValues(rules: Partial<ConductRules>, words: (minutes: number) => string): Record<string, string> {
  const values: Record<string, string> = {}
  if (rules.checkIn !== undefined) values['checkIn'] = rules.checkIn
  for (const key of DURATION_RULES) if (rules[key] !== undefined) values[key] = words(rules[key])
  for (const key of NUMBER_RULES) if (rules[key] !== undefined) values[key] = String(rules[key] ?? 0)
  if (rules.points !== undefined) {
    values['points'] = 'own'
    for (const kind of CONDUCT_KINDS) values[`points-${kind}`] = String(rules.points[kind])
  }
  const rows = (prefix: string, list: readonly object[]) => list.forEach((row, at) => Object.entries(row).forEach(([name, value]) => { values[`${prefix}${at}-${name}`] = String(value) }))
  if (rules.strikes !== undefined) {
    values['strikes'] = 'own'
    rows('s', rules.strikes)
  }
  if (rules.thresholds !== undefined) {
    values['thresholds'] = 'own'
    rows('t', rules.thresholds)
  }
  return values
}
