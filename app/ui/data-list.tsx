import type { ReactNode } from 'react'
import { cx } from '~/ui/cx'

export type DataItem = { label: ReactNode; value: ReactNode; key?: string }

/** Facts as term and description; items without a value are left out. */
export function DataList({ items, className }: { items: readonly DataItem[]; className?: string }) {
  const shown = items.filter(({ value }) => value !== null && value !== undefined && value !== '' && value !== false)
  return (
    <dl className={cx('grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_minmax(0,1fr)]', className)}>
      {shown.map(({ label, value, key }, index) => (
        <div key={key ?? index} className="grid sm:col-span-2 sm:grid-cols-subgrid">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** One fact on a line of its own. */
export function KeyValue({ label, value }: { label: ReactNode; value: ReactNode }) {
  return (
    <p className="flex flex-wrap gap-x-2">
      <span className="text-muted">{label}</span>
      <span>{value}</span>
    </p>
  )
}

export type StatProps = { label: ReactNode; value: ReactNode; change?: ReactNode; note?: ReactNode }

/** A figure with its name, and what it means. */
export function Stat({ label, value, change, note }: StatProps) {
  return (
    <div className="grid content-start gap-0.5 border-l-2 border-line pl-3">
      <p className="text-sm text-muted">{label}</p>
      <p className="text-xl font-semibold tabular-nums leading-tight">{value}</p>
      {change ? <p className="text-sm tabular-nums">{change}</p> : null}
      {note ? <p className="text-sm text-faint">{note}</p> : null}
    </div>
  )
}
