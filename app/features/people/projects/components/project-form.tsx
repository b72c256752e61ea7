import { Form } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { PROJECT_KINDS } from '~/domain/people/project'
import { PAYER_ROWS, percentOfShare } from '~/domain/people/shares'
import type { ListingReply } from '~/features/catalogue/answer.server'
import { entry, type GroupField, ReplyNotices, useName } from '~/features/people/groups/components/entry'
import type { ProjectChoices } from '~/features/people/projects/queries.server'
import type { ProjectValues } from '~/features/people/projects/state.server'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { Checkbox } from '~/ui/choice'
import { FieldErrors } from '~/ui/field'
import { InputField, SelectField } from '~/ui/form-field'
import { Section } from '~/ui/section'

type Hidden = Record<string, string | number>
type Props = { reply: ListingReply | null; values: ProjectValues | null; choices: ProjectChoices; hidden: Hidden; back: string; submit: string }

const pair = 'grid gap-4 sm:grid-cols-2'
const hours = (seconds: number | null | undefined) => (seconds == null ? null : String(seconds / 3600))

/** Everything that is said of a project, in one form. */
export function ProjectForm({ reply, values, choices, hidden, back, submit }: Props) {
  const t = useTranslations('groups')
  const name = useName()
  const options = (list: ProjectChoices['groups']) => list.map(({ id, zh, en }) => ({ value: id, label: name({ zh, en }) }))
  const ticked = (field: 'universities' | 'partners') => {
    const posted = reply?.values[field]
    if (!reply) return values?.[field] ?? []
    return Array.isArray(posted) ? posted : posted === undefined ? [] : [posted]
  }
  const text = (field: GroupField, initial?: string | null, type?: string, isRequired = false) => (
    <InputField field={entry(reply, field, initial)} label={t(`field.${field}`)} type={type} maxLength={200} required={isRequired} />
  )
  return (
    <Form method="post" className="grid max-w-4xl gap-8">
      <ReplyNotices reply={reply} />
      {Object.entries(hidden).map(([key, value]) => <input key={key} type="hidden" name={key} value={value} />)}
      <Section title={t('project.about')}>
        <SelectField field={entry(reply, 'kind', values?.kind ?? 'research')} label={t('field.kind')} choices={PROJECT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} required />
        <div className={pair}>
          {text('nameZh', values?.nameZh, undefined, true)}
          {text('nameEn', values?.nameEn, undefined, true)}
          {text('number', values?.number)}
          {text('fundingSource', values?.fundingSource)}
          {text('level', values?.level)}
          {text('discipline', values?.discipline)}
        </div>
      </Section>
      <Section title={t('project.period')}>
        <div className={pair}>
          {text('startsOn', values?.startsOn, 'date')}
          {text('endsOn', values?.endsOn, 'date')}
          <InputField field={entry(reply, 'budgetHours', hours(values?.budgetSeconds))} label={t('field.budgetHours')} hint={t('hint.budgetHours')} inputMode="decimal" required={false} />
          <InputField field={entry(reply, 'yearlyHours', hours(values?.yearlySeconds))} label={t('field.yearlyHours')} hint={t('hint.yearlyHours')} inputMode="decimal" required={false} />
        </div>
      </Section>
      <Section title={t('project.partners')}>
        <Boxes name="universities" legend={t('field.universities')} choices={options(choices.universities)} ticked={ticked('universities')} errors={reply?.errors.universities} />
        <SelectField field={entry(reply, 'leadUniversity', values?.leadUniversity)} label={t('field.leadUniversity')} placeholder={t('project.noLead')} choices={options(choices.universities)} required={false} className="max-w-form" />
        {choices.partners.length > 0 ? (
          <Boxes name="partners" legend={t('field.partners')} choices={options(choices.partners)} ticked={ticked('partners')} errors={reply?.errors.partners} />
        ) : null}
      </Section>
      <Section title={t('project.payers')}>
        <p className="max-w-reading text-muted">{t('project.payersHint')}</p>
        <PayerRows reply={reply} values={values} groups={options(choices.groups)} />
      </Section>
      <ButtonRow>
        <SubmitButton>{submit}</SubmitButton>
        <LinkButton to={back}>{t('back')}</LinkButton>
      </ButtonRow>
    </Form>
  )
}

type Choice = { value: string; label: string }

function Boxes({ name, legend, choices, ticked, errors }: { name: string; legend: string; choices: readonly Choice[]; ticked: readonly string[]; errors?: string[] }) {
  return (
    <fieldset id={name} tabIndex={-1} className="grid gap-1">
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-3">
        {choices.map(({ value, label }) => <Checkbox key={value} name={name} value={value} defaultChecked={ticked.includes(value)} label={label} />)}
      </div>
      <FieldErrors id={`${name}-error`} errors={errors} />
    </fieldset>
  )
}

/** A payer in each row: a group here or another by name, with its percentage. */
function PayerRows({ reply, values, groups }: { reply: ListingReply | null; values: ProjectValues | null; groups: readonly Choice[] }) {
  const t = useTranslations('groups')
  const cell = (name: string, initial: string | null | undefined) => {
    const posted = reply?.values[name]
    return { id: name, name, errors: reply?.errors[name], initialValue: reply ? (typeof posted === 'string' ? posted : undefined) : (initial ?? undefined) }
  }
  return (
    <ol className="grid gap-4">
      {PAYER_ROWS.map((row) => {
        const payer = values?.payers[row]
        return (
          <li key={row} className="grid items-start gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,2fr)_7rem]">
            <SelectField field={cell(`payerGroup${row}`, payer?.groupId)} label={t('payer.group', { n: String(row + 1) })} placeholder={t('payer.none')} choices={groups} />
            <InputField field={cell(`payerLabel${row}`, payer?.label)} label={t('payer.label', { n: String(row + 1) })} maxLength={120} />
            <InputField field={cell(`payerShare${row}`, payer && percentOfShare(payer.share))} label={t('payer.share', { n: String(row + 1) })} inputMode="decimal" maxLength={12} />
          </li>
        )
      })}
    </ol>
  )
}
