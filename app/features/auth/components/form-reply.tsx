import type { FormReply } from '~/features/auth/answer-form.server'
import { FormErrors } from '~/ui/form-errors'
import type { FieldMeta } from '~/ui/form-field'

export type { FormReply } from '~/features/auth/answer-form.server'

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
