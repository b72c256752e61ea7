import { useTranslations } from 'use-intl'
import type { Attendance } from '~/domain/booking/facts'
import { type FieldMeta, SelectField } from '~/ui/form-field'

/** When the user is there; nothing to ask where the rules leave no choice. */
export function AttendanceField({ choices, field }: { choices: readonly Attendance[]; field: FieldMeta }) {
  const t = useTranslations('operators.attendance')
  const [least] = choices
  if (least === undefined || choices.length < 2) return null
  return (
    <SelectField
      field={field}
      label={t('label')}
      hint={t('hint')}
      choices={[{ value: '', label: t('least', { least: t(least) }) }, ...choices.slice(1).map((value) => ({ value, label: t(value) }))]}
    />
  )
}
