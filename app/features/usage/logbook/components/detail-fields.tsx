import { useTranslations } from 'use-intl'
import { PURPOSES } from '~/domain/booking/states'
import { BENEFICIARIES, OPERATIONS } from '~/domain/usage/facts'
import type { DETAIL_FIELDS } from '~/features/usage/logbook/schema'
import { type FieldMeta, InputField, SelectField, TextareaField } from '~/ui/form-field'

type Name = (typeof DETAIL_FIELDS)[number]
type Props = { field: (name: string, initial?: string | null) => FieldMeta; initial: Partial<Record<Name, string>>; isNew?: boolean }

/** What is told of a use beside its times. */
export function DetailFields({ field, initial, isNew = false }: Props) {
  const t = useTranslations('usageLogbook')
  const number = (name: Name) => (
    <InputField field={field(name, initial[name])} label={t(`fields.${name}`)} type="number" min={0} inputMode="numeric" required={false} />
  )
  return (
    <>
      <InputField field={field('operatorEmail', initial.operatorEmail)} label={t('fields.operatorEmail')} hint={t('fields.operatorHint')} type="email" autoComplete="off" required={false} />
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField field={field('operation', initial.operation)} label={t('fields.operation')} choices={OPERATIONS.map((value) => ({ value, label: t(`operation.${value}`) }))} />
        <SelectField field={field('purpose', initial.purpose)} label={t('fields.purpose')} choices={PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) }))} />
        <SelectField
          field={field('beneficiary', initial.beneficiary)} label={t('fields.beneficiary')} placeholder={isNew ? t('fields.byItself') : undefined}
          choices={BENEFICIARIES.map((value) => ({ value, label: t(`beneficiary.${value}`) }))} required={false}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-4">
        {number('samples')}
        {number('warmUpMinutes')}
        {number('measuringMinutes')}
        {number('postMinutes')}
      </div>
      <TextareaField field={field('remarks', initial.remarks)} label={t('fields.remarks')} rows={2} maxLength={2000} required={false} />
    </>
  )
}
