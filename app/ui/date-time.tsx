import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '~/ui/cx'
import { FieldErrors } from '~/ui/field'
import type { FieldMeta } from '~/ui/form-field'
import { Input } from '~/ui/input'

export type DateTimeFieldProps = {
  legend: ReactNode
  /** `YYYY-MM-DD`, as the browser's own control sends it. */
  date: FieldMeta
  /** `HH:mm`. */
  time: FieldMeta
  hint?: ReactNode
  min?: string
  max?: string
  /** The time's grid, in minutes. */
  stepMinutes?: number
  required?: boolean
  onChange?: () => void
}

/** A day and a time on the campus's wall clock, as two plain controls under one heading. */
export function DateTimeField(props: DateTimeFieldProps) {
  const { legend, date, time, hint, min, max, stepMinutes, required, onChange } = props
  const t = useTranslations('common.form')
  const errorId = `${date.id}-error`
  const errors = [...new Set([...(date.errors ?? []), ...(time.errors ?? [])])]
  const hintId = hint ? `${date.id}-hint` : ''
  const describedBy = cx(hintId, errors.length > 0 && errorId) || undefined
  const shared = { required, onChange, 'aria-describedby': describedBy }
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">{legend}</legend>
      {hint ? (
        <p id={hintId} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
      <div className="flex gap-2">
        <label className="flex-1">
          <span className="sr-only">{t('date')}</span>
          <Input
            key={date.key}
            type="date"
            id={date.id}
            name={date.name}
            defaultValue={typeof date.initialValue === 'string' ? date.initialValue : undefined}
            min={min}
            max={max}
            aria-invalid={date.errors ? true : undefined}
            {...shared}
          />
        </label>
        <label className="w-32">
          <span className="sr-only">{t('time')}</span>
          <Input
            key={time.key}
            type="time"
            id={time.id}
            name={time.name}
            defaultValue={typeof time.initialValue === 'string' ? time.initialValue : undefined}
            step={stepMinutes === undefined ? undefined : stepMinutes * 60}
            aria-invalid={time.errors ? true : undefined}
            {...shared}
          />
        </label>
      </div>
      <FieldErrors id={errorId} errors={errors} />
    </fieldset>
  )
}
