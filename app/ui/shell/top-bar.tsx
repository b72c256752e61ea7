import { Form, Link, useLocation } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { BilingualText } from '~/i18n/bilingual'
import { paths } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { buttonClass } from '~/ui/button'
import { cx } from '~/ui/cx'
import { Icon } from '~/ui/icon'
import { PopOut } from '~/ui/shell/pop-out'

export type Theme = 'light' | 'dark' | 'system'
export type ShellPerson = { name: BilingualText; email: string }
export type TopBarProps = { person: ShellPerson | null; theme: Theme }

export function TopBar({ person, theme }: TopBarProps) {
  const t = useTranslations()
  const { pathname } = useLocation()
  // These pages have the search as their own main control.
  const hasOwnSearch = pathname === paths.home() || pathname === paths.resources()
  return (
    <header
      data-screen-only
      className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-line bg-paper px-4 sm:gap-4"
    >
      <Link to={paths.home()} className="flex shrink-0 items-center gap-2 font-semibold">
        <Mark />
        <span className="sm:hidden">{t('common.productShort')}</span>
        <span className="hidden sm:inline lg:hidden">{t('common.productShort')}</span>
        <span className="hidden lg:inline">{t('common.product')}</span>
      </Link>
      <div className="min-w-0 flex-1">{hasOwnSearch ? null : <SearchBox />}</div>
      <LanguageSwitch />
      {person === null ? (
        <Link to={paths.login()} className={buttonClass('secondary', 'small')}>
          {t('nav.signIn')}
        </Link>
      ) : null}
      <Settings person={person} theme={theme} />
    </header>
  )
}

function SearchBox() {
  const t = useTranslations('nav')
  return (
    <search className="ml-auto hidden max-w-md md:block">
      <Form action={paths.resources()} className="relative">
        <Icon name="search" className="absolute left-2.5 top-2 size-5 text-faint" />
        <input
          type="search"
          name="q"
          aria-label={t('searchLabel')}
          placeholder={t('searchPlaceholder')}
          className="h-9 w-full rounded-md border border-control bg-surface pl-9 pr-3 placeholder:text-faint"
        />
      </Form>
    </search>
  )
}

/** The page one is on, told to /preferences so that it can come back. */
function BackHere() {
  const { pathname, search } = useLocation()
  return <input type="hidden" name="to" value={pathname + search} />
}

/* A plain form on purpose: the other language's words come with a new document. */
function LanguageSwitch() {
  const t = useTranslations('common.language')
  const other = useLocale() === 'en' ? 'zh-CN' : 'en'
  return (
    <form method="post" action={paths.preferences()}>
      <BackHere />
      <button
        type="submit"
        name="lang"
        value={other}
        lang={other}
        aria-label={t('switchTo')}
        className={buttonClass('quiet', 'small')}
      >
        {t('other')}
      </button>
    </form>
  )
}

function Settings({ person, theme }: TopBarProps) {
  const t = useTranslations()
  return (
    <PopOut
      summary={
        <>
          <Icon name={person === null ? 'settings' : 'person'} />
          {person === null ? (
            <span className="max-lg:sr-only">{t('common.theme.label')}</span>
          ) : (
            <span className="sr-only">{t('nav.tools')}</span>
          )}
          {person === null ? null : (
            <span className="hidden max-w-32 truncate md:inline">
              <Bilingual value={person.name} isMarkHidden />
            </span>
          )}
        </>
      }
      summaryClass={cx(buttonClass('quiet', 'small'), 'text-ink!')}
      panelClass="right-0 top-full mt-2 w-60"
    >
      <div className="grid gap-3 p-1">
        {person === null ? null : (
          <div className="grid gap-1 border-b border-line pb-3">
            <p className="font-medium">
              <Bilingual value={person.name} isMarkHidden />
            </p>
            <p className="break-all text-sm text-muted">{person.email}</p>
            <Link to={paths.account()} className="mt-1 underline underline-offset-4">
              {t('nav.account')}
            </Link>
          </div>
        )}
        <ThemeChoice theme={theme} />
        {person === null ? null : (
          <form method="post" action={paths.logout()} className="border-t border-line pt-3">
            <button type="submit" className={cx(buttonClass('secondary', 'small'), 'w-full')}>
              {t('nav.signOut')}
            </button>
          </form>
        )}
      </div>
    </PopOut>
  )
}

function ThemeChoice({ theme }: { theme: Theme }) {
  const t = useTranslations('common.theme')
  const choices: Theme[] = ['light', 'dark', 'system']
  return (
    <form method="post" action={paths.preferences()}>
      <BackHere />
      <fieldset>
        <legend className="mb-1 text-sm text-muted">{t('label')}</legend>
        <div className="flex gap-1">
          {choices.map((choice) => (
            <button
              key={choice}
              type="submit"
              name="theme"
              value={choice}
              aria-pressed={choice === theme}
              className={cx(
                'min-h-8 flex-1 rounded-md border px-1 text-sm',
                choice === theme
                  ? 'border-accent bg-accent-soft font-medium text-accent'
                  : 'border-line text-muted hover:text-ink',
              )}
            >
              {t(choice)}
            </button>
          ))}
        </div>
      </fieldset>
    </form>
  )
}

/** Our mark: campuses on both sides, joined in the middle. */
function Mark() {
  return (
    <svg viewBox="0 0 32 32" className="size-7" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="6" className="fill-accent" />
      <g className="stroke-on-accent" strokeWidth="2.4" strokeLinecap="round" fill="none">
        <path
          opacity=".62"
          d="M7 9.5h5.5M7 16h5.5M7 22.5h5.5M19.5 9.5H25M19.5 16H25M19.5 22.5H25"
        />
        <path d="M16 6v20" />
      </g>
      <circle cx="16" cy="16" r="3.4" className="fill-on-accent" />
    </svg>
  )
}
