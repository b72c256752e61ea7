import { useTranslations } from 'use-intl'
import { MAX_OCCURRENCES, SERIES_DAYS } from '~/domain/recurrence/occurrences'
import { REPEATS } from '~/features/bookings/series/form'
import { RadioGroup } from '~/ui/choice'
import { type FieldMeta, InputField, SelectField } from '~/ui/form-field'

type RepeatFieldsProps = {
  field: (name: string, initial?: string) => FieldMeta
  /** The weekdays ticked. */
  weekdays: readonly string[]
  ends: string
  min: string
}

/** How it repeats, on which days, and until when. */
export function RepeatFields({ field, weekdays, ends, min }: RepeatFieldsProps) {
  const t = useTranslations('series')
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_7rem]">
        <SelectField
          field={field('repeat', 'weekly')}
          label={t('repeat')}
          hint={t('repeatHint')}
          choices={REPEATS.map((value) => ({ value, label: t(`repeatChoice.${value}`) }))}
        />
        <InputField field={field('interval', '1')} label={t('interval')} hint={t('intervalHint')} type="number" min={1} max={52} />
      </div>
      <fieldset className="grid gap-1" aria-describedby="weekdays-hint">
        <legend className="mb-1 font-medium">{t('weekdays')}</legend>
        <p id="weekdays-hint" className="text-sm text-muted">{t('weekdaysHint')}</p>
        <div className="flex flex-wrap gap-x-4">
          {WEEKDAYS.map((name, at) => ({ name, day: at + 1 })).map(({ name, day }) => (
            <label key={day} className="flex items-center gap-2 py-1">
              <input type="checkbox" name="weekday" value={day} defaultChecked={weekdays.includes(String(day))} className="size-4 accent-accent" />
              {t(`weekday.${name}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <SelectField
        field={field('days', 'no_holidays')}
        label={t('days')}
        choices={SERIES_DAYS.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)).map((value) => ({ value, label: t(`daysChoice.${value}`) }))}
      />
      <RadioGroup
        name="ends"
        legend={t('ends')}
        defaultValue={ends}
        choices={(['count', 'until'] as const).map((value) => ({ value, label: t(`endsChoice.${value}`) }))}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField field={field('count', '10')} label={t('count')} type="number" min={1} max={MAX_OCCURRENCES} required={false} />
        <InputField field={field('until')} label={t('until')} type="date" min={min} required={false} />
      </div>
    </>
  )
}

/** The keys of the weekdays' names, from Monday. */
export const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const

const ORDER = ['no_holidays', 'workdays', 'all']
