import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { marksOf } from '~/domain/orders/samples'
import { isSampleOwed, type OrderStep } from '~/domain/orders/states'
import { fieldsOf, ReplyNotice } from '~/features/usage/orders/components/reply-notice'
import type { LabIntent, OrderReply } from '~/features/usage/orders/form'
import type { OrderView } from '~/features/usage/orders/queries.server'
import { AFTERWARDS } from '~/features/usage/orders/schema'
import { formatMoney } from '~/i18n/format'
import { RadioGroup } from '~/ui/choice'
import { SubmitButton } from '~/ui/button'
import { InputField, TextareaField } from '~/ui/form-field'
import { Input, Select } from '~/ui/input'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

type LabStepsProps = {
  order: OrderView
  steps: readonly OrderStep[]
  reply: OrderReply | null
  /** List price of an hour for the applicant, in fen; null: none. */
  perHourFen: number | null
  /** Until when results are usually kept. */
  usualUntil: string
  now: Date
}

/** What the lab may do with an order now: one form a step. */
export function LabSteps({ order, steps, reply, perHourFen, usualUntil, now }: LabStepsProps) {
  const t = useTranslations('orders.lab')
  const words = useTranslations('orders')
  const locale = useLocale()
  const owes = order.samples.some(({ state }) => isSampleOwed(state))
  const isSettling = owes && (order.status === 'declined' || order.status === 'withdrawn')
  const shared = { order, reply, now }
  return (
    <div className="grid gap-8">
      {steps.includes('accept') ? (
        <StepForm {...shared} intent="accept" title={t('acceptTitle')} label={t('accept')}>
          {(field) => (
            <>
              <InputField field={field('minutes')} label={t('minutes')} hint={[t('minutesHint'), perHourFen === null ? null : `${formatMoney(perHourFen, locale)}/h`].filter(Boolean).join(' ')} type="number" inputMode="numeric" min={1} required className="max-w-60" />
              <InputField field={field('total')} label={t('total')} hint={t('totalHint')} inputMode="decimal" maxLength={20} required={perHourFen === null} className="max-w-60" />
              <TextareaField field={field('note')} label={t('note')} rows={2} maxLength={1000} required={false} />
            </>
          )}
        </StepForm>
      ) : null}
      {steps.includes('receive') ? (
        <StepForm {...shared} intent="receive" title={t('receiveTitle')} label={t('receive')}>
          {(field) => (
            <>
              <InputField field={field('place')} label={t('place')} maxLength={200} required={false} />
              <InputField field={field('missing')} label={t('missing')} hint={t('missingHint')} maxLength={2000} required={false} />
            </>
          )}
        </StepForm>
      ) : null}
      {steps.includes('measure') && (order.run === null || order.run.startsAt <= now) ? (
        <StepForm {...shared} intent="measure" title={t('measureTitle')} label={t('measure')}>
          {(field) => <InputField field={field('lost')} label={t('lost')} hint={t('missingHint')} maxLength={2000} required={false} />}
        </StepForm>
      ) : null}
      {steps.includes('unqueue') ? (
        <StepForm {...shared} intent="unqueue" title={t('unqueueTitle')} label={t('unqueue')} tone="secondary">
          {(field) => <InputField field={field('reason')} label={t('reason')} maxLength={1000} required />}
        </StepForm>
      ) : null}
      {steps.includes('release') ? (
        <StepForm {...shared} intent="release" title={t('releaseTitle')} label={t('release')} hasFile>
          {(field) => (
            <>
              <InputField field={field('link')} label={t('link')} type="url" maxLength={2000} required={false} />
              <InputField field={field('file')} label={t('file')} hint={t('fileHint')} type="file" required={false} defaultValue={undefined} />
              <InputField field={field('until', usualUntil)} label={t('until')} hint={t('untilHint')} type="date" required className="max-w-60" />
            </>
          )}
        </StepForm>
      ) : null}
      {steps.includes('return') || isSettling ? (
        <StepForm {...shared} intent="return" title={t('returnTitle')} label={t('return')}>
          {(field) => (
            <>
              <RadioGroup name="how" legend={t('how')} defaultValue={order.afterwards} choices={AFTERWARDS.map((each) => ({ value: each, label: words(`afterwards.${each}`) }))} />
              <InputField field={field('note')} label={t('noteReturn')} hint={t('noteReturnHint')} maxLength={1000} required={false} />
            </>
          )}
        </StepForm>
      ) : null}
      {steps.includes('decline') ? (
        <StepForm {...shared} intent="decline" title={t('declineTitle')} label={t('decline')} tone="danger">
          {(field) => <TextareaField field={field('reason')} label={t('reason')} rows={2} maxLength={1000} required />}
        </StepForm>
      ) : null}
      <MarkForm {...shared} />
    </div>
  )
}

type StepFormProps = {
  order: OrderView
  reply: OrderReply | null
  now: Date
  intent: LabIntent
  title: string
  label: string
  tone?: 'primary' | 'secondary' | 'danger'
  hasFile?: boolean
  children: (field: ReturnType<typeof fieldsOf>) => ReactNode
}

function StepForm({ order, reply, now, intent, title, label, tone = 'primary', hasFile = false, children }: StepFormProps) {
  const own = reply?.form === intent ? reply : null
  return (
    <Section title={title}>
      <Form method="post" encType={hasFile ? 'multipart/form-data' : undefined} className="grid max-w-form gap-4">
        <ReplyNotice reply={own} prefix={`${intent}-`} timeZone={order.resource.timeZone} now={now} />
        <input type="hidden" name="version" value={order.version} />
        {children(fieldsOf(own, `${intent}-`))}
        <div><SubmitButton name="intent" value={intent} tone={tone}>{label}</SubmitButton></div>
      </Form>
    </Section>
  )
}

/** Every sample with its state and place, where one may be said by itself. */
function MarkForm({ order, reply, now }: Pick<StepFormProps, 'order' | 'reply' | 'now'>) {
  const t = useTranslations('orders')
  const own = reply?.form === 'mark' ? reply : null
  if (order.samples.every(({ state }) => marksOf(order.status, state).length === 0)) return null
  return (
    <Section title={t('lab.samplesTitle')}>
      <Form method="post" className="grid gap-4">
        <ReplyNotice reply={own} prefix="mark-" timeZone={order.resource.timeZone} now={now} />
        <input type="hidden" name="version" value={order.version} />
        <Table
          caption={t('lab.samplesTitle')}
          isCaptionHidden
          rows={order.samples}
          rowKey={({ id }) => id}
          columns={[
            { key: 'number', label: t('number'), isRowHeader: true, cell: ({ number, name }) => `${number}${name ? ` · ${name}` : ''}` },
            {
              key: 'state', label: t('state'), cell: ({ number, state }) => (
                <Select
                  name={`state.s${number}`}
                  defaultValue={own?.values[`state.s${number}`] ?? state}
                  aria-label={t('lab.stateOf', { number: String(number) })}
                  choices={[state, ...marksOf(order.status, state)].map((each) => ({ value: each, label: t(`sample.${each}`) }))}
                />
              ),
            },
            { key: 'place', label: t('field.place'), cell: ({ number, place }) => <Input name={`place.s${number}`} defaultValue={own?.values[`place.s${number}`] ?? place ?? ''} maxLength={200} aria-label={t('lab.placeOf', { number: String(number) })} /> },
          ]}
        />
        <div><SubmitButton name="intent" value="mark" tone="secondary">{t('lab.save')}</SubmitButton></div>
      </Form>
    </Section>
  )
}
