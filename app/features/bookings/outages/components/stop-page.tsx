import { useLocale, useTranslations } from 'use-intl'
import type { OutageReply } from '~/features/bookings/outages/answer.server'
import { AffectedLine, BookingChoice } from '~/features/bookings/outages/components/booking-choice'
import { OutageForm } from '~/features/bookings/outages/components/outage-form'
import { OutageList } from '~/features/bookings/outages/components/outage-list'
import type { Proposed } from '~/features/bookings/outages/propose.server'
import type { Affected, OutageRow } from '~/features/bookings/outages/queries.server'
import { formatDateTime } from '~/i18n/format'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

export type StopPageProps = {
  /** The page's own address. */
  to: string
  formKey: string
  reply: OutageReply | null
  /** Of a room: how many resources stop together. */
  roomCount: number | null
  /** Else it is a fault, and what is in the way gives way. */
  mayKeep: boolean
  first: { until: string; reason: string; kind: string }
  affected: readonly Proposed[]
  gave: readonly Affected[]
  /** What is out of service now; a resource's can be ended from here. */
  out: readonly (OutageRow & { resourceId: string })[]
  timeZone: string
  now: Date
}

/** Out of service at once, made for a phone in front of the machine. */
export function StopPage({ to, formKey, reply, roomCount, mayKeep, first, affected, gave, out, timeZone, now }: StopPageProps) {
  const t = useTranslations('outages')
  const locale = useLocale()
  const soonest = out[0]
  return (
    <div className="grid gap-8">
      {soonest ? (
        <Notice tone="warn" title={t('outNow', { until: formatDateTime(soonest.endsAt, { locale, timeZone, now }) })}>{soonest.reason}</Notice>
      ) : null}
      {gave.length > 0 ? (
        <Section title={t('gave')}>
          <ul className="grid gap-2">
            {gave.map((each) => <li key={each.id} className="border-l-2 border-line pl-3"><AffectedLine booking={each} now={now} hasSubstitutes /></li>)}
          </ul>
        </Section>
      ) : null}
      {out.map((each) => (
        <OutageList key={each.id} id={each.resourceId} rows={[each]} caption={t('current')} timeZone={timeZone} now={now} canEnd={mayKeep} />
      ))}
      {soonest && roomCount === null ? null : (
        <OutageForm
          name="stop" to={to} className="max-w-form" labels={{ until: t('until'), reason: t('reason'), kind: t('kindLabel') }} {...{ reply, formKey }}
        >
          {(field) => (
            <>
              {roomCount === null ? null : <p>{t('roomCount', { count: roomCount })}</p>}
              <InputField field={field('reason', first.reason)} label={t('reason')} hint={t('reasonHint')} required maxLength={300} autoComplete="off" />
              <InputField field={field('until', first.until)} label={t('until')} type="datetime-local" required />
              {mayKeep ? (
                <SelectField
                  field={field('kind', first.kind)} label={t('kindLabel')}
                  choices={(['fault', 'closure'] as const).map((value) => ({ value, label: t(`kind.${value}`) }))}
                />
              ) : (
                <input type="hidden" name="kind" value="fault" />
              )}
              <SubmitButton tone="danger" className="min-h-14 w-full text-lg">{t('stopNow')}</SubmitButton>
              <ButtonRow>
                <SubmitButton tone="quiet" formMethod="get" formAction={to} formNoValidate>{t('look')}</SubmitButton>
              </ButtonRow>
              <Section title={t('affected')}>
                {affected.length === 0 ? <p className="text-muted">{t('noneInTheWay')}</p> : <p className="text-muted">{t(mayKeep ? 'affectedLead' : 'givesWay')}</p>}
                {affected.map((booking) => (
                  <div key={booking.id} className="border-l-2 border-line pl-3">
                    {mayKeep ? <BookingChoice booking={booking} now={now} chosen={reply?.values[`choice-${booking.id}`]} prefersCancel /> : <AffectedLine booking={booking} now={now} hasSubstitutes />}
                  </div>
                ))}
              </Section>
            </>
          )}
        </OutageForm>
      )}
    </div>
  )
}
