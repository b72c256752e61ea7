import { useLocale, useTranslations } from 'use-intl'
import type { OtherPerson } from '~/features/bookings/on-behalf.server'
import { bilingual } from '~/i18n/bilingual'
import { type FieldMeta, InputField, SelectField } from '~/ui/form-field'

type CompanyFieldsProps = {
  field: (name: string, initial?: string) => FieldMeta
  people: readonly OtherPerson[]
  asksHeadCount: boolean
  /** The most that may come at once; null: no limit. */
  maxPeople?: number | null
}

/** Who comes: somebody else than the booker, and how many. */
export function CompanyFields({ field, people, asksHeadCount, maxPeople = null }: CompanyFieldsProps) {
  const t = useTranslations('chains.company')
  const locale = useLocale()
  return (
    <>
      {people.length > 0 ? (
        <SelectField
          field={field('attendeeId')}
          label={t('attendee')}
          hint={t('attendeeHint')}
          choices={[
            { value: '', label: t('myself') },
            ...people.map(({ id, groupId, ...name }) => ({ value: id, label: groupId === null ? t('delegate', { name: bilingual(name, locale).text }) : bilingual(name, locale).text })),
          ]}
        />
      ) : null}
      {asksHeadCount || maxPeople !== null ? (
        <InputField
          field={field('headCount')}
          label={t('headCount')}
          hint={maxPeople === null ? t('headCountHint') : t('headCountMost', { count: maxPeople })}
          type="number"
          min={1}
          inputMode="numeric"
          required={false}
          className="max-w-xs"
        />
      ) : null}
    </>
  )
}
