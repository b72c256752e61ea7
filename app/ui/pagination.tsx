import { Link, useLocation } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { buttonClass } from '~/ui/button'

/** Pages of a list, counted from 1; the address holds the page under `param`. */
export function Pagination({ page, pages, param = 'page' }: { page: number; pages: number; param?: string }) {
  const t = useTranslations('common.pagination')
  const { pathname, search } = useLocation()
  if (pages <= 1) return null
  const to = (target: number) => {
    const query = new URLSearchParams(search)
    if (target === 1) query.delete(param)
    else query.set(param, String(target))
    return { pathname, search: query.toString() }
  }
  return (
    <nav aria-label={t('label')} data-screen-only className="flex items-center gap-3">
      {page > 1 ? (
        <Link rel="prev" to={to(page - 1)} className={buttonClass('secondary', 'small')}>
          {t('previous')}
        </Link>
      ) : null}
      <span className="text-sm text-muted tabular-nums">{t('position', { page, pages })}</span>
      {page < pages ? (
        <Link rel="next" to={to(page + 1)} className={buttonClass('secondary', 'small')}>
          {t('next')}
        </Link>
      ) : null}
    </nav>
  )
}
