import { Form, useSubmit } from '@remix-run/react'
import { useId } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { Sort, Span } from '~/features/finder/schema'
import { formatDuration } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { Field } from '~/ui/field'
import { Input, Select } from '~/ui/input'

/** Minutes; what people ask for most. */
const LENGTHS = [60, 120, 180, 240, 480, 1440]
const SPANS: readonly Span[] = ['today', 'tomorrow', 'week', 'next_week']
const SORTS: readonly Sort[] = ['relevance', 'name', 'price', 'university']

export type SearchFormProps = {
  q: string
  sort: Sort
  span: Span | null
  minMinutes: number | null
  /** The facets that are chosen, so that a search keeps them. */
  kept: readonly (readonly [name: string, value: string])[]
}

/** Words, "free for so long at such a time", and the order: one GET form, at once with JavaScript. */
export function SearchForm({ q, sort, span, minMinutes, kept }: SearchFormProps) {
  const t = useTranslations('catalogue.search')
  const words = useTranslations('common.list')
  const locale = useLocale()
  const submit = useSubmit()
  const id = useId()
  const lengths = minMinutes !== null && !LENGTHS.includes(minMinutes) ? [minMinutes, ...LENGTHS] : LENGTHS
  const choices = lengths.map((each) => ({ value: String(each), label: formatDuration(each, locale) }))
  return (
    <search aria-label={t('label')} data-screen-only>
      <Form
        method="get"
        action={paths.resources()}
        className="grid grid-cols-2 items-end gap-3 lg:grid-cols-[minmax(0,1fr)_9rem_9rem_9rem_auto]"
        onChange={(event) => {
          if (event.target instanceof HTMLSelectElement) submit(event.currentTarget, { preventScrollReset: true })
        }}
      >
        {kept.map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        <Field id={`${id}-q`} label={t('words')} className="col-span-2 lg:col-span-1">
          {(control) => <Input {...control} key={q} type="search" name="q" defaultValue={q} maxLength={200} />}
        </Field>
        <Field id={`${id}-length`} label={t('length')}>
          {(control) => (
            <Select
              {...control}
              key={minMinutes}
              name="minMinutes"
              defaultValue={minMinutes === null ? '' : String(minMinutes)}
              placeholder={t('anyLength')}
              choices={choices}
            />
          )}
        </Field>
        <Field id={`${id}-when`} label={t('when')}>
          {(control) => (
            <Select
              {...control}
              key={span}
              name="when"
              defaultValue={span ?? ''}
              placeholder={t('anyTime')}
              choices={SPANS.map((each) => ({ value: each, label: t(`span.${each}`) }))}
            />
          )}
        </Field>
        <Field id={`${id}-sort`} label={words('sortBy')}>
          {(control) => (
            <Select
              {...control}
              key={sort}
              name="sort"
              defaultValue={sort}
              choices={SORTS.map((each) => ({ value: each, label: t(`sort.${each}`) }))}
            />
          )}
        </Field>
        <SubmitButton>{t('submit')}</SubmitButton>
      </Form>
    </search>
  )
}
