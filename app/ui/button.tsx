import { Link, useNavigation } from '@remix-run/react'
import type { LinkProps } from '@remix-run/react'
import { forwardRef } from 'react'
import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '~/ui/cx'

export type ButtonTone = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'normal' | 'small'

const tones: Record<ButtonTone, string> = {
  primary: 'bg-accent text-on-accent border-transparent hover:bg-accent-strong font-medium',
  secondary: 'bg-surface text-ink border-control hover:bg-sunken',
  quiet: 'bg-transparent text-accent border-transparent hover:bg-accent-soft',
  danger: 'bg-surface text-refused border-refused hover:bg-refused-soft',
}
const sizes: Record<ButtonSize, string> = {
  normal: 'min-h-10 px-4 py-1.5',
  small: 'min-h-8 px-2.5 py-0.5 text-sm',
}

export function buttonClass(tone: ButtonTone = 'secondary', size: ButtonSize = 'normal'): string {
  return cx(
    'inline-flex items-center justify-center justify-self-start gap-2 rounded-md border text-center no-underline transition-colors',
    'disabled:border-line disabled:bg-sunken disabled:text-faint aria-disabled:text-faint',
    tones[tone],
    sizes[size],
  )
}

type Look = { tone?: ButtonTone; size?: ButtonSize }
export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & Look & { isPending?: boolean }

/** A button that does something on this page; in a form give it `type="submit"` or use SubmitButton. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { tone, size, isPending = false, className, type = 'button', children, ...rest },
  ref,
) {
  const t = useTranslations('common.state')
  return (
    <button
      ref={ref}
      type={type === 'submit' ? 'submit' : type === 'reset' ? 'reset' : 'button'}
      className={cx(buttonClass(tone, size), className)}
      // Not `disabled`: focus stays, and a second press is ignored below.
      aria-disabled={isPending || undefined}
      {...rest}
      onClick={isPending ? (event) => event.preventDefault() : rest.onClick}
    >
      {children}
      {isPending ? (
        <output className="late text-sm">{t('saving')}</output>
      ) : null}
    </button>
  )
})

/** Sends the form it stands in, and says so while the form is on its way. */
export function SubmitButton({ tone = 'primary', ...rest }: ButtonProps) {
  const navigation = useNavigation()
  const action = rest.formAction
  const isPending =
    navigation.state === 'submitting' &&
    (action === undefined || navigation.formAction === action) &&
    (rest.name === undefined || navigation.formData?.get(rest.name) === rest.value)
  return <Button type="submit" tone={tone} isPending={isPending} {...rest} />
}

export function LinkButton({ tone, size, className, ...rest }: LinkProps & Look) {
  return <Link className={cx(buttonClass(tone, size), className)} {...rest} />
}

export function ButtonRow({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cx('flex flex-wrap items-center gap-2', className)}>{children}</div>
}
