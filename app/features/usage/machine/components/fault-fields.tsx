import { useTranslations } from 'use-intl'
import { Field } from '~/ui/field'
import { CheckboxField, type FieldMeta, TextareaField } from '~/ui/form-field'
import { Input } from '~/ui/input'

/** What is wrong with the machine, with a photo taken by a plain file input. */
export function FaultFields({ field, mayStop, isRequired }: { field: (name: string) => FieldMeta; mayStop: boolean; isRequired: boolean }) {
  const t = useTranslations('usageMachine')
  const photo = field('photo')
  return (
    <>
      <TextareaField field={field('what')} label={t('what')} hint={t('whatHint')} required={isRequired || undefined} maxLength={1000} />
      <Field id={photo.id} label={t('photo')} hint={t('photoHint')} errors={photo.errors} required={false}>
        {(control) => <Input type="file" name="photo" accept="image/*" capture="environment" {...control} />}
      </Field>
      <CheckboxField field={field('takeOut')} label={t('takeOut')} hint={mayStop ? t('takeOutManager') : t('takeOutOther')} />
    </>
  )
}
