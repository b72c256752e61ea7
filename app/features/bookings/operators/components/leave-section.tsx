import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { ItemName, PeriodText } from '~/features/bookings/components/booking-text'
import { type Fate, type LeaveReply, useProblemLines } from '~/features/bookings/operators/components/reply'
import type { LeaveRow } from '~/features/bookings/operators/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatPeriod } from '~/i18n/format'
import { Status } from '~/ui/badge'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { RadioGroup } from '~/ui/choice'
import { FormErrors } from '~/ui/form-errors'
import { InputField } from '~/ui/form-field'

type Props = {
  leaves: readonly LeaveRow[]
  reply: LeaveReply | null
  /** Of the page, without its query. */
  address: string
  operatorId: string
  submissionKey: string
  timeZone: string
  now: Date
  mayKeep: boolean
}

/** Leave to come, and the form that shows what it does before it is taken. */
export function LeaveSection({ leaves, reply, address, operatorId, submissionKey, timeZone, now, mayKeep }: Props) {
  const t = useTranslations('operators.leaves')
  const locale = useLocale()
  const problems = useProblemLines(reply?.problems ?? [])
  const labels: Record<string, string> = { from: t('from'), to: t('to'), reason: t('reason') }
  const field = (name: 'from' | 'to' | 'reason') => ({ id: `leave-${name}`, name, errors: reply?.errors[name], initialValue: reply?.values[name] ?? '' })
  const fates = reply?.fates ?? null
  const isStuck = fates?.some(({ to }) => to === null) ?? false
  return (
    <div className="grid gap-5">
      {leaves.length === 0 ? <p className="text-muted">{t('none')}</p> : (
        <ul className="grid gap-2">
          {leaves.map(({ id, startsAt, endsAt, reason, version }) => {
            const period = { start: startsAt, end: endsAt }
            return (
              <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b border-line pb-2">
                <span className="min-w-0 break-words"><PeriodText period={period} timeZone={timeZone} now={now} /> · {reason}</span>
                <Form method="post" action={`${address}?form=end`}>
                  <input type="hidden" name="operatorId" value={operatorId} />
                  <input type="hidden" name="outageId" value={id} />
                  <input type="hidden" name="version" value={version} />
                  <SubmitButton tone="quiet" size="small" aria-label={t('endNamed', { period: formatPeriod(period, { locale, timeZone, now }) })}>
                    {startsAt <= now ? t('endNow') : t('end')}
                  </SubmitButton>
                </Form>
              </li>
            )
          })}
        </ul>
      )}
      <Form method="post" action={`${address}?form=leave`} className="grid max-w-form gap-4" preventScrollReset>
        <FormErrors errors={[
          ...Object.entries(reply?.errors ?? {}).flatMap(([name, rules]) => rules.map((message) => ({ id: `leave-${name}`, label: labels[name], message }))),
          ...problems.map((message) => ({ message })),
        ]} />
        <input type="hidden" name="operatorId" value={operatorId} />
        <input type="hidden" name="key" value={reply?.values.key ?? submissionKey} />
        <div className="grid gap-4 sm:grid-cols-2">
          <InputField field={field('from')} label={t('from')} hint={t('zone')} type="datetime-local" required />
          <InputField field={field('to')} label={t('to')} type="datetime-local" required />
        </div>
        <InputField field={field('reason')} label={t('reason')} hint={t('reasonHint')} maxLength={200} autoComplete="off" required />
        {fates ? <Fates fates={fates} timeZone={timeZone} now={now} /> : null}
        {isStuck && mayKeep ? (
          <RadioGroup
            name="stuck" legend={t('stuckTitle')} defaultValue={reply?.values.stuck ?? 'refuse'}
            choices={[{ value: 'refuse', label: t('refuse') }, { value: 'cancel', label: t('cancel') }]}
          />
        ) : null}
        {isStuck && !mayKeep ? <p>{t('stuckOwn')}</p> : null}
        <ButtonRow>
          <SubmitButton name="step" value="look" tone={fates ? 'secondary' : 'primary'}>{t('look')}</SubmitButton>
          {fates && (!isStuck || mayKeep) ? <SubmitButton name="step" value="confirm">{t('confirm')}</SubmitButton> : null}
        </ButtonRow>
      </Form>
    </div>
  )
}

function Fates({ fates, timeZone, now }: { fates: readonly Fate[]; timeZone: string; now: Date }) {
  const t = useTranslations('operators.leaves')
  const locale = useLocale()
  if (fates.length === 0) return <output>{t('clear')}</output>
  return (
    <section className="grid gap-2" aria-label={t('effects')} aria-live="polite">
      <h3 className="font-medium">{t('effects')}</h3>
      <ul className="grid gap-2">
        {fates.map(({ booking, to }) => {
          const item = booking.items[0]
          return item ? (
            <li key={booking.id} className="grid gap-0.5 border-l-2 border-line pl-3">
              <span>
                {booking.startsAt && booking.endsAt ? <PeriodText period={{ start: booking.startsAt, end: booking.endsAt }} timeZone={timeZone} now={now} /> : null}
                {' · '}<ItemName resource={item.resource} />
              </span>
              {to ? (
                <Status tone="ok">{t('handedTo', { operator: bilingual({ zh: to.nameZh, en: to.nameEn }, locale).text })}</Status>
              ) : <Status tone="refused">{t('stuck')}</Status>}
            </li>
          ) : null
        })}
      </ul>
    </section>
  )
}
