import type { $ZodType, output } from 'zod/v4/core'
import type { Outcome, Problem } from '~/domain/problem'
import type { FormReply } from '~/features/auth/answer-form.server'
import { parseForm } from '~/platform/http'

/** What goes back to a form that was refused: rules by field, what was typed, and problems that are no field's. */
export type CommandReply = { reply: FormReply; problems: Problem[] }

/** A posted form, judged by its schema and then by its command. */
export async function answerCommand<Schema extends $ZodType, T>(
  request: Request,
  schema: Schema,
  command: (input: output<Schema>) => Promise<Outcome<T>>,
): Promise<{ ok: true; value: T; input: output<Schema> } | ({ ok: false } & CommandReply)> {
  const parsed = await parseForm(request, schema)
  if (!parsed.ok) {
    const { error, initialValue } = parsed.result
    const errors = Object.fromEntries(Object.entries(error ?? {}).flatMap(([field, rules]) => (rules?.length ? [[field, rules]] : [])))
    return { ok: false, reply: { errors, values: texts(initialValue ?? {}) }, problems: [] }
  }
  const outcome = await command(parsed.value)
  if (outcome.ok) return { ...outcome, input: parsed.value }
  const errors: FormReply['errors'] = {}
  const problems: Problem[] = []
  for (const each of outcome.problems) {
    if (each.code === 'field_invalid') errors[each.params.field] = [...(errors[each.params.field] ?? []), each.params.rule]
    else problems.push(each)
  }
  return { ok: false, reply: { errors, values: texts(parsed.submission.payload) }, problems }
}

function texts(posted: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(posted).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}
