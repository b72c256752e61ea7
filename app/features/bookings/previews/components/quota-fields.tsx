import { useLocale, useTranslations } from 'use-intl'
import { type Quota, QUOTA_BEARERS, QUOTA_MEASURES, QUOTA_RANGES, QUOTA_WINDOWS } from '~/domain/scheduling/quota'
import type { PreviewAnswer } from '~/features/bookings/previews/answer.server'
import { fieldOf } from '~/features/bookings/previews/components/preview-form'
import { formatHours } from '~/i18n/format'
import { RadioGroup } from '~/ui/choice'
import { FieldErrors } from '~/ui/field'
import { InputField, SelectField } from '~/ui/form-field'

/** A quota in words. */
export function useQuotaText(): (quota: Quota) => string {
  const t = useTranslations('policies')
  const locale = useLocale()
  return ({ measure, limit, days, window, per, over }) =>
    t('quota.text', { window, per, over, days: days ?? 0, limit: measure === 'hours' ? formatHours(limit * 3600, locale) : t('times', { count: limit }) })
}

type Props = { answer: PreviewAnswer | undefined; values: Record<string, string>; inherited: readonly Quota[]; now: readonly Quota[]; rows: number }

export function QuotaFields({ answer, values, inherited, now, rows }: Props) {
  const t = useTranslations('policies')
  const text = useQuotaText()
  const field = (name: string) => fieldOf('rules', answer, values, name)
  const mode = field('quotas')
  const chosen = mode.initialValue === 'own' ? 'own' : 'inherit'
  return (
    <div className="contents [&:has([value=inherit]:checked)>fieldset]:hidden">
      {now.length === 0 ? <p>{t('quota.none')}</p> : <ul className="list-disc pl-5">{now.map((each) => <li key={JSON.stringify(each)}>{text(each)}</li>)}</ul>}
      <p className="max-w-reading text-sm text-muted">{t('hint.quotas')}</p>
      <div id="rules-quotas" tabIndex={-1}>
        <RadioGroup
          key={chosen}
          name="quotas"
          legend={t('quota.mode')}
          defaultValue={chosen}
          choices={[{ value: 'inherit', label: t('quota.inherit', { count: inherited.length }) }, { value: 'own', label: t('quota.own') }]}
        />
        <FieldErrors id="rules-quotas-error" errors={mode.errors} />
      </div>
      {Array.from({ length: rows }, (_, at) => {
        const part = (name: string, initial?: string) => {
          const meta = field(`q${at}-${name}`)
          return { ...meta, initialValue: meta.initialValue ?? initial }
        }
        return (
          <fieldset key={at} className="grid gap-2">
            <legend className="mb-1 font-medium">{t('quota.legend', { n: at + 1 })}</legend>
            <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
              <InputField field={part('limit')} label={t('quota.limit')} inputMode="numeric" autoComplete="off" />
              <SelectField field={part('measure', 'hours')} label={t('quota.measure')} choices={QUOTA_MEASURES.map((value) => ({ value, label: t(`quota.measures.${value}`) }))} />
              <SelectField field={part('window', 'day')} label={t('quota.window')} choices={QUOTA_WINDOWS.map((value) => ({ value, label: t(`quota.windows.${value}`) }))} />
              <InputField field={part('days')} label={t('quota.days')} inputMode="numeric" autoComplete="off" />
              <SelectField field={part('per', 'person')} label={t('quota.per')} choices={QUOTA_BEARERS.map((value) => ({ value, label: t(`quota.bearers.${value}`) }))} />
              <SelectField field={part('over', 'resource')} label={t('quota.over')} choices={QUOTA_RANGES.map((value) => ({ value, label: t(`quota.ranges.${value}`) }))} />
            </div>
          </fieldset>
        )
      })}
    </div>
  )
}
