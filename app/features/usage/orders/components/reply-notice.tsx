import { ProblemList } from '~/features/bookings/components/verdict-panel'
import type { OrderReply } from '~/features/usage/orders/form'
import { FormErrors } from '~/ui/form-errors'
import type { FieldMeta } from '~/ui/form-field'
import { Notice } from '~/ui/notice'

/** What stands above a form that came back: fields with what is wrong, then what the rules say. */
export function ReplyNotice({ reply, prefix = '', timeZone, now, hasSlotButtons = false }: { reply: OrderReply | null; prefix?: string; timeZone: string; now: Date; hasSlotButtons?: boolean }) {
  if (reply === null) return null
  return (
    <>
      <FormErrors errors={Object.entries(reply.errors).flatMap(([name, rules]) => rules.map((message) => ({ id: prefix + name, message })))} />
      {reply.problems.length > 0 ? (
        <Notice tone="refused" announce="now">
          <ProblemList problems={reply.problems} timeZone={timeZone} now={now} hasSlotButtons={hasSlotButtons} />
        </Notice>
      ) : null}
    </>
  )
}

/** The fields of one of several forms on a page: an id of its own, and what was typed into it. */
export const fieldsOf = (reply: OrderReply | null, prefix = '') => (name: string, initial?: string): FieldMeta => ({
  id: prefix + name, name, errors: reply?.errors[name], initialValue: reply ? (reply.values[name] ?? '') : initial,
})
