import { z } from 'zod'
import type { Policy } from '~/domain/scheduling/policy'
import { MOST_QUOTAS, type Quota, QUOTA_BEARERS, QUOTA_MEASURES, QUOTA_RANGES, QUOTA_WINDOWS } from '~/domain/scheduling/quota'
import { parseDuration } from '~/domain/time/duration'
import { isPlainDate } from '~/domain/time/zone'
import { RULE_FIELDS, type RuleField } from '~/features/scheduling/policies/fields'
import { PART_FIELDS, readParts } from '~/features/scheduling/policies/parts'

const MOST = 100_000

function fieldSchema(field: RuleField): z.ZodType<unknown, string | undefined> {
  switch (field.as) {
    case 'duration':
      return z.string().max(60).optional().transform((text, context) => {
        if (text === undefined) return undefined
        const minutes = parseDuration(text)
        if (minutes === null) context.addIssue({ code: 'custom', message: 'policies.badDuration' })
        return minutes ?? undefined
      })
    case 'number':
      return z.string().max(20).optional().transform((text, context) => {
        if (text === undefined) return undefined
        const number = Number(text)
        if (!Number.isInteger(number) || number < 0 || number > MOST) context.addIssue({ code: 'custom', message: 'not_whole' })
        // A limit of nothing is none.
        return (field.key === 'maxFutureBookings' || field.key === 'maxPeople') && number === 0 ? null : number
      })
    case 'boolean':
      return z.enum(['yes', 'no']).optional().transform((value) => (value === undefined ? undefined : value === 'yes'))
    default:
      return z.enum(field.choices as [string, ...string[]]).optional()
  }
}

const limit = z.string().max(20).optional().transform((text, context) => {
  if (text === undefined) return null
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1 || number > 10_000) context.addIssue({ code: 'custom', message: 'policies.problem.quota_impossible' })
  return number
})

const quotaFields = (at: number) => ({
  [`q${at}-limit`]: limit,
  [`q${at}-measure`]: z.enum(QUOTA_MEASURES).default('hours'),
  [`q${at}-window`]: z.enum(QUOTA_WINDOWS).default('day'),
  [`q${at}-days`]: limit,
  [`q${at}-per`]: z.enum(QUOTA_BEARERS).default('person'),
  [`q${at}-over`]: z.enum(QUOTA_RANGES).default('resource'),
})

/** A layer of rules: what is left empty is not stated and comes from the wider owner. */
export const rulesForm = z
  .object({
    from: z.string().refine((text) => isPlainDate(text) && text.startsWith('2'), { error: 'date' }).optional().transform((day) => day ?? null),
    seen: z.string().max(100),
    quotas: z.enum(['own', 'inherit']).default('inherit'),
    ...Object.fromEntries(RULE_FIELDS.map((field) => [field.key, fieldSchema(field)])),
    ...Object.fromEntries(PART_FIELDS.map((name) => [name, z.string().trim().max(400).optional()])),
    ...Object.fromEntries(Array.from({ length: MOST_QUOTAS }, (_, at) => Object.entries(quotaFields(at))).flat()),
  })
  .transform((input, context) => {
    const posted: Record<string, unknown> = input
    const { from, seen, quotas } = posted as { from: string | null; seen: string; quotas: 'own' | 'inherit' }
    const stated = RULE_FIELDS.filter(({ key }) => posted[key] !== undefined).map(({ key }) => [key, posted[key]])
    const rules: Partial<Policy> = Object.fromEntries(stated)
    Object.assign(rules, readParts(posted as Record<string, string | undefined>, (field, message) => context.addIssue({ code: 'custom', path: [field], message })))
    if (quotas === 'own') rules.quotas = quotasIn(posted)
    return { rules, from, seen }
  })
export type RulesInput = z.output<typeof rulesForm>

function quotasIn(posted: Record<string, unknown>): Quota[] {
  return Array.from({ length: MOST_QUOTAS }, (_, at): Quota[] => {
    const part = (name: string) => posted[`q${at}-${name}`]
    const amount = part('limit')
    if (typeof amount !== 'number') return []
    const window = part('window') as Quota['window']
    return [{
      limit: amount, window,
      measure: part('measure') as Quota['measure'],
      days: window === 'rolling' ? (part('days') as number | null) : null,
      per: part('per') as Quota['per'],
      over: part('over') as Quota['over'],
    }]
  }).flat()
}
