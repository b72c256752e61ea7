import { Form, Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { OutageReply } from '~/features/bookings/outages/answer.server'
import { OutageForm } from '~/features/bookings/outages/components/outage-form'
import type { SupplyRow } from '~/features/bookings/outages/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { paths, withQuery } from '~/platform/paths'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { InputField, SelectField, TextareaField } from '~/ui/form-field'
import { Section } from '~/ui/section'

type Shown = { id: string; formKey: string; reply: OutageReply | null }

/** What has not begun today moves later as one block. */
export function ShiftForm({ id, formKey, reply }: Shown) {
  const t = useTranslations('outages')
  return (
    <div id="shift">
      <Section title={t('shift')}>
        <p className="max-w-reading text-muted">{t('shiftLead')}</p>
        <OutageForm
          name="shift" to={paths.resourceOutages(id)} labels={{ minutes: t('minutes'), reason: t('reason') }} className="max-w-form" {...{ reply, formKey }}
        >
          {(field) => (
            <>
              <InputField field={field('minutes', '30')} label={t('minutes')} type="number" min={5} max={480} step={5} className="w-40" required />
              <InputField field={field('reason')} label={t('reason')} hint={t('reasonMailHint')} required maxLength={300} />
              <ButtonRow><SubmitButton tone="secondary" formAction={withQuery(paths.resourceOutages(id), { form: 'shift' })}>{t('shiftNow')}</SubmitButton></ButtonRow>
            </>
          )}
        </OutageForm>
      </Section>
    </div>
  )
}

/** A letter to everybody booked in a period. */
export function MessageForm({ id, formKey, reply, ...first }: Shown & { from: string; to: string }) {
  const t = useTranslations('outages')
  return (
    <Section title={t('message')}>
      <p className="max-w-reading text-muted">{t('messageLead')}</p>
      <OutageForm
        name="message" to={paths.resourceOutages(id)} labels={{ from: t('from'), to: t('to'), body: t('body') }} className="max-w-form" {...{ reply, formKey }}
      >
        {(field) => (
          <>
            <div className="flex flex-wrap gap-4">
              <InputField field={field('from', first.from)} label={t('from')} type="datetime-local" required />
              <InputField field={field('to', first.to)} label={t('to')} type="datetime-local" required />
            </div>
            <TextareaField field={field('body')} label={t('body')} rows={4} required maxLength={2000} />
            <ButtonRow><SubmitButton tone="secondary" formAction={withQuery(paths.resourceOutages(id), { form: 'message' })}>{t('send')}</SubmitButton></ButtonRow>
          </>
        )}
      </OutageForm>
    </Section>
  )
}

type SupplyProps = Shown & { name: string; supplies: readonly SupplyRow[]; hangingOn: readonly SupplyRow[]; choices: readonly SupplyRow[] }

/** What it depends on, and what depends on it: they stop together. */
export function SupplyForm({ id, formKey, reply, name, supplies, hangingOn, choices }: SupplyProps) {
  const t = useTranslations('outages')
  const locale = useLocale()
  const nameOf = ({ nameZh, nameEn }: SupplyRow) => bilingual({ zh: nameZh, en: nameEn }, locale).text
  const offered = choices.filter(({ id: each }) => !supplies.some((supply) => supply.id === each))
  return (
    <Section title={t('supplies')}>
      <p className="max-w-reading text-muted">{t('suppliesLead', { name })}</p>
      {supplies.length === 0 ? <p className="text-muted">{t('noSupply')}</p> : null}
      <ul className="grid gap-2">
        {supplies.map((supply) => (
          <li key={supply.id} className="flex flex-wrap items-center gap-3">
            <Link to={paths.resource(supply.id)} className="underline underline-offset-4">{nameOf(supply)}</Link>
            <Form method="post" action={withQuery(paths.resourceOutages(id), { form: 'supply' })}>
              <input type="hidden" name="supplyId" value={supply.id} />
              <SubmitButton name="to" value="remove" tone="quiet" size="small" aria-label={`${t('remove')}: ${nameOf(supply)}`}>{t('remove')}</SubmitButton>
            </Form>
          </li>
        ))}
      </ul>
      {offered.length > 0 ? (
        <OutageForm name="supply" to={paths.resourceOutages(id)} labels={{ supplyId: t('supply') }} className="max-w-form" {...{ reply, formKey }}>
          {(field) => (
            <>
              <SelectField
                field={field('supplyId', '')} label={t('supply')} placeholder={t('chooseSupply')} required
                choices={offered.map((each) => ({ value: each.id, label: nameOf(each) }))}
              />
              <ButtonRow><SubmitButton name="to" value="add" tone="secondary">{t('add')}</SubmitButton></ButtonRow>
            </>
          )}
        </OutageForm>
      ) : null}
      {hangingOn.length > 0 ? (
        <div>
          <h3>{t('hangingOn')}</h3>
          <ul>
            {hangingOn.map((each) => (
              <li key={each.id}><Link to={paths.resourceOutages(each.id)} className="underline underline-offset-4">{nameOf(each)}</Link></li>
            ))}
          </ul>
        </div>
      ) : null}
    </Section>
  )
}
