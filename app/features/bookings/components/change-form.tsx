import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useLiveCheck } from '~/features/bookings/components/live-check'
import { PeriodInput } from '~/features/bookings/components/period-fields'
import { VerdictPanel } from '~/features/bookings/components/verdict-panel'
import type { BookingReply, PeriodFields } from '~/features/bookings/form'
import type { BookingView } from '~/features/bookings/queries.server'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { type FieldMeta, InputField, TextareaField } from '~/ui/form-field'

export type ChangeFormProps = {
  booking: BookingView
  period: PeriodFields
  /** Of somebody else's, by those who may set rules aside. */
  mayOverride: boolean
  grid: { gridMinutes: number; wholeDays: boolean }
  timeZone: string
  reply: BookingReply | null
  today: string
  now: Date
  /** More to choose, such as how much of a series. */
  children?: ReactNode
}

/** Another time, title or notes for a booking; says before it is sent what would become of it. */
export function ChangeForm({ booking, mayOverride, grid, timeZone, reply, today, now, children, ...first }: ChangeFormProps) {
  const t = useTranslations('bookings')
  const action = paths.changeBooking(booking.id)
  const { form, period, changePeriod, check, settle, verdict, isChecking } = useLiveCheck({ address: paths.checkChange(booking.id), period: first.period, verdict: null, reply })
  const isMoved = Object.entries(first.period).some(([name, value]) => period[name as keyof PeriodFields] !== value)
  const field = (name: string, initial: string | null): FieldMeta => ({
    id: name,
    name,
    errors: reply?.errors[name],
    initialValue: reply?.values[name] ?? initial ?? '',
  })
  return (
    <Form method="post" action={action} ref={form} onChange={check} onSubmit={settle} className="grid gap-5">
      <FormErrors errors={Object.entries(reply?.errors ?? {}).flatMap(([id, rules]) => rules.map((message) => ({ id, message })))} />
      {/* What Enter does in a field must not change anything yet. */}
      <button type="submit" name="intent" value="check" hidden tabIndex={-1} aria-hidden="true" />
      <input type="hidden" name="version" value={reply?.values.version ?? booking.version} />
      <PeriodInput isStartOnly={booking.items.length > 1} value={period} onChange={changePeriod} errors={reply?.errors ?? {}} min={today} idPrefix="" {...grid} />
      <InputField field={field('title', booking.title)} label={t('form.titleField')} maxLength={200} required={false} />
      <TextareaField field={field('notes', booking.notes)} label={t('form.notes')} maxLength={4000} required={false} />
      {children}
      {mayOverride ? <TextareaField field={field('overrideReason', null)} label={t('form.overrideReason')} hint={t('form.overrideHint')} maxLength={1000} rows={2} required={false} /> : null}
      <section aria-label={t('verdict.label')} aria-live="polite" aria-busy={isChecking}>
        {verdict && (isMoved || !verdict.ok) ? <VerdictPanel verdict={verdict} timeZone={timeZone} now={now} /> : null}
      </section>
      <ButtonRow>
        <SubmitButton name="intent" value="change">
          {t('action.confirmChange')}
        </SubmitButton>
        <SubmitButton name="intent" value="check" tone="secondary">
          {t('action.check')}
        </SubmitButton>
        <LinkButton tone="quiet" to={paths.booking(booking.id)}>
          {t('action.keep')}
        </LinkButton>
      </ButtonRow>
    </Form>
  )
}
