import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { CalendarAnswer } from '~/features/bookings/previews/answer-calendar.server'
import { fieldOf, PreviewForm } from '~/features/bookings/previews/components/preview-form'
import type { CalendarDayRow, CalendarKeeper } from '~/features/scheduling/calendar/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatPlainDate } from '~/i18n/format'
import { Status } from '~/ui/badge'
import { Button, SubmitButton } from '~/ui/button'
import { Checkbox, RadioGroup } from '~/ui/choice'
import { Field } from '~/ui/field'
import { InputField, TextareaField } from '~/ui/form-field'
import { Select } from '~/ui/input'
import { Notice } from '~/ui/notice'
import { type Column, Table } from '~/ui/table'

type Answer = CalendarAnswer | undefined

/** Whose calendar and which year, in the address. */
export function YearForm({ calendars, keeper, years, year }: { calendars: readonly CalendarKeeper[]; keeper: CalendarKeeper; years: readonly number[]; year: number }) {
  const t = useTranslations('hours.calendar')
  const locale = useLocale()
  const label = ({ zh, en }: CalendarKeeper) => (zh === null ? t('allianceOption') : bilingual({ zh, en: en ?? zh }, locale).text)
  return (
    <Form method="get" className="flex flex-wrap items-end gap-3">
      <Field id="for" label={t('whose')}>
        {(control) => <Select {...control} name="for" defaultValue={keeper.id ?? 'alliance'} choices={calendars.map((each) => ({ value: each.id ?? 'alliance', label: label(each) }))} />}
      </Field>
      <Field id="year" label={t('year')}>
        {(control) => <Select {...control} name="year" defaultValue={String(year)} choices={years.map((each) => ({ value: String(each), label: String(each) }))} />}
      </Field>
      <Button type="submit">{t('show')}</Button>
    </Form>
  )
}

/** The days of a year; a university's own row takes the place of the national one. */
export function CalendarTable({ days, keeper, year }: { days: readonly CalendarDayRow[]; keeper: CalendarKeeper; year: number }) {
  const t = useTranslations('hours.calendar')
  const locale = useLocale()
  if (days.length === 0) return <p>{t('noDays', { year: String(year) })}</p>
  const isOwn = (row: CalendarDayRow) => row.universityId === keeper.id
  const isOverridden = (row: CalendarDayRow) => !isOwn(row) && days.some((other) => other.date === row.date && isOwn(other))
  const columns: Column<CalendarDayRow>[] = [
    { key: 'date', label: t('date'), isRowHeader: true, cell: (row) => formatPlainDate(row.date, locale) },
    { key: 'kind', label: t('kind'), cell: (row) => <Status tone={row.kind === 'holiday' ? 'neutral' : 'ok'}>{t(row.kind)}</Status> },
    { key: 'name', label: t('name'), cell: (row) => bilingual({ zh: row.nameZh, en: row.nameEn }, locale).text },
    {
      key: 'from', label: t('from'),
      cell: (row) => `${row.universityId === null ? t('national') : t('own')}${isOverridden(row) ? ` · ${t('overridden')}` : ''}`,
    },
    {
      key: 'act', label: t('remove'),
      cell: (row) =>
        isOwn(row) ? (
          <Form method="post" preventScrollReset>
            <input type="hidden" name="form" value="removeDay" />
            <input type="hidden" name="date" value={row.date} />
            <SubmitButton size="small" tone="danger" aria-label={t('removeLabel', { date: formatPlainDate(row.date, locale) })}>{t('remove')}</SubmitButton>
          </Form>
        ) : null,
    },
  ]
  return (
    <>
      <Table caption={t('title')} isCaptionHidden columns={columns} rows={days} rowKey={(row) => row.id} />
      <p className="text-sm text-muted">{t('workweek')}</p>
    </>
  )
}

export function DayForm({ answer, year }: { answer: Answer; year: number }) {
  const t = useTranslations('hours.calendar')
  const field = (name: string) => fieldOf('day', answer, { kind: 'holiday' }, name)
  const kind = field('kind')
  return (
    <PreviewForm name="day" answer={answer} labels="hours.calendar.field">
      <div className="grid gap-3 sm:grid-cols-3">
        <InputField field={field('date')} label={t('field.date')} type="date" required min={`${year}-01-01`} />
        <InputField field={field('nameZh')} label={t('field.nameZh')} lang="zh-CN" autoComplete="off" required />
        <InputField field={field('nameEn')} label={t('field.nameEn')} lang="en" autoComplete="off" required />
      </div>
      <RadioGroup
        key={kind.key}
        name="kind"
        legend={t('field.kind')}
        errors={kind.errors}
        defaultValue={kind.key}
        choices={[{ value: 'holiday', label: t('holiday') }, { value: 'workday', label: t('workday'), hint: t('workweek') }]}
      />
    </PreviewForm>
  )
}

export function ImportForm({ answer }: { answer: Answer }) {
  const t = useTranslations('hours.calendar')
  const own = answer?.form === 'import' ? answer : undefined
  const replaces = own?.values.replace === 'on'
  return (
    <PreviewForm name="import" answer={answer} labels="hours.calendar.field" encType="multipart/form-data" check={t('importCheck')}>
      <TextareaField field={fieldOf('import', answer, {}, 'table')} label={t('field.table')} hint={t('importHint')} rows={8} required={false} />
      <InputField field={{ id: 'import-file', name: 'file' }} label={t('field.file')} type="file" accept=".csv,.xlsx,text/csv" required={false} className="max-w-form" />
      <Checkbox key={String(replaces)} id="import-replace" name="replace" defaultChecked={replaces} label={t('field.replace')} />
      {own?.dryRun ? <DryRun dryRun={own.dryRun} /> : null}
    </PreviewForm>
  )
}

function DryRun({ dryRun }: { dryRun: NonNullable<CalendarAnswer['dryRun']> }) {
  const t = useTranslations('hours.calendar')
  const locale = useLocale()
  const { added, changed, removed, same } = dryRun.change
  const parts = [
    { key: 'added', title: t('wouldAdd', { count: added.length }), days: added },
    { key: 'changed', title: t('wouldChange', { count: changed.length }), days: changed },
    { key: 'removed', title: t('wouldRemove', { count: removed.length }), days: removed },
  ].filter(({ days }) => days.length > 0)
  return (
    <>
      {dryRun.problems.length === 0 ? null : (
        <Notice tone="refused">
          <ul>{dryRun.problems.map(({ row, rule }) => <li key={`${row} ${rule}`}>{t(`rule.${rule}`, { row })}</li>)}</ul>
        </Notice>
      )}
      {parts.map(({ key, title, days }) => (
        <details key={key} open={key !== 'added' || days.length <= 40}>
          <summary className="font-medium">{title}</summary>
          <ul className="mt-1 grid gap-0.5 sm:grid-cols-2 lg:grid-cols-3">
            {days.map((day) => (
              <li key={day.date} className="flex flex-wrap gap-x-3">
                <span className="tabular-nums">{formatPlainDate(day.date, locale)}</span>
                <span>{t(day.kind)}</span>
                <span className="text-muted">{bilingual({ zh: day.nameZh, en: day.nameEn }, locale).text}</span>
              </li>
            ))}
          </ul>
        </details>
      ))}
      {same > 0 ? <p className="text-muted">{t('same', { count: same })}</p> : null}
    </>
  )
}
