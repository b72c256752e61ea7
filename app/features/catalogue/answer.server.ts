import type { SubmissionResult } from '@conform-to/react'
import { parseWithZod } from '@conform-to/zod/v4'
import type { $ZodType, output } from 'zod/v4/core'
import { type Changes, changesBetween, type FieldValue } from '~/domain/catalogue/changes'
import type { Outcome, Problem } from '~/domain/problem'
import type { FormValues } from '~/features/catalogue/form-values'
import { namesIn, type Named } from '~/features/catalogue/history.server'
import { badRequest, parseForm, readForm } from '~/platform/http'

/** What goes back to a form of the catalogue that was refused, with all that was typed. */
export type ListingReply = {
  /** Rules by field; '' is the whole form. */
  errors: Record<string, string[]>
  values: FormValues
  /** What is in the way beyond the fields: holds, entries, a status. */
  problems: Problem[]
  /** Somebody changed the entry meanwhile: what stands there now (from) against what was typed (to). */
  conflict: { version: number; changes: Changes; names: Record<string, Named> } | null
}

/** What the form carries unseen (a key, a version), whatever is wrong with what people typed; without it the form is none of ours. */
export async function unseenFields<Schema extends $ZodType>(request: Request, schema: Schema): Promise<output<Schema>> {
  const submission = parseWithZod(await readForm(request.clone()), { schema })
  if (submission.status !== 'success') throw badRequest('The form has lost what it carries')
  return submission.value
}

type Latest = { version: number; values: Record<string, FieldValue> } | null

/**
 * A posted form, judged by its schema and then by its command. `latest` is read when the command
 * says that another version stands, so that the editor sees both; `typed` gives what was typed by field.
 */
export async function answerListing<Schema extends $ZodType, T>(
  request: Request,
  schema: Schema,
  command: (input: output<Schema>) => Promise<Outcome<T>>,
  latest: (input: output<Schema>) => Promise<Latest> = async () => null,
  typed: (input: output<Schema>) => Record<string, FieldValue> = (input) => input as Record<string, FieldValue>,
): Promise<{ ok: true; value: T } | { ok: false; reply: ListingReply }> {
  const parsed = await parseForm(request, schema)
  if (!parsed.ok) return { ok: false, reply: replyToSubmission(parsed.result) }
  const outcome = await command(parsed.value)
  if (outcome.ok) return outcome
  const reply = replyToProblems(outcome.problems, formOf(parsed.submission.payload))
  if (!outcome.problems.some((each) => each.code === 'version_conflict')) return { ok: false, reply }
  const now = await latest(parsed.value)
  if (now === null) return { ok: false, reply }
  const changes = changesBetween(now.values, typed(parsed.value))
  return { ok: false, reply: { ...reply, conflict: { version: now.version, changes, names: await namesIn([{ changes }]) } } }
}

function replyToSubmission(result: SubmissionResult<string[]>): ListingReply {
  const errors: ListingReply['errors'] = {}
  for (const [path, rules] of Object.entries(result.error ?? {})) {
    const field = path.replace(/\[.*$/, '')
    if (rules !== null && rules.length > 0) errors[field] = [...new Set([...(errors[field] ?? []), ...rules])]
  }
  return { errors, values: formOf(result.initialValue ?? {}), problems: [], conflict: null }
}

const WITH_DETAILS = ['holds_in_the_way', 'entries_in_the_way', 'status_forbids', 'version_conflict']

export function replyToProblems(problems: readonly Problem[], values: FormValues): ListingReply {
  const reply: ListingReply = { errors: {}, values, problems: [], conflict: null }
  for (const problem of problems) {
    if (WITH_DETAILS.includes(problem.code)) {
      reply.problems.push(problem)
      continue
    }
    const [field, rule] = problem.code === 'field_invalid' ? [problem.params.field, problem.params.rule] : ['', `problems.${problem.code}`]
    reply.errors[field] = [...(reply.errors[field] ?? []), rule]
  }
  return reply
}

function formOf(payload: Record<string, unknown>): FormValues {
  const values: FormValues = {}
  for (const [name, value] of Object.entries(payload)) {
    if (typeof value === 'string') values[name] = value
    if (Array.isArray(value)) values[name] = value.filter((each) => typeof each === 'string')
  }
  return values
}
