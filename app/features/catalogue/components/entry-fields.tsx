import { createContext, type ReactNode, useContext } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { ListingReply } from '~/features/catalogue/answer.server'
import type { Option } from '~/features/catalogue/choices.server'
import type { FormValues } from '~/features/catalogue/form-values'
import { bilingual } from '~/i18n/bilingual'
import type { AppMessages } from '~/i18n/messages'
import { FieldErrors } from '~/ui/field'
import { Checkbox } from '~/ui/choice'
import { FormErrors } from '~/ui/form-errors'
import { type FieldMeta, InputField, SelectField, TextareaField } from '~/ui/form-field'

export type FieldName = keyof AppMessages['listing']['field']
type Hinted = keyof AppMessages['listing']['hint']
type Entry = { values: FormValues; reply: ListingReply | null }

const EntryContext = createContext<Entry>({ values: {}, reply: null })

/** The form's values: what was typed where it came back, else what stands in the entry. */
export function EntryFields({ values, reply, children }: { values: FormValues; reply: ListingReply | null; children: ReactNode }) {
  return <EntryContext.Provider value={{ values: reply?.values ?? values, reply }}>{children}</EntryContext.Provider>
}

function useField(name: FieldName): FieldMeta & { list: string[] } {
  const { values, reply } = useContext(EntryContext)
  const value = values[name]
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value]
  return { id: name, name, errors: reply?.errors[name], initialValue: typeof value === 'string' ? value : undefined, list }
}

export function useEntryValue(name: FieldName): string[] {
  return useField(name).list
}

type Words = { name: FieldName; required?: boolean; hint?: boolean; label?: string; className?: string }

function useWords({ name, hint, label }: Words) {
  const t = useTranslations('listing')
  return { label: label ?? t(`field.${name}`), hint: hint ? t(`hint.${name as Hinted}`) : undefined }
}

export function TextEntry(props: Words & { type?: string; inputMode?: 'decimal' | 'numeric' | 'url' | 'tel' | 'email'; lang?: string; min?: number; max?: number }) {
  const { name, required = false, hint: _hint, label: _label, ...rest } = props
  return <InputField field={useField(name)} {...useWords(props)} required={required} autoComplete="off" {...rest} />
}

export function AreaEntry(props: Words & { rows?: number; lang?: string }) {
  const { name, required = false, hint: _hint, label: _label, ...rest } = props
  return <TextareaField field={useField(name)} {...useWords(props)} required={required} {...rest} />
}

/** Chinese first, the English one beside it. */
export function PairEntry({ zh, en, isLong, required, hint }: { zh: FieldName; en: FieldName; isLong?: boolean; required?: 'both' | 'zh'; hint?: 'zh' | 'en' }) {
  const Control = isLong ? AreaEntry : TextEntry
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Control name={zh} lang="zh-CN" required={required !== undefined} hint={hint === 'zh'} />
      <Control name={en} lang="en" required={required === 'both'} hint={hint === 'en'} />
    </div>
  )
}

export function useOptionText(): (option: Pick<Option, 'zh' | 'en'>) => string {
  const locale = useLocale()
  return ({ zh, en }) => bilingual({ zh, en }, locale).text
}

/** One of several, by name; `none` offers to choose nothing. */
export function PickEntry(props: Words & { options: readonly Option[]; none?: string; isSorted?: boolean }) {
  const { name, options, none, isSorted, required = false, className } = props
  const text = useOptionText()
  const locale = useLocale()
  const choices = options.map((each) => ({ value: each.value, label: text(each) }))
  if (isSorted) choices.sort((a, b) => a.label.localeCompare(b.label, locale))
  return <SelectField field={useField(name)} {...useWords(props)} className={className} required={required} choices={choices} placeholder={none} />
}

export type Box = { value: string; label: ReactNode }

/** Any of several, each a box. */
export function BoxesEntry(props: Words & { boxes: readonly Box[]; isWide?: boolean }) {
  const { name, boxes, isWide } = props
  const { list, errors } = useField(name)
  const { label, hint } = useWords(props)
  const t = useTranslations('common.form')
  const describedBy = [hint ? `${name}-hint` : '', errors?.length ? `${name}-error` : ''].filter(Boolean).join(' ')
  return (
    <fieldset id={name} tabIndex={-1} aria-describedby={describedBy || undefined} className="grid gap-1">
      <legend className="mb-1 font-medium">
        {label}
        {props.required === false ? <span className="ml-2 text-sm font-normal text-faint">{t('optional')}</span> : null}
      </legend>
      {hint ? <p id={`${name}-hint`} className="text-sm text-muted">{hint}</p> : null}
      <div className={isWide ? 'grid gap-x-6' : 'grid gap-x-6 sm:grid-cols-2 lg:grid-cols-3'}>
        {boxes.map(({ value, label: each }) => (
          <Checkbox key={value} name={name} value={value} defaultChecked={list.includes(value)} label={each} />
        ))}
      </div>
      <FieldErrors id={`${name}-error`} errors={errors} />
    </fieldset>
  )
}

export function TickEntry({ name, label, hint }: { name: FieldName; label: ReactNode; hint?: ReactNode }) {
  const { list, errors } = useField(name)
  return <Checkbox id={name} name={name} defaultChecked={list.includes('on')} label={label} hint={hint} errors={errors} />
}

/** What is wrong with the form, above it; each line leads to its field. */
export function EntryErrors({ reply }: { reply: ListingReply | null }) {
  const t = useTranslations('listing.field')
  if (reply === null) return null
  const errors = Object.entries(reply.errors).flatMap(([field, rules]) =>
    rules.map((message) => (t.has(field as FieldName) ? { id: field, label: t(field as FieldName), message } : { message })),
  )
  return <FormErrors errors={errors} />
}
