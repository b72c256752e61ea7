import { Form, type useFetcher } from '@remix-run/react'
import { useState } from 'react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { BookingSheet } from '~/features/bookings/checkbook.server'
import type { BookingReply, PeriodFields, VerdictView } from '~/features/bookings/form'
import { CarrierField } from '~/features/bookings/components/carrier-field'
import { CompanyFields } from '~/features/bookings/components/company-fields'
import { OtherPerson, useUseChoices } from '~/features/bookings/components/form-parts'
import { useLiveCheck } from '~/features/bookings/components/live-check'
import { AttendanceField } from '~/features/bookings/operators/components/attendance-field'
import { PeriodInput } from '~/features/bookings/components/period-fields'
import { QuestionFields } from '~/features/bookings/components/question-fields'
import { WaitLink } from '~/features/bookings/waits/components/wait-link'
import { VerdictPanel } from '~/features/bookings/components/verdict-panel'
import { formatDuration, formatZone } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Button, ButtonRow } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { type FieldMeta, InputField, SelectField, TextareaField } from '~/ui/form-field'

export type BookingFormProps = {
  sheet: BookingSheet
  period: PeriodFields
  /** On the period that the form begins with. */
  verdict: VerdictView | null
  reply: BookingReply | null
  /** Makes a repeated submission one booking. */
  submissionKey: string
  now: Date
  /** In a side sheet the form travels by this fetcher, and the page stays. */
  fetcher?: ReturnType<typeof useFetcher<BookingReply>>
  today: string
  /** Begun for a caller or walk-in. */
  isForOther: boolean
  /** The way of use to begin with. */
  mode?: string
}

export function BookingForm(props: BookingFormProps) {
  const { sheet, reply, submissionKey, now, fetcher, today } = props
  const { resource, policy } = sheet
  const t = useTranslations('bookings')
  const words = useTranslations('common.mode')
  const series = useTranslations('series')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  const useChoices = useUseChoices()
  const action = paths.book(resource.id)
  const prefix = fetcher ? 'sheet-' : ''
  const timeZone = resource.campus.timeZone
  const { form, period, changePeriod, check, settle, verdict, isChecking } = useLiveCheck({ address: paths.checkBooking(resource.id), period: props.period, verdict: props.verdict, reply })
  // A page read anew brings another key; the form keeps the one it began with.
  const [key] = useState(submissionKey)
  const PostForm = fetcher ? fetcher.Form : Form

  const field = (name: string, initial?: string): FieldMeta => ({
    id: prefix + name,
    name,
    errors: reply?.errors[name],
    initialValue: reply?.values[name] ?? initial,
  })
  const isOnItsWay = fetcher ? fetcher.state !== 'idle' : undefined
  const lengths = { min: formatDuration(policy.minMinutes, locale), max: formatDuration(policy.maxMinutes, locale), days: policy.horizonDays }
  return (
    <PostForm
      method="post"
      action={action}
      encType={sheet.questions.some(({ kind }) => kind === 'file') ? 'multipart/form-data' : undefined}
      className="grid gap-5"
      ref={form}
      onChange={check}
      onSubmit={settle}
      preventScrollReset
    >
      <FormErrors errors={Object.entries(reply?.errors ?? {}).flatMap(([name, rules]) => rules.map((message) => ({ id: prefix + name, message })))} />
      {/* What Enter does in a field: the first button of a form. It must not book. */}
      <button type="submit" name="intent" value="check" hidden tabIndex={-1} aria-hidden="true" />
      <input type="hidden" name="key" value={reply?.values.key ?? key} />
      <div className="grid gap-2">
        <PeriodInput
          value={period}
          onChange={changePeriod}
          gridMinutes={policy.gridMinutes}
          wholeDays={policy.wholeDays}
          errors={reply?.errors ?? {}}
          min={today}
          idPrefix={prefix}
        />
        <p className="text-sm text-muted">
          {viewerTimeZone === timeZone ? null : `${t('form.zone', { zone: formatZone(timeZone, locale, now) })} `}
          {policy.wholeDays ? t('form.lengthsFree', lengths) : t('form.lengths', { ...lengths, grid: formatDuration(policy.gridMinutes, locale) })}
        </p>
      </div>
      {resource.modes.length > 1 ? (
        <SelectField
          field={field('mode', props.mode)}
          label={t('form.mode')}
          choices={[{ value: '', label: t('form.modeAny') }, ...resource.modes.map((mode) => ({ value: mode, label: words(mode) }))]}
        />
      ) : null}
      {resource.capacity > 1 ? (
        <InputField
          field={field('quantity', '1')}
          label={t('form.quantity')}
          hint={t('form.quantityHint', { capacity: resource.capacity })}
          type="number"
          min={1}
          max={resource.capacity}
        />
      ) : null}
      <AttendanceField choices={sheet.attendances} field={field('attendance')} />
      <SelectField field={field('use', 'research')} label={t('form.use')} choices={useChoices} />
      <CarrierField field={field('carrier')} carriers={sheet.carriers} />
      <CompanyFields field={field} people={sheet.people} asksHeadCount={sheet.asksHeadCount} maxPeople={policy.maxPeople} />
      <InputField field={field('title')} label={t('form.titleField')} hint={t('form.titleHint')} maxLength={200} required={false} />
      <TextareaField field={field('notes')} label={t('form.notes')} hint={t('form.notesHint')} maxLength={4000} required={false} />
      {sheet.needsDeclaration ? (
        <TextareaField field={field('declaration')} label={t('form.declaration')} hint={t('form.declarationHint')} maxLength={2000} required={false} />
      ) : null}
      <QuestionFields questions={sheet.questions} field={field} />
      {sheet.guestUniversities ? (
        <OtherPerson field={field} universities={sheet.guestUniversities} isOpen={props.isForOther || Boolean(reply?.values.attendeeEmail)} />
      ) : null}
      <section aria-label={t('verdict.label')} aria-live="polite" aria-busy={isChecking} className="grid gap-3">
        {verdict ? <VerdictPanel verdict={verdict} resourceId={fetcher ? undefined : resource.id} timeZone={timeZone} now={now} /> : <p className="text-muted">{t('verdict.noJs')}</p>}
      </section>
      <WaitLink verdict={verdict} resourceId={resource.id} period={period} isSheet={fetcher !== undefined} />
      <ButtonRow>
        <Button type="submit" name="intent" value="book" tone="primary" isPending={isOnItsWay}>
          {verdict?.ok && verdict.approvers.length === 0 ? t('action.bookNow') : t('action.book')}
        </Button>
        <Button type="submit" name="intent" value="check">
          {t('action.check')}
        </Button>
        {fetcher ? null : (
          <Button type="submit" name="intent" value="repeat" formAction={paths.bookSeries(resource.id)} tone="quiet">
            {series('open')}
          </Button>
        )}
      </ButtonRow>
    </PostForm>
  )
}
