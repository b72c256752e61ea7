import { Form } from '@remix-run/react'
import { useId } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { FindChoices } from '~/features/finder/slots/choices.server'
import { SLOT_SORTS, WHENS } from '~/features/finder/slots/schema'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { formatDuration } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { Checkbox } from '~/ui/choice'
import { Field } from '~/ui/field'
import { Input, Select } from '~/ui/input'

/** Minutes; what people ask for most. */
const LENGTHS = [30, 60, 120, 180, 240, 360, 480, 720, 1440, 2880, 4320]
const GAPS = [0, 30, 60, 120, 240, 1440]

export type FindFormProps = {
  choices: FindChoices
  values: Record<string, string>
  errors: Record<string, string[]>
  /** Kept through the search, in their order. */
  chosen: readonly string[]
  isTogether: boolean
  isSignedIn: boolean
}

/** What is wanted, for how long, when and where: one GET form; in `together` only how long and when. */
export function FindForm({ choices, values, errors, chosen, isTogether, isSignedIn }: FindFormProps) {
  const t = useTranslations('finding')
  const words = useTranslations('common')
  const locale = useLocale()
  const id = useId()
  const named = (list: FindChoices['kinds']) => list.map(({ value, zh, en }) => ({ value, label: locale === 'en' ? en : zh }))
  const durations = (list: readonly number[], asked: string | undefined) => {
    const own = Number(asked)
    const all = Number.isInteger(own) && own > 0 && !list.includes(own) ? [...list, own].toSorted((a, b) => a - b) : list
    return all.map((each) => ({ value: String(each), label: each === 0 ? t('noWait') : formatDuration(each, locale) }))
  }
  const select = (name: string, label: string, list: { value: string; label: string }[], placeholder?: string, standard = '') => (
    <Field id={`${id}-${name}`} label={label} errors={errors[name]}>
      {(control) => <Select {...control} key={values[name]} name={name} defaultValue={values[name] ?? standard} placeholder={placeholder} choices={list} />}
    </Field>
  )
  const date = (name: 'from' | 'to') => (
    <Field id={`${id}-${name}`} label={t(`field.${name}`)} errors={errors[name]}>
      {(control) => <Input {...control} key={values[name]} type="date" name={name} defaultValue={values[name]} />}
    </Field>
  )
  return (
    <search aria-label={t('form')} data-screen-only>
      <Form method="get" action={paths.find()} className="grid gap-3">
        {chosen.map((each) => <input key={each} type="hidden" name="resource" value={each} />)}
        {isTogether ? <input type="hidden" name="view" value="together" /> : null}
        <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-2 lg:grid-cols-4">
          {isTogether ? null : (
            <>
              <Field id={`${id}-q`} label={t('field.q')} errors={errors.q}>
                {(control) => <Input {...control} key={values.q} type="search" name="q" defaultValue={values.q} maxLength={200} />}
              </Field>
              {select('kind', t('field.kind'), named(choices.kinds), t('anyKind'))}
            </>
          )}
          {select('minutes', t('field.minutes'), durations(LENGTHS, values.minutes), undefined, '180')}
          {select('when', t('field.when'), WHENS.map((each) => ({ value: each, label: t(`when.${each}`) })), undefined, 'fortnight')}
          {isTogether && chosen.length > 1 ? select('gap', t('field.gap'), durations(GAPS, values.gap), undefined, '60') : null}
          {isTogether ? null : (
            <>
              {select('city', t('field.city'), choices.cities.map((each) => ({ value: each, label: words.has(`city.${each as 'Chengdu'}`) ? words(`city.${each as 'Chengdu'}`) : each })), t('anyCity'))}
              {select('sort', t('field.sort'), SLOT_SORTS.map((each) => ({ value: each, label: t(`sort.${each}`) })), undefined, 'earliest')}
            </>
          )}
        </div>
        <details open={['from', 'to', 'campus', 'mode', 'near'].some((name) => values[name] || errors[name]) || values.when === 'dates'}>
          <summary className="w-fit text-accent underline underline-offset-4">{t('more')}</summary>
          <div className="mt-3 grid grid-cols-1 items-start gap-3 sm:grid-cols-2 lg:grid-cols-4">
            {date('from')}
            {date('to')}
            {isTogether ? null : (
              <>
                {select('campus', t('field.campus'), named(choices.campuses), t('anyCampus'))}
                {select('near', t('field.near'), named(choices.campuses), isSignedIn ? t('ownCampus') : t('noCampus'))}
                {select('mode', t('field.mode'), RESOURCE_MODES.map((each) => ({ value: each, label: words(`mode.${each}`) })), t('anyMode'))}
              </>
            )}
          </div>
          <p className="mt-1 text-sm text-muted">{t('datesHint')}</p>
        </details>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
          <SubmitButton>{t('submit')}</SubmitButton>
          {isSignedIn && !isTogether ? <Checkbox key={values.usable} name="usable" value="1" defaultChecked={values.usable === '1'} label={t('usable')} /> : null}
        </div>
      </Form>
    </search>
  )
}
