import { useLocale, useTranslations } from 'use-intl'
import type { CarrierChoice } from '~/features/bookings/checkbook.server'
import { bilingual } from '~/i18n/bilingual'
import { type FieldMeta, SelectField } from '~/ui/form-field'

/** The group, or its project, that carries a booking. */
export function CarrierField({ field, carriers }: { field: FieldMeta; carriers: readonly CarrierChoice[] }) {
  const t = useTranslations('bookings.form')
  const locale = useLocale()
  if (carriers.length === 0) return null
  const choices = carriers.flatMap(({ id, zh, en, projects, isElsewhere }) => [
    ...(isElsewhere ? [] : [{ value: id, label: bilingual({ zh, en }, locale).text }]),
    ...projects.map((each) => ({ value: `${id}|${each.id}`, label: `${bilingual({ zh, en }, locale).text} – ${bilingual(each, locale).text}` })),
  ])
  return <SelectField field={field} label={t('carrier')} choices={[{ value: '', label: t('carrierFirst') }, ...choices]} />
}
