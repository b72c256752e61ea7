import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { ChainResource } from '~/features/bookings/chains/queries.server'
import type { StepValues } from '~/features/bookings/chains/schema'
import { displayName } from '~/features/catalogue/display-name'
import { bilingual } from '~/i18n/bilingual'
import { formatDuration, formatPeriod } from '~/i18n/format'
import { buttonClass } from '~/ui/button'
import { cx } from '~/ui/cx'
import { Field } from '~/ui/field'
import { type FieldMeta, InputField, SelectField } from '~/ui/form-field'
import { Input } from '~/ui/input'

/** Minutes; what people ask for most. */
const LENGTHS = [15, 30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 420, 480, 600, 720, 1440, 2880, 4320, 8640]
const GAPS = [0, 15, 30, 60, 90, 120, 240, 480, 720, 1440]

type StepRowsProps = {
  rows: readonly StepValues[]
  resources: readonly ChainResource[]
  errors: Record<string, string[]>
  /** When each takes place, where that is known. */
  parts?: readonly { start: Date; end: Date; timeZone: string }[]
  now: Date
}

/** The steps in their order; the buttons of a row send the form, so they work without JavaScript. */
export function StepRows({ rows, resources, errors, parts = [], now }: StepRowsProps) {
  const t = useTranslations('chains')
  if (rows.length === 0) return <p className="text-muted">{t('empty')}</p>
  return (
    <ol className="grid gap-5">
      {rows.map((row, at) => (
        <li key={`${at}${row.resourceId}`}>
          <StepRow at={at} row={row} resource={resources.find(({ id }) => id === row.resourceId) ?? null} errors={errors} part={parts[at] ?? null} now={now} />
        </li>
      ))}
    </ol>
  )
}

type StepRowProps = Pick<StepRowsProps, 'errors' | 'now'> & {
  at: number
  row: StepValues
  resource: ChainResource | null
  part: NonNullable<StepRowsProps['parts']>[number] | null
}

function StepRow({ at, row, resource, errors, part, now }: StepRowProps) {
  const t = useTranslations('chains')
  const modes = useTranslations('common.mode')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  const field = (name: keyof StepValues): FieldMeta => {
    const full = `steps[${at}].${name}`
    return { id: full, name: full, errors: errors[full], initialValue: row[name] }
  }
  const hidden = (name: keyof StepValues, value: string) => <input type="hidden" name={`steps[${at}].${name}`} value={value} />
  const durations = (list: readonly number[], typed: string) => {
    const own = Number(typed)
    const all = Number.isInteger(own) && own > 0 && !list.includes(own) ? [...list, own].toSorted((a, b) => a - b) : list
    return all.map((each) => ({ value: String(each), label: each === 0 ? t('noGap') : formatDuration(each, locale) }))
  }
  const name = resource ? displayName(resource, locale).text : row.resourceId
  return (
    <fieldset className="grid gap-3 border-l-2 border-line pl-4">
      <legend className="float-left w-full font-medium">
        <span className="break-words">{t('step', { n: at + 1, name })}</span>
        {resource ? (
          <span className="block text-sm font-normal text-muted">
            {bilingual({ zh: resource.university.nameZh, en: resource.university.nameEn }, locale).text} · {bilingual({ zh: resource.campus.nameZh, en: resource.campus.nameEn }, locale).text}
          </span>
        ) : (
          <span className="block text-sm font-normal text-refused">{t('unknown')}</span>
        )}
      </legend>
      {hidden('resourceId', row.resourceId)}
      <div className="clear-both grid items-start gap-3 sm:grid-cols-2">
        {at === 0 ? (
          <>
            {hidden('begins', 'after')}
            {hidden('gapMinutes', '0')}
          </>
        ) : (
          <>
            <SelectField field={field('begins')} label={t('begins')} choices={(['after', 'with'] as const).map((each) => ({ value: each, label: t(`beginning.${each}`) }))} />
            <SelectField field={field('gapMinutes')} label={t('gap')} choices={durations(GAPS, row.gapMinutes)} />
          </>
        )}
        <SelectField field={field('minutes')} label={t('length')} choices={durations(LENGTHS, row.minutes)} />
        {resource && resource.modes.length > 1 ? (
          <SelectField field={field('mode')} label={t('mode')} choices={[{ value: '', label: t('anyMode') }, ...resource.modes.map((mode) => ({ value: mode, label: modes(mode) }))]} />
        ) : (
          hidden('mode', row.mode)
        )}
        {resource && resource.capacity > 1 ? (
          <InputField field={field('quantity')} label={t('quantity', { capacity: resource.capacity })} type="number" min={1} max={resource.capacity} />
        ) : (
          hidden('quantity', row.quantity || '1')
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {part ? <time dateTime={part.start.toISOString()} className="tabular-nums">{formatPeriod(part, { locale, timeZone: part.timeZone, viewerTimeZone, now })}</time> : null}
        {at > 0 ? <button type="submit" name="up" value={at} formNoValidate className={buttonClass('quiet', 'small')} aria-label={t('upNamed', { name })}>{t('up')}</button> : null}
        <button type="submit" name="remove" value={at} formNoValidate className={buttonClass('quiet', 'small')} aria-label={t('removeNamed', { name })}>{t('remove')}</button>
      </div>
    </fieldset>
  )
}

type AddStepProps = { q: string; offers: readonly ChainResource[]; errors?: string[]; isFull: boolean; limit: number }

/** Looks for a resource, and lists what can be added. */
export function AddStep({ q, offers, errors, isFull, limit }: AddStepProps) {
  const t = useTranslations('chains')
  const locale = useLocale()
  if (isFull) return <p className="text-muted">{t('full', { count: limit })}</p>
  return (
    <section aria-label={t('add')} className="grid gap-3">
      <div className="flex items-start gap-3">
        <Field id="q" label={t('search')} hint={t('searchHint')} errors={errors} className="min-w-0 flex-1">
          {(control) => <Input type="search" name="q" defaultValue={q} maxLength={100} {...control} />}
        </Field>
        <button type="submit" name="intent" value="find" formNoValidate className={cx(buttonClass('secondary'), 'mt-7')}>{t('find')}</button>
      </div>
      {offers.length > 0 ? (
        <ul className="grid gap-1.5">
          {offers.map((each) => {
            const name = displayName(each, locale).text
            return (
              <li key={each.id} className="flex items-center justify-between gap-x-4 border-b border-line py-1.5">
                <span className="min-w-0 break-words">
                  {name} <span className="text-sm text-muted">{bilingual({ zh: each.lab.nameZh, en: each.lab.nameEn }, locale).text}</span>
                </span>
                <button type="submit" name="add" value={each.id} formNoValidate className={buttonClass('secondary', 'small')} aria-label={t('addButtonNamed', { name })}>{t('addButton')}</button>
              </li>
            )
          })}
        </ul>
      ) : q === '' ? null : (
        <p className="text-muted">{t('nothing')}</p>
      )}
    </section>
  )
}
