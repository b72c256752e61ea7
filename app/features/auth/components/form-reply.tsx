import type { SubmissionResult } from '@conform-to/react'
import type { Problem } from '~/domain/problem'
import { FormErrors } from '~/ui/form-errors'
import type { FieldMeta } from '~/ui/form-field'

/** What goes back to a form that was refused: rules by field name ('' for the whole), and what was typed. */
export type FormReply = {
  errors: Record<string, string[]>
  values: Record<string, string>
}

/** What people type in secret is never written back into a page. */
const SECRET = new Set(['password', 'repeat', 'current'])

/** A schema's refusal, as `parseForm` gives it. */
export function replyToSubmission(result: SubmissionResult<string[]>): FormReply {
  const errors: FormReply['errors'] = {}
  for (const [field, rules] of Object.entries(result.error ?? {})) {
    if (rules !== null && rules.length > 0) errors[field] = rules
  }
  return { errors, values: keptValues(result.initialValue ?? {}) }
}

/** A command's refusal, together with what was posted. */
export function replyToProblems(problems: readonly Problem[], posted: Record<string, unknown>): FormReply {
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

/** One field as the controls of `ui` want it; `initial` shows where nothing was posted yet. */
export function fieldOf(reply: FormReply | null | undefined, name: string, initial?: string | null): FieldMeta {
  return {
    id: name,
    name,
    errors: reply?.errors[name],
    initialValue: reply === null || reply === undefined ? (initial ?? undefined) : reply.values[name],
  }
}

/** The summary above a form that came back; each line leads to its field. */
export function ReplyErrors({ reply, labels }: { reply: FormReply | null | undefined; labels: Record<string, string> }) {
  const errors = Object.entries(reply?.errors ?? {}).flatMap(([field, rules]) =>
    rules.map((message) =>
      field in labels ? { id: field, label: labels[field], message } : { message },
    ),
  )
  return <FormErrors errors={errors} />
}
