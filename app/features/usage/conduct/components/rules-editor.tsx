import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { CONDUCT_KINDS, CONDUCT_SCOPES, EFFECTS } from '~/domain/conduct/kinds'
import { useSourceText } from '~/features/bookings/previews/components/week-table'
import { useRuleValue } from '~/features/usage/conduct/components/rule-words'
import type { RulesAnswer } from '~/features/usage/conduct/answer-rules.server'
import type { ConductRulesPage, RulesPreview } from '~/features/usage/conduct/rules-page.server'
import { DURATION_RULES, formValues, MOST_STRIKES, MOST_THRESHOLDS, type RuleKey, scopesOf } from '~/features/usage/conduct/rules-form'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime, formatDuration } from '~/i18n/format'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { FieldErrors } from '~/ui/field'
import { FormErrors } from '~/ui/form-errors'
import { InputField, SelectField } from '~/ui/form-field'
import { Input, Select } from '~/ui/input'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

type Props = { page: ConductRulesPage; answer: RulesAnswer | undefined }
type Cell = { name: string; choices?: readonly { value: string; label: string }[]; column: string }

/** The rules of use and conduct of a resource, a lab, a university or the alliance; shown before they are published. */
export function ConductRulesEditor({ page, answer }: Props) {
  const t = useTranslations('conductRules')
  const conduct = useTranslations('conduct')
  const locale = useLocale()
  const value = useRuleValue()
  const source = useSourceText()
  const policies = useTranslations('policies')
  const standing = formValues(page.own, (minutes) => formatDuration(minutes, locale))
  const values = answer?.values ?? standing
  const field = (name: string) => ({ id: name, name, errors: answer?.errors[name], initialValue: values[name], key: values[name] ?? '' })
  const now = (key: RuleKey) => policies('now', { value: value(key, page.rules), source: page.sources[key] === null ? policies('defaultSource') : source(page.sources[key], page.owner) })
  const inherited = (key: RuleKey) => policies('inheritPlaceholder', { value: value(key, page.inherited) })
  const label = (name: string) => (t.has(`rule.${name as RuleKey}`) ? { id: name, label: t(`rule.${name as RuleKey}`) } : {})
  const errors = Object.entries(answer?.errors ?? {}).flatMap(([name, rules]) => rules.map((message) => ({ ...label(name), message })))
  const entry = (key: RuleKey, hint?: string) => (
    <InputField
      key={key} field={field(key)} label={t(`rule.${key}`)} hint={hint ? `${now(key)} ${hint}` : now(key)} placeholder={inherited(key)} required={false}
      inputMode={DURATION_RULES.some((each) => each === key) ? 'text' : 'numeric'} autoComplete="off"
    />
  )
  const kinds = CONDUCT_KINDS.map((each) => ({ value: each, label: conduct(`kind.${each}`) }))
  const scopes = CONDUCT_SCOPES.filter((each) => scopesOf(page.owner.kind).includes(each)).map((each) => ({ value: each, label: t(`scope.${each}`) }))
  const effects = EFFECTS.map((each) => ({ value: each, label: conduct(`effect.${each}`) }))
  const part = (key: 'points' | 'strikes' | 'thresholds') => (
    <SelectField field={field(key)} label={t(`rule.${key}`)} hint={now(key)} required={false} className="max-w-reading" choices={[{ value: 'inherit', label: t('mode.inherit') }, { value: 'own', label: t('mode.own') }]} />
  )
  return (
    <Form method="post" preventScrollReset className="grid gap-8">
      <FormErrors errors={errors} />
      <input type="hidden" name="seen" value={page.seen} />
      {/* Enter checks; it never publishes. */}
      <button type="submit" name="do" value="check" className="sr-only" tabIndex={-1} aria-hidden="true" />
      {page.coming.length === 0 ? null : (
        <Notice tone="info" title={t('coming')}>{page.coming.map((at) => <p key={at.toISOString()}>{t('comingAt', { at: formatDateTime(at, { locale, timeZone: page.timeZone }) })}</p>)}</Notice>
      )}
      <Section title={t('section.use')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField field={field('checkIn')} label={t('rule.checkIn')} hint={now('checkIn')} required={false} placeholder={inherited('checkIn')} choices={(['optional', 'required'] as const).map((each) => ({ value: each, label: t(`value.${each}`) }))} />
          {entry('opensMinutes', t('hint.duration'))}{entry('graceMinutes')}{entry('lateHoldMinutes')}{entry('forgetMinutes')}
        </div>
      </Section>
      <Section title={t('section.find')}>
        <div className="grid gap-4 sm:grid-cols-2">{entry('lateAfterMinutes')}{entry('overrunAfterMinutes')}{entry('leastUsedPercent', t('hint.leastUsedPercent'))}</div>
      </Section>
      <Section title={t('section.score')}>
        {part('points')}
        <Rows rows={1} errors={answer?.errors['points']} id="points" values={values} cells={() => CONDUCT_KINDS.map((kind) => ({ name: `points-${kind}`, column: conduct(`kind.${kind}`) }))} />
        <div className="grid gap-4 sm:grid-cols-2">{entry('decayDays')}{entry('appealDays')}</div>
      </Section>
      <Section title={t('section.strikes')}>
        {part('strikes')}
        <p className="text-sm text-muted">{t('hint.row')}</p>
        <Rows
          rows={Math.min(MOST_STRIKES, (page.own.strikes?.length ?? page.inherited.strikes.length) + 2)} errors={answer?.errors['strikes']} id="strikes" values={values}
          cells={(at) => [
            { name: `s${at}-kind`, choices: kinds, column: t('column.kind') }, { name: `s${at}-count`, column: t('column.count') }, { name: `s${at}-withinDays`, column: t('column.withinDays') },
            { name: `s${at}-scope`, choices: scopes, column: t('column.scope') }, { name: `s${at}-effect`, choices: effects, column: t('column.effect') }, { name: `s${at}-days`, column: t('column.days') },
          ]}
        />
      </Section>
      <Section title={t('section.thresholds')}>
        {part('thresholds')}
        <p className="text-sm text-muted">{t('hint.rowBelow')}</p>
        <Rows
          rows={Math.min(MOST_THRESHOLDS, (page.own.thresholds?.length ?? page.inherited.thresholds.length) + 2)} errors={answer?.errors['thresholds']} id="thresholds" values={values}
          cells={(at) => [
            { name: `t${at}-below`, column: t('column.below') }, { name: `t${at}-scope`, choices: scopes, column: t('column.scope') },
            { name: `t${at}-effect`, choices: effects, column: t('column.effect') }, { name: `t${at}-days`, column: t('column.days') },
          ]}
        />
      </Section>
      <InputField field={field('from')} label={t('rule.from')} hint={t('hint.from')} type="date" required={false} className="max-w-form" />
      {answer?.preview ? <PreviewNotice preview={answer.preview} /> : null}
      {answer?.checked ? <input type="hidden" name="checked" value={answer.checked} /> : null}
      <ButtonRow>
        {answer?.checked ? <SubmitButton name="do" value="save">{t('publish')}</SubmitButton> : null}
        <SubmitButton name="do" value="check" tone={answer?.checked ? 'secondary' : 'primary'}>{t('check')}</SubmitButton>
      </ButtonRow>
    </Form>
  )
}

/** Lines of short fields; each has a name of its own for who hears the page. */
function Rows({ rows, cells, values, errors, id }: { rows: number; cells: (at: number) => readonly Cell[]; values: Record<string, string | undefined>; errors?: string[]; id: string }) {
  const t = useTranslations('conductRules')
  return (
    <div className="grid gap-3">
      {Array.from({ length: rows }, (_, at) => (
        <div key={`${id}-${String(at)}`} className="flex flex-wrap items-end gap-3">
          {cells(at).map(({ name, choices, column }) => (
            <label key={name} className="grid gap-1 text-sm">
              <span>{column}<span className="sr-only"> {rows > 1 ? t('rowN', { n: at + 1, column: '' }) : ''}</span></span>
              {choices
                ? <Select key={values[name] ?? ''} name={name} defaultValue={values[name]} choices={choices} />
                : <Input key={values[name] ?? ''} name={name} defaultValue={values[name]} inputMode="numeric" autoComplete="off" className="w-24" />}
            </label>
          ))}
        </div>
      ))}
      <FieldErrors id={`${id}-error`} errors={errors} />
    </div>
  )
}

const SHOWN = 20

function PreviewNotice({ preview }: { preview: RulesPreview }) {
  const t = useTranslations('conductRules')
  const conduct = useTranslations('conduct')
  const locale = useLocale()
  const { changes, lookedAt } = preview
  return (
    <Notice tone={changes.length === 0 ? 'ok' : 'warn'} announce="later" title={t(changes.length === 0 ? 'preview.none' : 'preview.some', { count: lookedAt })}>
      <ul>
        {changes.slice(0, SHOWN).map(({ id, zh, en, scope, effect, days, is }) => (
          <li key={`${id} ${scope} ${effect} ${String(days)} ${is}`}>
            {t(is === 'new' ? 'preview.fresh' : 'preview.gone', { person: bilingual({ zh, en }, locale).text, effect: conduct(`effect.${effect}`), scope: t(`scope.${scope}`), days })}
          </li>
        ))}
      </ul>
      {changes.length > SHOWN ? <p>{t('preview.more', { count: changes.length - SHOWN })}</p> : null}
      <p>{t('preview.note')}</p>
    </Notice>
  )
}
