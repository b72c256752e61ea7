import { forwardRef } from 'react'
import type { InputHTMLAttributes, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react'
import { cx } from '~/ui/cx'

export const controlClass = cx(
  'w-full min-h-10 rounded-md border border-control bg-surface px-3 py-1.5 text-base text-ink',
  'placeholder:text-faint aria-invalid:border-2 aria-invalid:border-refused',
  'disabled:bg-sunken disabled:text-faint [&[readonly]]:bg-sunken',
)

export const Input = forwardRef<HTMLInputElement, InputHTMLAttributes<HTMLInputElement>>(
  function Input({ className, ...rest }, ref) {
    return <input ref={ref} className={cx(controlClass, className)} {...rest} />
  },
)

export const Textarea = forwardRef<
  HTMLTextAreaElement,
  TextareaHTMLAttributes<HTMLTextAreaElement>
>(function Textarea({ className, rows = 3, ...rest }, ref) {
  return <textarea ref={ref} rows={rows} className={cx(controlClass, className)} {...rest} />
})

export type Choice = { value: string; label: string; disabled?: boolean }
export type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & {
  choices: readonly Choice[]
  /** A first line without a value, such as "Choose". */
  placeholder?: string
}

export const Select = forwardRef<HTMLSelectElement, SelectProps>(function Select(
  { choices, placeholder, className, ...rest },
  ref,
) {
  return (
    <select ref={ref} className={cx(controlClass, 'pr-8', className)} {...rest}>
      {placeholder === undefined ? null : <option value="">{placeholder}</option>}
      {choices.map(({ value, label, disabled }) => (
        <option key={value} value={value} disabled={disabled}>
          {label}
        </option>
      ))}
    </select>
  )
})
