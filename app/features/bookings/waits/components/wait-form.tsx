import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { Problem } from '~/domain/problem'
import type { BookingSheet } from '~/features/bookings/checkbook.server'
import { useUseChoices } from '~/features/bookings/components/form-parts'
import { QuestionFields } from '~/features/bookings/components/question-fields'
import { ProblemList } from '~/features/bookings/components/verdict-panel'
import type { PeriodFields } from '~/features/bookings/form'
import { bilingual } from '~/i18n/bilingual'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { type FieldMeta, InputField, SelectField, TextareaField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'

export type WaitReply = { errors: Record<string, string[]>; values: Record<string, string>; problems: Problem[] }

export type WaitFormProps = {
  sheet: BookingSheet
  /** As the booking would be asked for; shown above the form. */
  period: PeriodFields
  reply: WaitReply | null
  /** How many others wait for some of it. */
  others: number
  now: Date
}

const PERIOD = ['startDate', 'startTime', 'endDate', 'endTime'] as const

/** What the booking will be, once the time is offered and accepted. */
export function WaitForm({ sheet, period, reply, others, now }: WaitFormProps) {
  const { resource } = sheet
  const t = useTranslations('waits')
  const words = useTranslations('bookings.form')
  const modes = useTranslations('common.mode')
  const locale = useLocale()
  const useChoices = useUseChoices()
  const field = (name: string, initial?: string): FieldMeta => ({
    id: name, name, errors: reply?.errors[name], initialValue: reply?.values[name] ?? initial,
  })
  const carriers = sheet.carriers.flatMap((group) => [
    ...(group.isElsewhere ? [] : [{ value: group.id, label: bilingual(group, locale).text }]),
    ...group.projects.map((each) => ({ value: `${group.id}|${each.id}`, label: `${bilingual(group, locale).text} – ${bilingual(each, locale).text}` })),
  ])
  const isFree = reply?.problems.some(({ code }) => code === 'time_is_free') ?? false
  const back = paths.book(resource.id, { start: `${period.startDate}T${period.startTime}`, end: period.endTime === '24:00' ? null : `${period.endDate}T${period.endTime}` })
  return (
    <Form method="post" className="grid gap-5">
      <FormErrors errors={Object.entries(reply?.errors ?? {}).flatMap(([id, rules]) => rules.map((message) => ({ id, message })))} />
      {reply && reply.problems.length > 0 ? (
        <Notice tone={isFree ? 'info' : 'refused'} announce="now" action={isFree ? <LinkButton size="small" to={back}>{t('back')}</LinkButton> : null}>
          <ProblemList problems={reply.problems} timeZone={resource.campus.timeZone} now={now} hasSlotButtons={false} />
        </Notice>
      ) : null}
      {PERIOD.map((name) => <input key={name} type="hidden" name={name} value={period[name]} />)}
      <p>{t('others', { count: others })}</p>
      {resource.modes.length > 1 ? (
        <SelectField
          field={field('mode')}
          label={words('mode')}
          choices={[{ value: '', label: words('modeAny') }, ...resource.modes.map((mode) => ({ value: mode, label: modes(mode) }))]}
        />
      ) : null}
      {resource.capacity > 1 ? (
        <InputField field={field('quantity', '1')} label={words('quantity')} type="number" min={1} max={resource.capacity} />
      ) : null}
      <SelectField field={field('use', 'research')} label={words('use')} choices={useChoices} />
      {carriers.length > 0 ? (
        <SelectField field={field('carrier')} label={words('carrier')} choices={[{ value: '', label: words('carrierFirst') }, ...carriers]} />
      ) : null}
      <InputField field={field('title')} label={words('titleField')} maxLength={200} required={false} />
      <TextareaField field={field('notes')} label={words('notes')} maxLength={4000} required={false} />
      {sheet.needsDeclaration ? (
        <TextareaField field={field('declaration')} label={words('declaration')} hint={words('declarationHint')} maxLength={2000} required={false} />
      ) : null}
      <QuestionFields questions={sheet.questions.filter(({ kind }) => kind !== 'file')} field={field} />
      <ButtonRow>
        <SubmitButton name="intent" value="wait">{t('join')}</SubmitButton>
        <LinkButton tone="quiet" to={back}>{t('back')}</LinkButton>
      </ButtonRow>
    </Form>
  )
}
