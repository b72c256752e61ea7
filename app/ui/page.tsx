import type { ReactNode } from 'react'
import { cx } from '~/ui/cx'

export type PageProps = {
  title: ReactNode
  /** A line under the title. */
  lead?: ReactNode
  /** The one main action. */
  action?: ReactNode
  breadcrumbs?: ReactNode
  /** `reading` keeps text to 72 characters, `form` narrower; `wide` is for boards and tables. */
  width?: 'reading' | 'form' | 'wide'
  children?: ReactNode
}

const widths = { reading: 'max-w-reading', form: 'max-w-form', wide: '' }

/** The frame of every page: breadcrumbs, the one h1, the one main action, then the content. */
export function Page({ title, lead, action, breadcrumbs, width = 'wide', children }: PageProps) {
  return (
    <div className={cx('grid grid-cols-[minmax(0,1fr)] gap-6', widths[width])}>
      <header className="grid gap-2">
        {breadcrumbs}
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0 grid gap-1">
            <h1 className="break-words">{title}</h1>
            {lead ? <div className="max-w-reading text-muted">{lead}</div> : null}
          </div>
          {action ? <div data-screen-only>{action}</div> : null}
        </div>
      </header>
      {children}
    </div>
  )
}
