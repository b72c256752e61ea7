import { expect, test } from 'vitest'
import { z } from 'zod'
import { ruleMessage, ruleOf } from '~/i18n/rules'
import { createTranslator } from '~/i18n/translator'

const rulesOf = (schema: z.ZodType, input: unknown) =>
  schema.safeParse(input, { error: ruleOf }).error?.issues.map(({ message }) => message)

test('what zod finds becomes a rule', () => {
  expect(rulesOf(z.string(), undefined)).toEqual(['required'])
  expect(rulesOf(z.string().min(1), '')).toEqual(['required'])
  expect(rulesOf(z.string().min(8), 'short')).toEqual(['too_short:8'])
  expect(rulesOf(z.string().max(2), 'long')).toEqual(['too_long:2'])
  expect(rulesOf(z.email(), 'x')).toEqual(['email'])
  expect(rulesOf(z.number().max(5), 6)).toEqual(['too_big:5'])
  expect(rulesOf(z.int(), 1.5)).toEqual(['not_whole'])
  expect(rulesOf(z.enum(['a']), 'b')).toEqual(['choice'])
  expect(rulesOf(z.array(z.string()).min(2), ['x'])).toEqual(['too_few:2'])
  expect(rulesOf(z.strictObject({}), { x: 1 })).toEqual(['unknown_key'])
  expect(rulesOf(z.string().refine(() => false, { error: 'passwords_differ' }), 'x')).toEqual([
    'passwords_differ',
  ])
})

test('a rule is said in the reader’s words; anything else stays as it is', () => {
  const t = createTranslator('en')
  expect(ruleMessage(t, 'too_short:8')).toBe('At least 8 characters')
  expect(ruleMessage(t, 'common.rules.email')).toContain('full mail address')
  expect(ruleMessage(t, 'Ready. Words.')).toBe('Ready. Words.')
  expect(ruleMessage(t, 'toString')).toBe('toString')
})
