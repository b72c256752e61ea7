import { safeParse, type $ZodIssue, type $ZodType, type output } from 'zod/v4/core'
import type { Problem } from '~/domain/problem'
import { ruleOf } from '~/i18n/rules'
import { refuse, refuseFor } from '~/platform/json-api'

/** What the API reads: bodies and queries, judged field by field. */

const MOST_PROBLEMS = 50

/**
 * The body by its schema; a wrong one ends the call with a problem for each field. An empty body is
 * `{}`. A schema that depends on what was sent is given as a function of it, so that each field is
 * judged by what its sender meant.
 */
export async function readBody<Schema extends $ZodType>(
  request: Request,
  schema: Schema | ((body: unknown) => Schema),
): Promise<output<Schema>> {
  const text = await request.text()
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (text.trim() !== '' && type !== 'application/json') {
    throw refuse(request, 'not_json', { Accept: 'application/json' })
  }
  const { body, unstorable } = parseJson(request, text)
  const parsed = safeParse(typeof schema === 'function' ? schema(body) : schema, body, { error: ruleOf })
  if (parsed.success && unstorable.length === 0) return parsed.data
  throw refuseFor(request, [
    ...unstorable.map((field) => fieldProblem(field, 'invalid')),
    ...(parsed.success ? [] : fieldProblems(parsed.error.issues)),
  ])
}

function parseJson(request: Request, text: string): { body: unknown; unstorable: string[] } {
  const unstorable: string[] = []
  try {
    // PostgreSQL's text holds neither NUL nor half a surrogate pair.
    const body: unknown = JSON.parse(text.trim() === '' ? '{}' : text, (key, value: unknown) => {
      if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) unstorable.push(key)
      return value
    })
    return { body, unstorable: [...new Set(unstorable)].slice(0, MOST_PROBLEMS) }
  } catch {
    throw refuse(request, 'broken_json')
  }
}

/** The query by its schema; parameters left empty count as absent, repeated ones as a list. */
export function readQuery<Schema extends $ZodType>(request: Request, schema: Schema): output<Schema> {
  const { searchParams } = new URL(request.url)
  const given = [...new Set(searchParams.keys())].flatMap((key) => {
    const values = searchParams.getAll(key).filter((each) => each !== '')
    return values.length === 0 ? [] : [[key, values.length === 1 ? values[0] : values]]
  })
  const parsed = safeParse(schema, Object.fromEntries(given), { error: ruleOf })
  if (!parsed.success) throw refuseFor(request, fieldProblems(parsed.error.issues))
  return parsed.data
}

function fieldProblems(issues: readonly $ZodIssue[]): Problem[] {
  const rules = new Map<string, string>()
  for (const { path, message } of issues) {
    const field = path.map(String).join('.') || 'body'
    if (!rules.has(field)) rules.set(field, message)
  }
  return [...rules].slice(0, MOST_PROBLEMS).map(([field, rule]) => fieldProblem(field, rule))
}

const fieldProblem = (field: string, rule: string): Problem => ({
  code: 'field_invalid',
  params: { field, rule },
  severity: 'refuse',
})
