import { Form, Link } from '@remix-run/react'
import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { Overdue } from '~/domain/orders/overdue'
import { ItemName, personName, PeriodText, useInstantText } from '~/features/bookings/components/booking-text'
import { OrderStatusBadge, OverdueMark } from '~/features/usage/orders/components/order-status'
import { fieldsOf, ReplyNotice } from '~/features/usage/orders/components/reply-notice'
import { UsualText } from '~/features/usage/orders/components/order-details'
import type { OrderReply } from '~/features/usage/orders/form'
import type { RunChoice, Turnaround } from '~/features/usage/orders/line.server'
import type { OrderView } from '~/features/usage/orders/queries.server'
import { formatPeriod } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Button, ButtonRow } from '~/ui/button'
import { FieldErrors } from '~/ui/field'
import { InputField, SelectField } from '~/ui/form-field'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

export type ResourceQueue = {
  resource: OrderView['resource']
  orders: (OrderView & { overdue: Overdue | null; place: number | null })[]
  turnaround: Turnaround
  runs: RunChoice[]
}

/** The orders of one resource in the order in which they are expected, and the form that puts those ticked on the calendar. */
export function LabQueue({ queue, reply, submissionKey, now, canPlan }: { queue: ResourceQueue; reply: OrderReply | null; submissionKey: string; now: Date; canPlan: boolean }) {
  const t = useTranslations('orders')
  const locale = useLocale()
  const [key] = useState(submissionKey)
  const { resource, orders, runs, turnaround } = queue
  const prefix = `${resource.id}-`
  const field = fieldsOf(reply, prefix)
  const instant = useInstantText(resource.timeZone, now)
  const plans = canPlan && orders.some(({ status }) => status === 'received')
  return (
    <Section title={<ItemName resource={resource} />}>
      <UsualText standing={turnaround} />
      <Form method="post" className="grid gap-4">
        <ReplyNotice reply={reply} prefix={prefix} timeZone={resource.timeZone} now={now} />
        <input type="hidden" name="resource" value={resource.id} />
        <input type="hidden" name="key" value={reply?.values.key ?? key} />
        <Table
          caption={t('lab.title')}
          isCaptionHidden
          rows={orders}
          rowKey={({ id }) => id}
          columns={[
            ...(plans ? [{
              key: 'choose', label: t('lab.plan'), cell: (order: OrderView) => order.status === 'received' ? (
                <input type="checkbox" name={`order.${order.id}`} value={order.version} defaultChecked={reply?.values[`order.${order.id}`] !== undefined} aria-label={t('lab.choose', { code: order.code })} className="size-4 accent-accent" />
              ) : null,
            }] : []),
            {
              key: 'order', label: t('tab'), isRowHeader: true, cell: (order) => (
                <>
                  <Link to={paths.labOrder(order.id)} className="underline decoration-line underline-offset-4 hover:decoration-current">{order.title}</Link>
                  <span className="block text-sm text-muted tabular-nums">{[order.code, t('count', { count: order.samples.length }), t('lab.since', { at: instant(order.askedAt) })].join(' · ')}</span>
                </>
              ),
            },
            { key: 'status', label: t('state'), cell: (order) => <span className="flex flex-wrap gap-1"><OrderStatusBadge status={order.status} /><OverdueMark overdue={order.overdue} /></span> },
            { key: 'applicant', label: t('lab.applicant'), cell: (order) => personName(order.applicant, locale) },
            {
              key: 'place', label: t('lab.expected'), cell: (order) => order.run && order.status === 'queued'
                ? <PeriodText period={{ start: order.run.startsAt, end: order.run.endsAt }} timeZone={resource.timeZone} now={now} />
                : order.place === null ? '–' : String(order.place + 1),
            },
          ]}
        />
        {plans ? (
          <fieldset className="grid gap-4 border-l-2 border-line pl-4">
            <legend className="mb-2 font-medium">{t('lab.planTitle')}</legend>
            <p className="max-w-reading text-muted">{t('lab.planLead')}</p>
            <FieldErrors id={`${prefix}order-error`} errors={reply?.errors.order ?? reply?.errors.orders ?? []} />
            <div className="grid max-w-form gap-4 sm:grid-cols-2">
              <InputField field={field('start')} label={t('lab.start')} type="datetime-local" required={runs.length === 0} />
              <InputField field={field('end')} label={t('lab.end')} type="datetime-local" required={runs.length === 0} />
            </div>
            <InputField field={field('overrideReason')} label={t('lab.override')} hint={t('lab.overrideHint')} maxLength={1000} required={false} className="max-w-form" />
            <ButtonRow><Button type="submit" name="intent" value="plan" tone="primary">{t('lab.plan')}</Button></ButtonRow>
            {runs.length > 0 ? (
              <div className="grid max-w-form gap-3">
                <SelectField
                  field={field('run')}
                  label={t('lab.joinRun')}
                  choices={runs.map((run) => ({ value: run.itemId, label: t('lab.run', { period: formatPeriod({ start: run.startsAt, end: run.endsAt }, { locale, timeZone: resource.timeZone, now }), orders: run.orders, samples: run.samples }) }))}
                />
                <ButtonRow><Button type="submit" name="intent" value="join">{t('lab.join')}</Button></ButtonRow>
              </div>
            ) : null}
          </fieldset>
        ) : null}
      </Form>
    </Section>
  )
}
