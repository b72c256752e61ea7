import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { PreviewAnswer } from '~/features/bookings/previews/answer.server'
import { fieldOf, PreviewForm } from '~/features/bookings/previews/components/preview-form'
import { useBlocksText, useSourceText, WeekTable } from '~/features/bookings/previews/components/week-table'
import type { ExceptionShown, HoursPage } from '~/features/scheduling/hours/queries.server'
import { formatPlainDate } from '~/i18n/format'
import { SubmitButton } from '~/ui/button'
import { Checkbox, RadioGroup } from '~/ui/choice'
import { InputField } from '~/ui/form-field'
import { Section } from '~/ui/section'
import { type Column, Table } from '~/ui/table'

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const
type Props = { page: HoursPage; answer: PreviewAnswer | undefined }

/** The hours of a resource, a lab, a campus, a university or the alliance: what holds, what comes, and the forms. */
export function HoursEditor({ page, answer }: Props) {
  const t = useTranslations('hours')
  const locale = useLocale()
  return (
    <div className="grid gap-8">
      <p className="max-w-reading text-muted">{t('lead')}</p>
      <Section title={t('now')}>
        {page.current === null ? <p>{t('none')}</p> : <WeekTable week={page.current} here={page.owner} />}
        {page.endsOn ? <p>{t('endsOn', { to: formatPlainDate(page.endsOn, locale) })}</p> : null}
      </Section>
      {page.coming.length === 0 ? null : (
        <Section title={t('coming')}>
          {page.coming.map((each) => <WeekTable key={each.from} week={each} here={page.owner} />)}
        </Section>
      )}
      <Section title={t('edit')}><WeekForm page={page} answer={answer} /></Section>
      <Section title={t('exceptions')}><Exceptions page={page} answer={answer} /></Section>
      <Section title={t('addException')}><ExceptionForm answer={answer} /></Section>
      {page.mayInherit && page.hasOwn ? (
        <Section title={t('inherit')}>
          <p>{t('inheritLead')}</p>
          <PreviewForm name="inherit" answer={answer} labels="hours.field">
            <input type="hidden" name="seen" value={page.seen} />
            <InputField field={fieldOf('inherit', answer, { from: page.today }, 'from')} label={t('field.from')} type="date" required className="max-w-form" />
          </PreviewForm>
        </Section>
      ) : null}
    </div>
  )
}

function WeekForm({ page, answer }: Props) {
  const t = useTranslations('hours')
  const field = (name: string) => fieldOf('hours', answer, page.values, name)
  const values = answer?.form === 'hours' ? answer.values : page.values
  const isObserved = values.observesHolidays === 'on'
  return (
    <PreviewForm
      name="hours"
      answer={answer}
      labels="hours.field"
      more={
        <>
          <SubmitButton name="do" value="workdays" tone="quiet" size="small" formNoValidate>{t('workdays')}</SubmitButton>
          <SubmitButton name="do" value="everyday" tone="quiet" size="small" formNoValidate>{t('everyday')}</SubmitButton>
          <SubmitButton name="do" value="always" tone="quiet" size="small" formNoValidate>{t('always')}</SubmitButton>
        </>
      }
    >
      <input type="hidden" name="seen" value={page.seen} />
      <p id="blocks-hint" className="max-w-reading text-sm text-muted">{t('blocksHint')}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        {DAYS.map((day) => (
          <InputField key={day} field={field(`day${day}`)} label={t(`field.day${day}`)} autoComplete="off" inputMode="text" />
        ))}
        <InputField field={field('from')} label={t('field.from')} hint={t('fromHint')} type="date" required />
      </div>
      <Checkbox key={String(isObserved)} id="hours-observesHolidays" name="observesHolidays" defaultChecked={isObserved} label={t('field.observesHolidays')} />
    </PreviewForm>
  )
}

function Exceptions({ page, answer }: Props) {
  const t = useTranslations('hours')
  const locale = useLocale()
  const blocks = useBlocksText()
  const source = useSourceText()
  const range = ({ first, last }: ExceptionShown) =>
    first === last ? formatPlainDate(first, locale) : `${formatPlainDate(first, locale)} – ${formatPlainDate(last, locale)}`
  const columns: Column<ExceptionShown>[] = [
    { key: 'period', label: t('columns.period'), isRowHeader: true, cell: range },
    { key: 'what', label: t('columns.what'), cell: (row) => (row.closed ? t('closed') : blocks(row.blocks)) },
    { key: 'reason', label: t('columns.reason'), cell: (row) => (locale === 'zh-CN' ? (row.reasonZh ?? row.reasonEn) : (row.reasonEn ?? row.reasonZh)) ?? '' },
    { key: 'owner', label: t('columns.owner'), cell: (row) => source(row.owner, page.owner) },
    {
      key: 'act', label: t('columns.act'),
      cell: (row) =>
        row.isOwn ? (
          <Form method="post" preventScrollReset>
            <input type="hidden" name="form" value="remove" />
            <input type="hidden" name="first" value={row.first} />
            <input type="hidden" name="last" value={row.last} />
            <SubmitButton size="small" tone="danger" aria-label={t('removeLabel', { period: range(row) })}>{t('remove')}</SubmitButton>
          </Form>
        ) : null,
    },
  ]
  const errors = answer?.form === 'remove' ? answer.reply : null
  return (
    <>
      <p className="text-muted">{t('exceptionsLead')}</p>
      {errors ? <p role="alert" className="text-refused">{t('rule.dates_reversed')}</p> : null}
      {page.exceptions.length === 0 ? <p>{t('noExceptions')}</p> : (
        <Table caption={t('exceptions')} isCaptionHidden columns={columns} rows={page.exceptions} rowKey={(row) => `${row.owner.kind} ${row.first} ${row.last} ${row.reasonZh}`} />
      )}
    </>
  )
}

function ExceptionForm({ answer }: { answer: PreviewAnswer | undefined }) {
  const t = useTranslations('hours')
  const field = (name: string) => fieldOf('exception', answer, { kind: 'closed' }, name)
  const kind = field('kind').initialValue === 'hours' ? 'hours' : 'closed'
  return (
    <PreviewForm name="exception" answer={answer} labels="hours.field">
      <div className="grid gap-3 sm:grid-cols-2">
        <InputField field={field('first')} label={t('field.first')} type="date" required />
        <InputField field={field('last')} label={t('field.last')} hint={t('lastHint')} type="date" required={false} />
      </div>
      <RadioGroup
        key={kind}
        name="kind"
        legend={t('field.kind')}
        defaultValue={kind}
        choices={[{ value: 'closed', label: t('kind.closed') }, { value: 'hours', label: t('kind.hours') }]}
      />
      <InputField field={field('blocks')} label={t('field.blocks')} hint={t('blocksHint')} autoComplete="off" required={false} className="max-w-form" />
      <div className="grid gap-3 sm:grid-cols-2">
        <InputField field={field('reasonZh')} label={t('field.reasonZh')} lang="zh-CN" autoComplete="off" required={false} />
        <InputField field={field('reasonEn')} label={t('field.reasonEn')} lang="en" autoComplete="off" required={false} />
      </div>
    </PreviewForm>
  )
}
