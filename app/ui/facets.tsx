import { Form, useSubmit } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { SubmitButton } from '~/ui/button'

/** Without a count where none was taken. */
export type FacetOption = { value: string; label: string; count: number | null; isChecked: boolean }
export type FacetGroup = { name: string; label: string; options: readonly FacetOption[] }

export type FacetsProps = {
  label: string
  action: string
  groups: readonly FacetGroup[]
  /** What else the address holds and must survive, such as the words searched for. */
  kept?: readonly (readonly [name: string, value: string])[]
  /** Further controls of the same form, above the groups. */
  children?: ReactNode
}

const SHOWN = 8

/** Filters with counts in a plain GET form: at once with JavaScript, by a button without. */
export function Facets({ label, action, groups, kept = [], children }: FacetsProps) {
  const t = useTranslations('common')
  const submit = useSubmit()
  return (
    <Form
      method="get"
      action={action}
      aria-label={label}
      className="grid content-start gap-5"
      onChange={(event) => submit(event.currentTarget, { preventScrollReset: true, replace: true })}
    >
      {kept.map(([name, value]) => (
        <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
      ))}
      {children}
      {groups.map((group) => (
        <Group key={group.name} group={group} />
      ))}
      <noscript>
        <SubmitButton tone="secondary" size="small">
          {t('action.apply')}
        </SubmitButton>
      </noscript>
    </Form>
  )
}

function Group({ group }: { group: FacetGroup }) {
  const t = useTranslations('common.list')
  const first = group.options.slice(0, SHOWN)
  const rest = group.options.slice(SHOWN)
  if (group.options.length === 0) return null
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{group.label}</legend>
      {first.map((option) => (
        <Option key={option.value} name={group.name} option={option} />
      ))}
      {rest.length === 0 ? null : (
        <details open={rest.some(({ isChecked }) => isChecked) || undefined}>
          <summary className="py-1 text-sm text-accent underline underline-offset-4">
            {t('moreChoices', { count: rest.length })}
          </summary>
          {rest.map((option) => (
            <Option key={option.value} name={group.name} option={option} />
          ))}
        </details>
      )}
    </fieldset>
  )
}

function Option({ name, option }: { name: string; option: FacetOption }) {
  const { value, label, count, isChecked } = option
  const t = useTranslations('common.list')
  return (
    <label className="flex min-h-6 items-start gap-2 py-0.5">
      <input
        // The address decides: after going back, the box shows what the address says.
        key={String(isChecked)}
        type="checkbox"
        name={name}
        value={value}
        defaultChecked={isChecked}
        aria-label={count === null ? label : t('choiceWithCount', { label, count })}
        className="mt-[0.3em] size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0 flex-1 break-words">{label}</span>
      <span className="text-sm tabular-nums text-faint">{count}</span>
    </label>
  )
}
