import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { OutageFormName, OutageReply } from '~/features/bookings/outages/answer.server'
import { ProblemNotices } from '~/features/catalogue/components/entry-problems'
import { withQuery } from '~/platform/paths'
import { cx } from '~/ui/cx'
import { FormErrors } from '~/ui/form-errors'
import type { FieldMeta } from '~/ui/form-field'

export type MakeField = (name: string, initial?: string) => FieldMeta

type OutageFormProps = {
  name: OutageFormName
  /** The page's address; the form adds its own name. */
  to: string
  reply: OutageReply | null
  /** Makes a repeat of the same form the same act. */
  formKey: string
  labels: Record<string, string>
  className?: string
  children: (field: MakeField) => ReactNode
}

/** One of the forms of a page of outages, with what was refused of it and as it was filled in. */
export function OutageForm({ name, to, reply: posted, formKey, labels, className, children }: OutageFormProps) {
  const reply = posted?.form === name ? posted : null
  const field: MakeField = (each, initial) => ({
    id: `${name}-${each}`, name: each, errors: reply?.errors[each], initialValue: reply?.values[each] ?? initial,
  })
  const errors = Object.entries(reply?.errors ?? {}).flatMap(([each, rules]) =>
    rules.map((message) => (each in labels ? { id: `${name}-${each}`, label: labels[each], message } : { message })))
  return (
    <Form method="post" action={withQuery(to, { form: name })} className={cx('grid gap-4', className)}>
      <FormErrors errors={errors} />
      {reply ? <ProblemNotices problems={reply.problems} /> : null}
      <input type="hidden" name="key" value={reply?.values.key ?? formKey} />
      {children(field)}
    </Form>
  )
}
