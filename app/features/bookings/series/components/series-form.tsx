import { Form } from '@remix-run/react'
import { useState } from 'react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { MAX_OCCURRENCES, MAX_SERIES_DAYS } from '~/domain/recurrence/occurrences'
import type { Problem } from '~/domain/problem'
import type { BookingSheet } from '~/features/bookings/checkbook.server'
import { useUseChoices } from '~/features/bookings/components/form-parts'
import { QuestionFields } from '~/features/bookings/components/question-fields'
import { AttendanceField } from '~/features/bookings/operators/components/attendance-field'
import { PeriodInput } from '~/features/bookings/components/period-fields'
import { ProblemList } from '~/features/bookings/components/verdict-panel'
import type { PeriodFields } from '~/features/bookings/form'
import { RepeatFields } from '~/features/bookings/series/components/repeat-fields'
import { SeriesPlan } from '~/features/bookings/series/components/series-plan'
import type { SeriesPreview } from '~/features/bookings/series/preview.server'
import { bilingual } from '~/i18n/bilingual'
import { formatZone } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { type FieldMeta, InputField, SelectField, TextareaField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

export type SeriesReply = {
  errors: Record<string, string[]>
  values: Record<string, string>
  /** The weekdays ticked. */
  weekdays: string[]
  problems: Problem[]
  preview: SeriesPreview | null
}

export type SeriesFormProps = { sheet: BookingSheet; period: PeriodFields; reply: SeriesReply | null; submissionKey: string; today: string; now: Date }

/** A booking that repeats: when first, how often, and then every time with what the rules say to it. */
export function SeriesForm({ sheet, reply, submissionKey, today, now, ...first }: SeriesFormProps) {
  const { resource, policy } = sheet
  const t = useTranslations('series')
  const words = useTranslations('bookings.form')
  const modes = useTranslations('common.mode')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  const useChoices = useUseChoices()
  const { timeZone } = resource.campus
  const [period, setPeriod] = useState(() => periodIn(reply) ?? first.period)
  const [key] = useState(submissionKey)
  const field = (name: string, initial?: string): FieldMeta => ({
    id: name, name, errors: reply?.errors[name], initialValue: reply?.values[name] ?? initial,
  })
  const carriers = sheet.carriers.flatMap(({ id, zh, en, projects, isElsewhere }) => [
    ...(isElsewhere ? [] : [{ value: id, label: bilingual({ zh, en }, locale).text }]),
    ...projects.map((each) => ({ value: `${id}|${each.id}`, label: `${bilingual({ zh, en }, locale).text} – ${bilingual(each, locale).text}` })),
  ])
  const preview = reply?.preview ?? null
  const booked = preview?.occurrences.filter((each) => each.period !== null).length ?? 0
  return (
    <Form method="post" action={paths.bookSeries(resource.id)} encType={sheet.questions.some(({ kind }) => kind === 'file') ? 'multipart/form-data' : undefined} className="grid gap-8" preventScrollReset>
      <FormErrors errors={Object.entries(reply?.errors ?? {}).flatMap(([id, rules]) => rules.map((message) => ({ id, message })))} />
      {/* What Enter does in a field must not book. */}
      <button type="submit" name="intent" value="preview" hidden tabIndex={-1} aria-hidden="true" />
      <input type="hidden" name="key" value={reply?.values.key ?? key} />
      <div className="grid max-w-form gap-5">
        <PeriodInput value={period} onChange={setPeriod} gridMinutes={policy.gridMinutes} wholeDays={policy.wholeDays} errors={reply?.errors ?? {}} min={today} idPrefix="" />
        <p className="text-sm text-muted">
          {viewerTimeZone === timeZone ? null : `${words('zone', { zone: formatZone(timeZone, locale, now) })} `}
          {t('bounds', { count: MAX_OCCURRENCES, days: MAX_SERIES_DAYS })}
        </p>
        <RepeatFields field={field} weekdays={reply?.weekdays ?? []} ends={reply?.values.ends ?? 'count'} min={today} />
        {resource.modes.length > 1 ? (
          <SelectField field={field('mode')} label={words('mode')} choices={[{ value: '', label: words('modeAny') }, ...resource.modes.map((mode) => ({ value: mode, label: modes(mode) }))]} />
        ) : null}
        {resource.capacity > 1 ? (
          <InputField field={field('quantity', '1')} label={words('quantity')} type="number" min={1} max={resource.capacity} />
        ) : null}
        <AttendanceField choices={sheet.attendances} field={field('attendance')} />
        <SelectField field={field('use', 'research')} label={words('use')} choices={useChoices} />
        {carriers.length > 0 ? (
          <SelectField field={field('carrier')} label={words('carrier')} choices={[{ value: '', label: words('carrierFirst') }, ...carriers]} />
        ) : null}
        <InputField field={field('title')} label={words('titleField')} hint={words('titleHint')} maxLength={200} required={false} />
        <TextareaField field={field('notes')} label={words('notes')} hint={words('notesHint')} maxLength={4000} required={false} />
        {sheet.needsDeclaration ? (
          <TextareaField field={field('declaration')} label={words('declaration')} hint={words('declarationHint')} maxLength={2000} required={false} />
        ) : null}
        <QuestionFields questions={sheet.questions} field={field} />
        {sheet.guestUniversities ? (
          <InputField field={field('attendeeEmail')} label={words('attendeeEmail')} type="email" autoComplete="off" required={false} />
        ) : null}
        {preview ? null : <SubmitButton name="intent" value="preview">{t('show')}</SubmitButton>}
      </div>
      {reply && reply.problems.length > 0 ? (
        <Notice tone="refused" announce="now">
          <ProblemList problems={reply.problems} timeZone={timeZone} now={now} hasSlotButtons={false} />
        </Notice>
      ) : null}
      {preview ? (
        <Section title={t('preview')}>
          <SeriesPlan key={preview.seen} preview={preview} onClash={reply?.values.onClash ?? 'fail'} timeZone={timeZone} now={now} />
          <input type="hidden" name="seen" value={preview.seen} />
          <ButtonRow>
            {preview.ok ? (
              <SubmitButton name="intent" value="book">
                {t(preview.approvers.length > 0 ? 'request' : 'book', { count: booked })}
              </SubmitButton>
            ) : null}
            <SubmitButton name="intent" value="preview" tone={preview.ok ? 'secondary' : 'primary'}>
              {t('showAgain')}
            </SubmitButton>
          </ButtonRow>
        </Section>
      ) : null}
    </Form>
  )
}

function periodIn(reply: SeriesReply | null): PeriodFields | null {
  const { startDate, startTime, endDate, endTime } = reply?.values ?? {}
  return startDate && startTime && endDate && endTime ? { startDate, startTime, endDate, endTime } : null
}
