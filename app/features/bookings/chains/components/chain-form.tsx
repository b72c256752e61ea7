import { Form } from '@remix-run/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { MOST_ITEMS } from '~/domain/booking/chain'
import { CarrierField } from '~/features/bookings/components/carrier-field'
import { CompanyFields } from '~/features/bookings/components/company-fields'
import { useUseChoices } from '~/features/bookings/components/form-parts'
import { useVerdict } from '~/features/bookings/components/live-check'
import { QuestionFields } from '~/features/bookings/components/question-fields'
import { VerdictPanel } from '~/features/bookings/components/verdict-panel'
import { AddStep, StepRows } from '~/features/bookings/chains/components/step-rows'
import type { ChainReply } from '~/features/bookings/chains/answer.server'
import { formatPeriod, formatZone } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Button, ButtonRow, buttonClass } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { type FieldMeta, InputField, SelectField, TextareaField } from '~/ui/form-field'
import { Section } from '~/ui/section'

const CHECK_AFTER_MS = 400

type ChainFormProps = { page: ChainReply; submissionKey: string; today: string; now: Date }

/** Several resources in their order as one booking; every button sends the form. */
export function ChainForm({ page, submissionKey, today, now }: ChainFormProps) {
  const t = useTranslations('chains')
  const words = useTranslations('bookings')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  const useChoices = useUseChoices()
  const { rows, sheet, timeZone, offers, starts, errors, values } = page
  const { form, list, verdict, isChecking, check, settle } = useChainCheck(page)
  const [key] = useState(submissionKey)
  const field = (name: string, initial?: string): FieldMeta => ({ id: name, name, errors: errors[name], initialValue: values[name] ?? initial })
  const rowsKey = JSON.stringify(rows)
  const questions = sheet.asked.flatMap((each) => each.questions)
  return (
    <Form
      method="post"
      action={paths.bookChain()}
      encType={questions.some(({ kind }) => kind === 'file') ? 'multipart/form-data' : undefined}
      className="grid gap-8"
      ref={form}
      onChange={check}
      onSubmit={settle}
      preventScrollReset
    >
      <FormErrors errors={Object.entries(errors).flatMap(([id, rules]) => rules.map((message) => ({ id, message })))} />
      {/* What Enter does in a field must not book. */}
      <button type="submit" name="intent" value="check" hidden tabIndex={-1} aria-hidden="true" />
      <input type="hidden" name="key" value={values.key ?? key} />
      <Section title={t('steps')}>
        <div ref={list} tabIndex={-1} className="grid gap-6">
          <StepRows key={rowsKey} {...{ rows, errors, now }} resources={sheet.resources} parts={verdict?.parts} />
        </div>
        <AddStep key={`${values.q}${rowsKey}`} q={values.q ?? ''} offers={offers} errors={errors.q} isFull={rows.length >= MOST_ITEMS} limit={MOST_ITEMS} />
      </Section>
      <Section title={t('when')}>
        <div key={`${values.startDate}${values.startTime}`} className="grid max-w-form grid-cols-2 gap-4">
          <InputField field={field('startDate')} label={words('form.startDate')} type="date" min={today} required />
          <InputField field={field('startTime')} label={words('form.startTime')} type="time" required />
        </div>
        {viewerTimeZone === timeZone ? null : <p className="text-sm text-muted">{words('form.zone', { zone: formatZone(timeZone, locale, now) })}</p>}
        {starts.length > 0 ? (
          <div className="grid gap-2">
            <p className="text-muted">{t('fits')}</p>
            <div className="flex flex-wrap gap-2">
              {starts.map((each) => (
                <button key={each.start.toISOString()} type="submit" name="slot" value={`${each.start.toISOString()}/${each.end.toISOString()}`} formNoValidate className={buttonClass('secondary', 'small')}>
                  {formatPeriod(each, { locale, timeZone, viewerTimeZone, now })}
                </button>
              ))}
            </div>
          </div>
        ) : null}
      </Section>
      <Section title={t('details')}>
        <div className="grid max-w-form gap-5">
          <SelectField field={field('use', 'research')} label={words('form.use')} choices={useChoices} />
          <CarrierField field={field('carrier')} carriers={sheet.carriers} />
          <CompanyFields field={field} people={sheet.people} asksHeadCount={sheet.asksHeadCount} />
          <InputField field={field('title')} label={words('form.titleField')} hint={words('form.titleHint')} maxLength={200} required={false} />
          <TextareaField field={field('notes')} label={words('form.notes')} hint={words('form.notesHint')} maxLength={4000} required={false} />
          {sheet.needsDeclaration ? <TextareaField field={field('declaration')} label={words('form.declaration')} hint={words('form.declarationHint')} maxLength={2000} required={false} /> : null}
          <QuestionFields questions={questions} field={field} />
        </div>
      </Section>
      <section aria-label={words('verdict.label')} aria-live="polite" aria-busy={isChecking} className="grid max-w-form gap-3">
        {verdict && rows.length > 0 ? <VerdictPanel verdict={verdict} timeZone={timeZone} now={now} /> : null}
      </section>
      <ButtonRow>
        <Button type="submit" name="intent" value="book" tone="primary">
          {verdict?.ok && verdict.approvers.length === 0 ? t('bookNow') : t('request')}
        </Button>
        <Button type="submit" name="intent" value="check">{words('action.check')}</Button>
      </ButtonRow>
    </Form>
  )
}

/** The verdict on the rows, asked a moment after each change; the rows take the focus when one came or went. */
function useChainCheck(page: ChainReply) {
  const form = useRef<HTMLFormElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const timer = useRef<number>()
  const { ask, stop, isChecking } = useVerdict()
  const [verdict, setVerdict] = useState(page.verdict)
  const [seen, setSeen] = useState(page)
  if (seen !== page) {
    setSeen(page)
    setVerdict(page.verdict)
  }
  const count = useRef(page.rows.length)
  useEffect(() => {
    if (count.current !== page.rows.length) list.current?.focus()
    count.current = page.rows.length
  }, [page.rows.length])
  const settle = useCallback(() => {
    window.clearTimeout(timer.current)
    stop()
  }, [stop])
  useEffect(() => settle, [settle])
  const check = useCallback(() => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(async () => {
      if (!form.current) return
      const answer = await ask(paths.checkChain(), new FormData(form.current))
      if (answer !== undefined) setVerdict(answer)
    }, CHECK_AFTER_MS)
  }, [ask])
  return { form, list, verdict, isChecking, check, settle }
}
