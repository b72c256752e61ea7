import { useLocale, useTranslations } from 'use-intl'
import { ACTIVITIES, PURPOSES } from '~/domain/booking/states'
import type { UniversityChoice } from '~/features/people/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { type FieldMeta, InputField, SelectField, TextareaField } from '~/ui/form-field'
import type { Choice } from '~/ui/input'

type Use = (typeof PURPOSES)[number] | keyof typeof ACTIVITIES

/** Purposes, each followed by the activities that refine it. */
export function useUseChoices(): Choice[] {
  const t = useTranslations('bookings.use')
  const uses = PURPOSES.flatMap((purpose): Use[] => [
    purpose,
    ...(Object.keys(ACTIVITIES) as (keyof typeof ACTIVITIES)[]).filter((each) => ACTIVITIES[each] === purpose),
  ])
  return uses.map((use) => ({ value: use, label: t(use) }))
}

type OtherPersonProps = {
  field: (name: string, initial?: string) => FieldMeta
  universities: readonly UniversityChoice[]
  isOpen: boolean
}

/** For those who manage the resource: who will come, with or without an account. */
export function OtherPerson({ field, universities, isOpen }: OtherPersonProps) {
  const t = useTranslations('bookings.form')
  const locale = useLocale()
  return (
    <details open={isOpen || undefined} className="border-l-2 border-line pl-4">
      <summary className="py-1 font-medium text-accent underline underline-offset-4">{t('others')}</summary>
      <div className="grid gap-4 pt-3">
        <InputField
          field={field('attendeeEmail')}
          label={t('attendeeEmail')}
          hint={t('attendeeHint')}
          type="email"
          autoComplete="off"
          required={false}
        />
        <fieldset className="grid gap-4">
          <legend className="mb-2 text-muted">{t('guest')}</legend>
          <InputField field={field('guestName')} label={t('guestName')} autoComplete="off" maxLength={80} required={false} />
          <SelectField
            field={field('guestUniversityId')}
            label={t('guestUniversity')}
            placeholder={t('guestElsewhere')}
            choices={universities.map((each) => ({ value: each.id, label: bilingual(each, locale).text }))}
          />
        </fieldset>
        <TextareaField field={field('overrideReason')} label={t('overrideReason')} hint={t('overrideHint')} maxLength={1000} rows={2} required={false} />
      </div>
    </details>
  )
}
