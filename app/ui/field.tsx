import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { ruleMessage } from '~/i18n/rules'
import { cx } from '~/ui/cx'

/** What a control needs to be tied to its label, hint and errors. */
export type ControlProps = {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: true
  required?: boolean
}

export type FieldProps = {
  id: string
  label: ReactNode
  hint?: ReactNode
  /** Rules (`required`, `too_short:8`), message keys or ready sentences. */
  errors?: readonly string[] | null
  required?: boolean
  className?: string
  children: (control: ControlProps) => ReactNode
}

/** Label, control, hint and errors, tied together for screen readers. */
export function Field({ id, label, hint, errors, required, className, children }: FieldProps) {
  const t = useTranslations('common.form')
  const hasErrors = (errors?.length ?? 0) > 0
  const describedBy = [hint ? `${id}-hint` : '', hasErrors ? `${id}-error` : '']
    .filter((each) => each !== '')
    .join(' ')
  return (
    <div className={cx('grid content-start gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
        {required === false ? <OptionalMark>{t('optional')}</OptionalMark> : null}
      </label>
      {children({
        id,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': hasErrors || undefined,
        required: required || undefined,
      })}
      <FieldErrors id={`${id}-error`} errors={errors} />
      {/* Below, so that controls side by side stand on one line. */}
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  )
}

export function FieldErrors({ id, errors }: { id: string; errors?: readonly string[] | null }) {
  const t = useTranslations()
  if (errors === undefined || errors === null || errors.length === 0) return null
  return (
    <ul id={id} className="grid gap-0.5 text-sm text-refused">
      {errors.map((error) => (
        <li key={error} className="flex gap-1.5">
          <span aria-hidden="true">×</span>
          {ruleMessage(t, error)}
        </li>
      ))}
    </ul>
  )
}

export function OptionalMark({ children }: { children: ReactNode }) {
  return <span className="ml-2 text-sm font-normal text-faint">{children}</span>
}
