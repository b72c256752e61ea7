import { Form } from '@remix-run/react'
import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { MOST_SAMPLES } from '~/domain/orders/samples'
import type { Question } from '~/domain/booking/questions'
import type { CarrierChoice } from '~/features/bookings/checkbook.server'
import { CarrierField } from '~/features/bookings/components/carrier-field'
import { useUseChoices } from '~/features/bookings/components/form-parts'
import { QuestionFields } from '~/features/bookings/components/question-fields'
import type { OtherPerson } from '~/features/bookings/on-behalf.server'
import { fieldsOf, ReplyNotice } from '~/features/usage/orders/components/reply-notice'
import type { OrderReply } from '~/features/usage/orders/form'
import { AFTERWARDS, HAZARDS, STORAGES } from '~/features/usage/orders/schema'
import { bilingual } from '~/i18n/bilingual'
import { Checkbox, RadioGroup } from '~/ui/choice'
import { SubmitButton } from '~/ui/button'
import { FieldErrors } from '~/ui/field'
import { InputField, SelectField, TextareaField } from '~/ui/form-field'

export type OrderFormProps = {
  reply: OrderReply | null
  submissionKey: string
  questions: readonly Question[]
  carriers: readonly CarrierChoice[]
  people: readonly OtherPerson[]
  /** Whether the actor may ask for anybody. */
  forAnyone: boolean
  timeZone: string
  now: Date
}

export function OrderForm({ reply, submissionKey, questions, carriers, people, forAnyone, timeZone, now }: OrderFormProps) {
  const t = useTranslations('orders')
  const chains = useTranslations('chains.company')
  const locale = useLocale()
  const uses = useUseChoices()
  const [key] = useState(submissionKey)
  const field = fieldsOf(reply)
  const hazardErrors = reply?.errors.hazard ?? []
  return (
    <Form method="post" encType={questions.some(({ kind }) => kind === 'file') ? 'multipart/form-data' : undefined} className="grid gap-5">
      <ReplyNotice reply={reply} timeZone={timeZone} now={now} />
      <input type="hidden" name="key" value={reply?.values.key ?? key} />
      <InputField field={field('title')} label={t('field.title')} hint={t('field.titleHint')} maxLength={200} required />
      <InputField field={field('samples')} label={t('field.samples')} type="number" inputMode="numeric" min={1} max={MOST_SAMPLES} className="max-w-40" required />
      <TextareaField field={field('names')} label={t('field.names')} hint={t('field.namesHint')} rows={4} required={false} />
      <TextareaField field={field('nature')} label={t('field.nature')} hint={t('field.natureHint')} maxLength={2000} required />
      <fieldset id="hazard" aria-describedby={hazardErrors.length > 0 ? 'hazard-error' : undefined}>
        <legend className="mb-1 font-medium">{t('field.hazards')}</legend>
        <div className="grid gap-x-6 sm:grid-cols-2">
          {HAZARDS.map((each) => (
            <Checkbox key={each} id={`hazard-${each}`} name={`hazard.${each}`} value="on" label={t(`hazard.${each}`)} defaultChecked={reply?.values[`hazard.${each}`] === 'on'} />
          ))}
        </div>
        <FieldErrors id="hazard-error" errors={hazardErrors} />
      </fieldset>
      <SelectField field={field('storage', 'room')} label={t('field.storage')} choices={STORAGES.map((each) => ({ value: each, label: t(`storage.${each}`) }))} />
      <TextareaField field={field('conditions')} label={t('field.conditions')} hint={t('field.conditionsHint')} maxLength={2000} required={false} />
      <RadioGroup
        name="afterwards"
        legend={t('field.afterwards')}
        defaultValue={reply?.values.afterwards ?? 'return'}
        errors={reply?.errors.afterwards}
        choices={AFTERWARDS.map((each) => ({ value: each, label: t(`afterwards.${each}`) }))}
      />
      <SelectField field={field('use', 'research')} label={t('field.use')} choices={uses} />
      <CarrierField field={field('carrier')} carriers={carriers} />
      {people.length > 0 ? (
        <SelectField
          field={field('attendeeId')}
          label={t('field.forOther')}
          choices={[{ value: '', label: chains('myself') }, ...people.map(({ id, zh, en }) => ({ value: id, label: bilingual({ zh, en }, locale).text }))]}
        />
      ) : null}
      {forAnyone ? <InputField field={field('attendeeEmail')} label={t('field.forOtherEmail')} hint={t('field.forOtherHint')} type="email" autoComplete="off" required={false} /> : null}
      <QuestionFields questions={questions} field={field} />
      <div><SubmitButton>{t('ask')}</SubmitButton></div>
    </Form>
  )
}
