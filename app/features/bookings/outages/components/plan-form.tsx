import { useSearchParams } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { OutageReply } from '~/features/bookings/outages/answer.server'
import { BookingChoice } from '~/features/bookings/outages/components/booking-choice'
import { OutageForm } from '~/features/bookings/outages/components/outage-form'
import { MOST_REPEATS, REPEATS } from '~/features/bookings/outages/schema'
import { formatPeriod } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'

type PlanProps = { id: string; formKey: string; reply: OutageReply | null; timeZone: string; now: Date }
const PLAN_FIELDS = ['kind', 'from', 'to', 'repeat', 'count', 'reason'] as const

/** Takes a resource out of service: the time first, then what is in the way of it, then the yes. */
export function PlanForm({ id, formKey, reply, timeZone, now }: PlanProps) {
  const t = useTranslations('outages')
  const [params] = useSearchParams()
  const labels = { from: t('from'), to: t('to'), reason: t('reason'), count: t('count'), kind: t('kindLabel'), repeat: t('repeat') }
  const plan = reply?.form === 'plan' ? reply.plan : null
  return (
    <OutageForm name="plan" to={paths.resourceOutages(id)} className="max-w-3xl" {...{ reply, formKey, labels }}>
      {(field) =>
        plan && reply ? (
          <Plan id={id} plan={plan} values={reply.values} timeZone={timeZone} now={now} />
        ) : (
          <>
            <SelectField
              field={field('kind', params.get('kind') ?? 'maintenance')} label={t('kindLabel')} className="max-w-56"
              choices={(['maintenance', 'closure'] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
            />
            <div className="flex flex-wrap gap-4">
              <InputField field={field('from', params.get('from') ?? '')} label={t('from')} type="datetime-local" required />
              <InputField field={field('to', params.get('to') ?? '')} label={t('to')} type="datetime-local" required />
            </div>
            <div className="flex flex-wrap gap-4">
              <SelectField
                field={field('repeat', params.get('repeat') ?? 'none')} label={t('repeat')}
                choices={REPEATS.map((value) => ({ value, label: t(`repeats.${value}`) }))}
              />
              <InputField
                field={field('count', params.get('count') ?? '1')} label={t('count')} hint={t('countHint')}
                type="number" min={1} max={MOST_REPEATS} className="w-56"
              />
            </div>
            <InputField field={field('reason', params.get('reason') ?? '')} label={t('reason')} hint={t('reasonHint')} required maxLength={300} />
            <ButtonRow>
              <SubmitButton name="step" value="look">{t('look')}</SubmitButton>
            </ButtonRow>
          </>
        )
      }
    </OutageForm>
  )
}

type Shown = { id: string; plan: NonNullable<OutageReply['plan']>; values: Record<string, string>; timeZone: string; now: Date }

function Plan({ id, plan, values, timeZone, now }: Shown) {
  const t = useTranslations('outages')
  const locale = useLocale()
  const typed = Object.fromEntries(PLAN_FIELDS.map((name) => [name, values[name] ?? '']))
  return (
    <>
      {PLAN_FIELDS.map((name) => <input key={name} type="hidden" name={name} value={typed[name]} />)}
      <div className="grid gap-1">
        <h3>{t('periods')}</h3>
        <ul className="tabular-nums">
          {plan.periods.map((each) => <li key={each.start.toISOString()}>{formatPeriod(each, { locale, timeZone, now })}</li>)}
        </ul>
        <p className="text-muted">{values.reason}</p>
      </div>
      <div className="grid gap-3">
        <h3>{t('inTheWay')}</h3>
        {plan.inTheWay.length === 0 ? <p className="text-muted">{t('noneInTheWay')}</p> : null}
        {plan.isCut ? <Notice tone="warn">{t('onlyFirst', { count: plan.inTheWay.length })}</Notice> : null}
        {plan.inTheWay.map((booking) => (
          <div key={booking.id} className="border-l-2 border-line pl-3">
            <BookingChoice booking={booking} now={now} chosen={values[`choice-${booking.id}`]} />
          </div>
        ))}
      </div>
      <ButtonRow>
        <SubmitButton name="step" value="confirm" tone="danger">{t('confirm')}</SubmitButton>
        <LinkButton tone="quiet" to={paths.resourceOutages(id, typed)}>{t('back')}</LinkButton>
      </ButtonRow>
    </>
  )
}
