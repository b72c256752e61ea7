import { useId } from 'react'
import type { ReactNode } from 'react'
import { cx } from '~/ui/cx'

export type SectionProps = {
  title: ReactNode
  action?: ReactNode
  className?: string
  children: ReactNode
}

/** A part of a page under its own heading, set off by space and a line, not by a box. */
export function Section({ title, action, className, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={cx('grid gap-3', className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-2 border-b border-line pb-1">
        <h2 id={id}>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  )
}

/** A raised sheet for the one thing on a page that stands apart; never inside another. */
export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div className={cx('rounded-md border border-line bg-surface p-4', className)}>{children}</div>
  )
}
