import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

export type Crumb = { to: string; label: ReactNode }

/** The way back up; the page itself is its title and is not repeated. */
export function Breadcrumbs({ items }: { items: readonly Crumb[] }) {
  const t = useTranslations('common')
  return (
    <nav aria-label={t('breadcrumbs')} data-screen-only className="text-sm">
      <ol className="flex flex-wrap gap-x-1.5 text-muted">
        {items.map(({ to, label }, index) => (
          <li key={to} className="flex gap-x-1.5">
            {index > 0 ? <span aria-hidden="true">/</span> : null}
            <Link to={to} className="underline decoration-line underline-offset-4 hover:text-ink">
              {label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}
