import { useLocation, useNavigation } from '@remix-run/react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Notice } from '~/ui/notice'
import { BottomBar, Rail } from '~/ui/shell/navigation'
import type { NavItem } from '~/ui/shell/navigation'
import { useRequestFacts } from '~/ui/shell/request-context'
import { TopBar } from '~/ui/shell/top-bar'
import type { TopBarProps } from '~/ui/shell/top-bar'

export type ShellProps = TopBarProps & { items: readonly NavItem[]; children: ReactNode }

/** The frame around every page: top bar, rail or bottom bar, and the content between them. */
export function Shell({ person, theme, items, children }: ShellProps) {
  const t = useTranslations('common')
  const content = useRef<HTMLElement>(null)
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:left-4 focus:top-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-4 focus:py-2 focus:text-on-accent"
      >
        {t('skipToContent')}
      </a>
      <Progress />
      <TopBar person={person} theme={theme} />
      <div className="flex">
        <Rail items={items} />
        <main
          ref={content}
          id="content"
          tabIndex={-1}
          className="min-w-0 flex-1 px-4 pb-24 pt-5 outline-none sm:px-6 lg:px-8 lg:pb-12"
        >
          <OfflineNotice />
          {children}
        </main>
      </div>
      <BottomBar items={items} />
      <PageAnnouncer content={content} />
    </>
  )
}

/** After a change of page inside the browser: focus goes to the content, the title is read out. */
function PageAnnouncer({ content }: { content: React.RefObject<HTMLElement> }) {
  const { pathname, key } = useLocation()
  const { documentKey } = useRequestFacts()
  const [title, setTitle] = useState('')
  // An error page brings a new frame, which must not take itself for the first page.
  const previous = useRef(key === documentKey ? pathname : null)
  useEffect(() => {
    if (previous.current === pathname) return
    previous.current = pathname
    setTitle(document.title)
    // A page that has put the focus somewhere itself, such as on its errors, knows better.
    if (document.activeElement?.closest('main') === null || document.activeElement === null) {
      content.current?.focus({ preventScroll: true })
    }
  }, [pathname, content])
  return (
    <span aria-live="polite" className="sr-only">
      {title}
    </span>
  )
}

/** A line at the top edge while a page is on its way, after 300 ms. */
function Progress() {
  const { state } = useNavigation()
  const t = useTranslations('common.state')
  if (state === 'idle') return null
  return (
    <div className="late fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden bg-accent-soft">
      <div className="sweep h-full w-1/3 bg-accent" />
      <output className="sr-only">{t('loading')}</output>
    </div>
  )
}

function subscribe(onChange: () => void) {
  window.addEventListener('online', onChange)
  window.addEventListener('offline', onChange)
  return () => {
    window.removeEventListener('online', onChange)
    window.removeEventListener('offline', onChange)
  }
}

function OfflineNotice() {
  const t = useTranslations('common.state')
  const isOnline = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  )
  return <output className="block">{isOnline ? null : <Notice tone="warn">{t('offline')}</Notice>}</output>
}
