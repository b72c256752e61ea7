import { Form, Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { MOST_QUOTAS } from '~/domain/scheduling/quota'
import { PRESET_NAMES } from '~/domain/scheduling/presets'
import type { PreviewAnswer } from '~/features/bookings/previews/answer.server'
import { fieldOf, PreviewForm } from '~/features/bookings/previews/components/preview-form'
import { PartFields } from '~/features/bookings/previews/components/part-fields'
import { QuotaFields } from '~/features/bookings/previews/components/quota-fields'
import { useSourceText } from '~/features/bookings/previews/components/week-table'
import { choiceWord, RULE_SECTIONS, type RuleField, ruleValues } from '~/features/scheduling/policies/fields'
import type { RulesPage } from '~/features/scheduling/policies/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime, formatDuration, formatList, formatNumber } from '~/i18n/format'
import { word } from '~/i18n/word'
import { Button } from '~/ui/button'
import { Field } from '~/ui/field'
import { InputField, SelectField } from '~/ui/form-field'
import { Select } from '~/ui/input'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

type Props = { page: RulesPage; answer: PreviewAnswer | undefined }

/** A rule's value in words. */
function useRuleText(): (field: RuleField, value: unknown) => string {
  const t = useTranslations('policies')
  const all = useTranslations()
  const locale = useLocale()
  return ({ key, as }, value) => {
    if (value === null) return t('noLimit')
    if (as === 'duration') return formatDuration(Number(value), locale)
    if (as === 'boolean') return t(value === true ? 'yes' : 'no')
    if (as === 'number') return formatNumber(Number(value), locale)
    return word(all, `policies.value.${choiceWord(key, String(value))}`) ?? String(value)
  }
}

/** The rules of a resource, a lab, a university or the alliance: each with what holds now and from where. */
export function RulesEditor({ page, answer }: Props) {
  const t = useTranslations('policies')
  const locale = useLocale()
  const values = ruleValues(page.own, (minutes) => formatDuration(minutes, locale))
  return (
    <div className="grid gap-8">
      <p className="max-w-reading text-muted">{t('lead')}</p>
      <Presets page={page} />
      {page.isFilled ? <Notice tone="info">{t('filled')}</Notice> : null}
      {page.coming.length === 0 ? null : (
        <Section title={t('coming')}>
          <ul>
            {page.coming.map(({ validFrom, keys }) => (
              <li key={validFrom.toISOString()}>
                {t('comingLine', { from: formatDateTime(validFrom, { locale, timeZone: page.timeZone }), rules: formatList(keys.map((key) => t(`rule.${key}`)), locale) })}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <PreviewForm name="rules" answer={answer} labels="policies.rule" kind="some_rules" check={t('check')}>
        <input type="hidden" name="seen" value={page.seen} />
        <p className="text-sm text-muted">{t('durationHint')}</p>
        {RULE_SECTIONS.map(({ name, fields, parts = [] }) => (
          <Section key={name} title={t(`section.${name}`)}>
            <div className="grid gap-4 sm:grid-cols-2">
              {fields.map((field) => <RuleEntry key={field.key} field={field} page={page} answer={answer} values={values} />)}
              {parts.map((part) => <PartFields key={part} {...{ part, page, answer, values }} />)}
            </div>
          </Section>
        ))}
        <Section title={t('section.quota')}>
          <QuotaFields answer={answer} values={values} inherited={page.inherited.quotas} now={page.policy.quotas} rows={Math.min(MOST_QUOTAS, (page.own.quotas?.length ?? 0) + 2)} />
        </Section>
        <Section title={t('section.owners')}>
          <div className="grid gap-6">
            {(['ownerGroups', 'ownerWindows', 'protectedShare', 'outsideCeiling'] as const).map((part) => <PartFields key={part} {...{ part, page, answer, values }} />)}
          </div>
        </Section>
        <Section title={t('section.modes')}>
          <PartFields part="modeRules" {...{ page, answer, values }} />
        </Section>
        <InputField field={fieldOf('rules', answer, {}, 'from')} label={t('rule.from')} hint={t('hint.from')} type="date" required={false} className="max-w-form" />
      </PreviewForm>
    </div>
  )
}

function RuleEntry({ field, page, answer, values }: Props & { field: RuleField; values: Record<string, string> }) {
  const t = useTranslations('policies')
  const all = useTranslations()
  const text = useRuleText()
  const source = useSourceText()
  const { key } = field
  const from = page.sources[key]
  const now = t('now', { value: text(field, page.policy[key]), source: from === null ? t('defaultSource') : source(from, page.owner) })
  const meta = fieldOf('rules', answer, values, key)
  const label = t(`rule.${key}`)
  const inherited = text(field, page.inherited[key])
  if (field.as === 'duration' || field.as === 'number') {
    return (
      <InputField
        field={meta}
        label={label}
        hint={key === 'maxFutureBookings' || key === 'maxPeople' ? `${now} ${t('hint.maxFutureBookings')}` : now}
        placeholder={t('inheritPlaceholder', { value: inherited })}
        inputMode={field.as === 'number' ? 'numeric' : 'text'}
        autoComplete="off"
      />
    )
  }
  const choices = field.as === 'boolean'
    ? (['yes', 'no'] as const).map((value) => ({ value: value as string, label: t(value) }))
    : field.choices.map((value) => ({ value, label: word(all, `policies.value.${choiceWord(key, value)}`) ?? value }))
  return <SelectField field={meta} label={label} hint={now} choices={choices} placeholder={t('inherit', { value: inherited })} />
}

/** Rules to start from; they fill the form in and save nothing. */
function Presets({ page }: { page: RulesPage }) {
  const t = useTranslations('policies.preset')
  const locale = useLocale()
  return (
    <details className="max-w-reading">
      <summary className="font-medium">{t('title')}</summary>
      <p className="mt-2 text-sm text-muted">{t('note')}</p>
      <ul className="mt-2 grid gap-2">
        {PRESET_NAMES.map((name) => (
          <li key={name}>
            <Link to={`?preset=${name}`} reloadDocument className="text-accent underline underline-offset-4">{t(name)}</Link>
            <span className="block text-sm text-muted">{t(`${name}Hint`)}</span>
          </li>
        ))}
      </ul>
      {page.copySources.length === 0 ? null : (
        <Form method="get" reloadDocument className="mt-4 flex flex-wrap items-end gap-3">
          <Field id="copy" label={t('copy')}>
            {(control) => <Select {...control} name="copy" choices={page.copySources.map(({ value, zh, en }) => ({ value, label: bilingual({ zh, en }, locale).text }))} />}
          </Field>
          <Button type="submit">{t('copyButton')}</Button>
        </Form>
      )}
    </details>
  )
}
