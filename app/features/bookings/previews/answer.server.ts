import { createHash } from 'node:crypto'
import { canonicalJson } from '~/domain/booking/freeze'
import type { Outcome } from '~/domain/problem'
import { answerListing, type ListingReply } from '~/features/catalogue/answer.server'
import type { FormValues } from '~/features/catalogue/form-values'
import type { Preview } from '~/features/bookings/previews/held-items.server'
import type { $ZodType, output } from 'zod/v4/core'
import { readForm } from '~/platform/http'

/** What goes back to a form whose saving is shown first: what is wrong, or what would change. */
export type PreviewAnswer = {
  form: string
  reply: ListingReply | null
  preview: Preview | null
  /** Sent with the confirmation: it is of what was shown. */
  checked: string | null
  values: FormValues
}

/**
 * A form that is checked, shown and then confirmed: nothing is saved that was not shown first. The
 * confirmation counts only for exactly the input that was checked.
 */
export async function answerPreviewed<Schema extends $ZodType, T>(
  request: Request,
  form: { name: string; schema: Schema; preview: (input: output<Schema>) => Promise<Outcome<Preview>>; save: (input: output<Schema>) => Promise<Outcome<T>> },
): Promise<{ saved: T } | PreviewAnswer> {
  const posted = await readForm(request.clone())
  const values = valuesOf(posted)
  let shown: { preview: Preview; checked: string } | null = null
  const answer = await answerListing(request, form.schema, async (input): Promise<Outcome<T | null>> => {
    const checked = createHash('sha256').update(canonicalJson(input)).digest('hex').slice(0, 32)
    if (posted.get('do') === 'save' && posted.get('checked') === checked) return form.save(input)
    const outcome = await form.preview(input)
    if (!outcome.ok) return outcome
    shown = { preview: outcome.value, checked }
    return { ok: true, value: null }
  })
  if (!answer.ok) return { form: form.name, reply: { ...answer.reply, values }, preview: null, checked: null, values }
  if (shown !== null) return { form: form.name, reply: null, ...(shown as { preview: Preview; checked: string }), values }
  return { saved: answer.value as T }
}

export function valuesOf(posted: FormData): FormValues {
  const values: FormValues = {}
  for (const name of new Set(posted.keys())) {
    const texts = posted.getAll(name).filter((each) => typeof each === 'string')
    values[name] = texts.length === 1 ? texts[0]! : texts
  }
  return values
}
