import { Link } from '@remix-run/react'
import { type ReactNode, useEffect, useRef } from 'react'
import { cx } from '~/ui/cx'

export type Tab = { to: string; label: ReactNode; count?: number; isCurrent: boolean }

/** Views of one thing, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const list = useRef<HTMLUListElement>(null)
  const current = tabs.findIndex((tab) => tab.isCurrent)
  // On a narrow screen the current one may lie beyond the edge.
  useEffect(() => {
    const tab = list.current?.children[current]
    if (!list.current || !(tab instanceof HTMLElement)) return
    const middle = tab.offsetLeft - list.current.offsetLeft - (list.current.clientWidth - tab.offsetWidth) / 2
    list.current.scrollLeft = middle
  }, [current])
  return (
    <nav aria-label={label} data-screen-only className="min-w-0 border-b border-line">
      <ul ref={list} className="-mb-px flex gap-1 overflow-x-auto">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <Link
              to={tab.to}
              preventScrollReset
              aria-current={tab.isCurrent ? 'page' : undefined}
              className={cx(
                'block whitespace-nowrap border-b-2 px-3 py-2 -outline-offset-2',
                tab.isCurrent
                  ? 'border-accent font-medium text-accent'
                  : 'border-transparent text-muted hover:text-ink',
              )}
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="ml-1.5 text-sm tabular-nums">{tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
