import type { SubmissionResult } from '@conform-to/react'
import type { $ZodType, output } from 'zod/v4/core'
import type { Outcome, Problem } from '~/domain/problem'
import { parseForm } from '~/platform/http'

/** What goes back to a form that was refused: rules by field name ('' for the whole), and what was typed. */
export type FormReply = {
  errors: Record<string, string[]>
  values: Record<string, string>
}

/** What people type in secret is never written back into a page. */
const SECRET = new Set(['password', 'repeat', 'current'])

export type Answered<T> = { ok: true; value: T } | { ok: false; reply: FormReply }

/** A posted form, judged by its schema and then by its command: the command's value, or what to show. */
export async function answerForm<Schema extends $ZodType, T>(
  request: Request,
  schema: Schema,
  command: (input: output<Schema>) => Promise<Outcome<T>>,
): Promise<Answered<T>> {
  const parsed = await parseForm(request, schema)
  if (!parsed.ok) return { ok: false, reply: replyToSubmission(parsed.result) }
  const outcome = await command(parsed.value)
  if (outcome.ok) return outcome
  return { ok: false, reply: replyToProblems(outcome.problems, parsed.submission.payload) }
}

function replyToSubmission(result: SubmissionResult<string[]>): FormReply {
  const errors: FormReply['errors'] = {}
  for (const [field, rules] of Object.entries(result.error ?? {})) {
    if (rules !== null && rules.length > 0) errors[field] = rules
  }
  return { errors, values: keptValues(result.initialValue ?? {}) }
}

function replyToProblems(problems: readonly Problem[], posted: Record<string, unknown>): FormReply {
  const errors: FormReply['errors'] = {}
  for (const problem of problems) {
    const [field, rule] =
      problem.code === 'field_invalid'
        ? [problem.params.field, problem.params.rule]
        : ['', problem.code === 'already_decided' ? 'auth.rules.already_decided' : `problems.${problem.code}`]
    errors[field] = [...(errors[field] ?? []), rule]
  }
  return { errors, values: keptValues(posted) }
}

function keptValues(posted: Record<string, unknown>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(posted)) {
    if (typeof value === 'string' && !SECRET.has(name)) kept[name] = value
  }
  return kept
}
