import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { ruleMessage } from '~/i18n/rules'

export type FormError = { id?: string; label?: string; message: string }

/**
 * The summary above a form that came back: it takes the focus, so that a screen reader starts
 * there, and each line leads to its field.
 */
export function FormErrors({ errors }: { errors: readonly FormError[] }) {
  const t = useTranslations()
  const box = useRef<HTMLDivElement>(null)
  const signature = errors.map(({ id, message }) => `${id ?? ''}=${message}`).join('|')
  useEffect(() => {
    if (signature !== '') box.current?.focus()
  }, [signature])
  if (errors.length === 0) return null
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="border-l-4 border-refused bg-refused-soft px-4 py-3"
    >
      <p className="font-medium text-refused">
        {t('common.form.errorsTitle', { count: errors.length })}
      </p>
      <ul className="mt-1 grid gap-0.5">
        {errors.map(({ id, label, message }) => (
          <li key={`${id ?? ''}${message}`}>
            {id === undefined ? (
              ruleMessage(t, message)
            ) : (
              <a href={`#${id}`} className="underline">
                {label === undefined ? '' : `${label} – `}
                {ruleMessage(t, message)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
