import { useId } from 'react'
import type { InputHTMLAttributes, ReactNode } from 'react'
import { cx } from '~/ui/cx'
import { FieldErrors } from '~/ui/field'

const boxClass = 'mt-[0.3em] size-4 shrink-0 accent-accent'

export type CheckboxProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> & {
  label: ReactNode
  hint?: ReactNode
  errors?: readonly string[] | null
}

export function Checkbox({ label, hint, errors, className, id, ...rest }: CheckboxProps) {
  const ownId = useId()
  const inputId = id ?? ownId
  const hasErrors = (errors?.length ?? 0) > 0
  const describedBy = cx(hint ? `${inputId}-hint` : '', hasErrors && `${inputId}-error`)
  return (
    <div className={cx('grid gap-1', className)}>
      <label htmlFor={inputId} className="flex items-start gap-2 py-1">
        <input
          type="checkbox"
          id={inputId}
          className={boxClass}
          aria-describedby={describedBy === '' ? undefined : describedBy}
          aria-invalid={hasErrors || undefined}
          {...rest}
        />
        <span>{label}</span>
      </label>
      {hint ? (
        <p id={`${inputId}-hint`} className="ml-6 text-sm text-muted">
          {hint}
        </p>
      ) : null}
      <FieldErrors id={`${inputId}-error`} errors={errors} />
    </div>
  )
}

export type RadioChoice = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean }
export type RadioGroupProps = {
  name: string
  legend: ReactNode
  choices: readonly RadioChoice[]
  defaultValue?: string
  hint?: ReactNode
  errors?: readonly string[] | null
  required?: boolean
  onChange?: (value: string) => void
}

export function RadioGroup(props: RadioGroupProps) {
  const { name, legend, choices, defaultValue, hint, errors, required, onChange } = props
  const id = useId()
  const hasErrors = (errors?.length ?? 0) > 0
  const describedBy = cx(hint ? `${id}-hint` : '', hasErrors && `${id}-error`)
  return (
    <fieldset className="grid gap-1" aria-describedby={describedBy === '' ? undefined : describedBy}>
      <legend className="mb-1 font-medium">{legend}</legend>
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
      {choices.map((choice) => (
        <label key={choice.value} className="flex items-start gap-2 py-1">
          <input
            type="radio"
            name={name}
            value={choice.value}
            defaultChecked={choice.value === defaultValue}
            disabled={choice.disabled}
            required={required}
            className={boxClass}
            onChange={onChange === undefined ? undefined : () => onChange(choice.value)}
          />
          <span>
            {choice.label}
            {choice.hint ? <span className="block text-sm text-muted">{choice.hint}</span> : null}
          </span>
        </label>
      ))}
      <FieldErrors id={`${id}-error`} errors={errors} />
    </fieldset>
  )
}
