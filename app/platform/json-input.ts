import { safeParse, type $ZodIssue, type $ZodType, type output } from 'zod/v4/core'
import type { Problem } from '~/domain/problem'
import { ruleOf } from '~/i18n/rules'

/** What callers of the JSON API send, judged field by field. */

const MOST_PROBLEMS = 50

/**
 * The value of a JSON text (an empty one is `{}`) and the fields whose text no column can hold: NUL
 * or half a surrogate pair. Null when the text is not JSON.
 */
export function parseJson(text: string): { value: unknown; unstorable: Problem[] } | null {
  const fields = new Set<string>()
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text, (key, each: unknown) => {
      if (typeof each === 'string' && (each.includes('\0') || !each.isWellFormed())) fields.add(key)
      return each
    })
    return { value, unstorable: [...fields].slice(0, MOST_PROBLEMS).map((field) => fieldProblem(field, 'invalid')) }
  } catch {
    return null
  }
}

/** Parameters left empty count as absent, repeated ones as a list. */
export function queryOf({ searchParams }: URL): Record<string, unknown> {
  const given = [...new Set(searchParams.keys())].flatMap((key) => {
    const values = searchParams.getAll(key).filter((each) => each !== '')
    return values.length === 0 ? [] : [[key, values.length === 1 ? values[0] : values]]
  })
  return Object.fromEntries(given)
}

/** The value by the schema, or a problem for each field that is wrong. */
export function judgeInput<Schema extends $ZodType>(
  schema: Schema,
  value: unknown,
): { ok: true; value: output<Schema> } | { ok: false; problems: Problem[] } {
  const parsed = safeParse(schema, value, { error: ruleOf })
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, problems: fieldProblems(parsed.error.issues) }
}

function fieldProblems(issues: readonly $ZodIssue[]): Problem[] {
  const rules = new Map<string, string>()
  for (const { path, message } of issues) {
    const field = path.map(String).join('.') || 'body'
    if (!rules.has(field)) rules.set(field, message)
  }
  return [...rules].slice(0, MOST_PROBLEMS).map(([field, rule]) => fieldProblem(field, rule))
}

export const fieldProblem = (field: string, rule: string): Problem => ({
  code: 'field_invalid',
  params: { field, rule },
  severity: 'refuse',
})
