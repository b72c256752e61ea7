import { Link, useLocation } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { cx } from '~/ui/cx'
import { Icon } from '~/ui/icon'
import type { IconName } from '~/ui/icon'
import { PopOut } from '~/ui/shell/pop-out'

/** `also`: addresses that belong to the item beside its own. */
export type NavItem = { to: string; label: string; icon: IconName; also?: readonly string[] }

/** Whether the address is the item's page or below it; items may differ in their query alone. */
function useIsCurrent(items: readonly NavItem[]): (item: NavItem) => boolean {
  const location = useLocation()
  const query = new URLSearchParams(location.search)
  const isBelow = (path: string) => location.pathname === path || location.pathname.startsWith(`${path}/`)
  const fits = ({ to, also = [] }: NavItem) => {
    const beside = also.filter(isBelow).map(({ length }) => length)
    const [path = '', search = ''] = to.split('?')
    const wanted = [...new URLSearchParams(search)]
    if (!wanted.every(([key, value]) => query.get(key) === value)) return 0
    const isPath = location.pathname === path || (wanted.length === 0 && location.pathname.startsWith(`${path}/`))
    return Math.max(0, isPath ? path.length + wanted.length : 0, ...beside)
  }
  const best = Math.max(...items.map(fits), 1)
  return (item) => fits(item) === best
}

/** The rail at the left of wide screens. */
export function Rail({ items }: { items: readonly NavItem[] }) {
  const t = useTranslations('nav')
  const isCurrent = useIsCurrent(items)
  return (
    <nav
      aria-label={t('main')}
      data-screen-only
      className="sticky top-14 hidden h-[calc(100dvh-3.5rem)] w-48 shrink-0 overflow-y-auto border-r border-line px-2 py-4 lg:block"
    >
      <ul className="grid gap-0.5">
        {items.map((item) => (
          <li key={item.to}>
            <RailLink item={item} isCurrent={isCurrent(item)} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

function RailLink({ item, isCurrent }: { item: NavItem; isCurrent: boolean }) {
  return (
    <Link
      to={item.to}
      prefetch="intent"
      aria-current={isCurrent ? 'page' : undefined}
      className={cx(
        'flex min-h-9 items-center gap-2.5 rounded-md px-3 py-1',
        isCurrent ? 'bg-accent-soft font-medium text-accent' : 'text-muted hover:bg-sunken hover:text-ink',
      )}
    >
      <Icon name={item.icon} />
      {item.label}
    </Link>
  )
}

const ON_BAR = 5

/** The bar at the bottom of phones: five places; what is left opens from the last one. */
export function BottomBar({ items }: { items: readonly NavItem[] }) {
  const t = useTranslations()
  const isCurrent = useIsCurrent(items)
  const direct = items.length > ON_BAR ? items.slice(0, ON_BAR - 1) : items
  const rest = items.slice(direct.length)
  return (
    <nav
      aria-label={t('nav.main')}
      data-screen-only
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <ul className="grid auto-cols-fr grid-flow-col">
        {direct.map((item) => (
          <li key={item.to}>
            <Link
              to={item.to}
              aria-current={isCurrent(item) ? 'page' : undefined}
              className={cx(barClass, isCurrent(item) ? 'font-medium text-accent' : 'text-muted')}
            >
              <Icon name={item.icon} />
              {item.label}
            </Link>
          </li>
        ))}
        {rest.length === 0 ? null : (
          <li className="relative">
            <PopOut
              summary={
                <>
                  <Icon name="list" />
                  {t('common.action.more')}
                </>
              }
              summaryClass={cx(barClass, rest.some(isCurrent) ? 'text-accent' : 'text-muted')}
              panelClass="bottom-full right-1 mb-2 w-44"
            >
              <ul className="grid gap-0.5">
                {rest.map((item) => (
                  <li key={item.to}>
                    <RailLink item={item} isCurrent={isCurrent(item)} />
                  </li>
                ))}
              </ul>
            </PopOut>
          </li>
        )}
      </ul>
    </nav>
  )
}

const barClass =
  'grid min-h-14 content-center justify-items-center gap-0.5 px-1 text-center text-sm leading-tight -outline-offset-2'
