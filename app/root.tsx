import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLoaderData,
  useLocation,
  useNavigation,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { Actor, GrantRole } from '~/domain/access/permission'
import { mayOpenGroup } from '~/domain/people/group'
import { getViewer } from '~/features/auth/session.server'
import { countHandovers } from '~/features/bookings/handovers/queries.server'
import { cookieValue, localeOfRequest, timeZoneOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import type { AppMessages } from '~/i18n/messages'
import { createTranslator } from '~/i18n/translator'
import { word } from '~/i18n/word'
import { NOTICE_SHOWN } from '~/platform/cookie'
import { readNotice } from '~/platform/http'
import type { FlashNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import type { IconName } from '~/ui/icon'
import { Notice } from '~/ui/notice'
import { ErrorPage } from '~/ui/shell/error-page'
import { useRequestFacts } from '~/ui/shell/request-context'
import { Shell } from '~/ui/shell/shell'
import type { Theme } from '~/ui/shell/top-bar'
import { ToastProvider } from '~/ui/toast'
import '~/styles/app.css'

export async function loader({ request, context }: LoaderFunctionArgs) {
  // Where no connection became free, the page that says so must not wait for one.
  // A tablet in a lab shows nobody's own, whoever may have signed in on it, and keeps the page.
  const viewer = context.refusal === 503 || isDesk(new URL(request.url).pathname) ? null : await getViewer(request)
  const locale = localeOfRequest(request, viewer?.locale)
  return {
    locale,
    timeZone: timeZoneOfRequest(request),
    theme: themeOf(request),
    pageTitle: createTranslator(locale)('common.product'),
    notice: readNotice(request),
    person:
      viewer === null
        ? null
        : { name: { zh: viewer.nameZh, en: viewer.nameEn }, email: viewer.email },
    navigation: navigationFor(viewer?.grants.map(({ role }) => role) ?? null, {
      isTeacher: viewer !== null && viewer.grants.length === 0 && mayOpenGroup(viewer.actor),
      hasHandovers: viewer !== null && mayHaveHandovers(viewer.actor) && (await countHandovers(viewer.actor)) > 0,
    }),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

type Place = Exclude<keyof AppMessages['nav'], 'main' | 'tools'>

const places = {
  find: { to: paths.resources(), icon: 'search', also: [paths.find(), paths.board()] },
  labs: { to: paths.labs(), icon: 'flask' },
  universities: { to: paths.universities(), icon: 'building' },
  bookings: { to: paths.bookings(), icon: 'list', also: [paths.waits(), paths.orders()] },
  calendar: { to: paths.bookings({ view: 'calendar' }), icon: 'calendar' },
  today: { to: paths.today(), icon: 'clock' },
  approvals: { to: paths.approvals(), icon: 'inbox' },
  handovers: { to: paths.handovers(), icon: 'right' },
  duty: { to: paths.duty(), icon: 'calendar' },
  groups: { to: paths.groups(), icon: 'people' },
  manage: { to: paths.manage(), icon: 'tool' },
  orders: { to: paths.labOrders(), icon: 'flask' },
  training: { to: paths.training(), icon: 'check', also: [paths.recognition()] },
  admission: { to: paths.manageAdmission(), icon: 'lock' },
  uses: { to: paths.uses(), icon: 'list' },
  roster: { to: paths.rosters(), icon: 'people' },
  incidents: { to: paths.incidents(), icon: 'alert' },
  people: { to: paths.managePeople(), icon: 'people', also: [paths.intakes(), paths.managePartners()] },
  accounts: { to: paths.adminPeople(), icon: 'lock' },
  office: { to: paths.office(), icon: 'chart' },
  admin: { to: paths.admin(), icon: 'settings' },
  help: { to: paths.help(), icon: 'help' },
} as const satisfies Partial<Record<Place, { to: string; icon: IconName; also?: readonly string[] }>>

type Destination = keyof typeof places

/** What each role opens every day; the pages themselves decide what may be done there. */
const forRole: Partial<Record<GrantRole, readonly Destination[]>> = {
  lab_manager: ['today', 'approvals', 'orders', 'manage', 'uses'],
  operator: ['today', 'duty', 'orders', 'uses'],
  pi: ['today', 'groups'],
  safety_officer: ['today', 'admission', 'roster', 'incidents'],
  coordinator: ['today', 'approvals', 'manage', 'people'],
  office: ['today', 'approvals', 'office', 'universities'],
  chair: ['today', 'office', 'universities'],
  admin: ['today', 'admin'],
  security_admin: ['today', 'admin', 'accounts'],
  audit_admin: ['today', 'admin'],
}

/** In the order of the day: first what waits, then finding and booking, then looking things up. */
const order: readonly Destination[] = [
  'today',
  'approvals',
  'handovers',
  'duty',
  'orders',
  'groups',
  'office',
  'admin',
  'find',
  'bookings',
  'calendar',
  'training',
  'manage',
  'uses',
  'roster',
  'incidents',
  'admission',
  'people',
  'accounts',
  'labs',
  'universities',
  'help',
]

/** Of leavers' bookings leaders of groups and coordinators decide; nobody else is asked about. */
const mayHaveHandovers = (actor: Actor) => mayOpenGroup(actor) || actor.grants.some(({ role }) => role === 'coordinator' || role === 'pi')

/** `isTeacher`: without a role, but somebody who may lead a group. */
function navigationFor(roles: readonly GrantRole[] | null, { isTeacher, hasHandovers } = { isTeacher: false, hasHandovers: false }): Destination[] {
  const wanted = new Set<Destination>(
    roles === null
      ? ['find', 'labs', 'universities', 'help']
      : ['find', 'bookings', 'calendar', 'training', 'labs', 'help', ...roles.flatMap((role) => forRole[role] ?? []), ...(isTeacher ? (['groups'] as const) : []), ...(hasHandovers ? (['handovers'] as const) : [])],
  )
  return order.filter((destination) => wanted.has(destination))
}

/** Pages of a tablet in a lab stand without the frame. */
const isDesk = (pathname: string) => pathname.startsWith('/kiosk/')

function themeOf(request: Request): Theme {
  const theme = cookieValue(request, 'theme')
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

export function Layout({ children }: { children: ReactNode }) {
  const locale = useLocale()
  const timeZone = useTimeZone()
  const { nonce, requestId, wordsUrl } = useRequestFacts()
  const root = useRouteLoaderData<typeof loader>('root')
  const theme = root?.theme ?? 'system'
  const { pathname } = useLocation()
  const t = useTranslations('nav')
  const items = (root?.navigation ?? navigationFor(null)).map((destination) => ({
    ...places[destination],
    label: t(destination),
  }))
  return (
    <html
      lang={locale}
      data-theme={theme === 'system' ? undefined : theme}
      data-zone={timeZone}
      data-request-id={requestId === '' ? undefined : requestId}
    >
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === 'system' ? 'light dark' : theme} />
        <Meta />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <link rel="preload" as="fetch" id="words" href={wordsUrl} crossOrigin="anonymous" />
        <Links />
      </head>
      <body>
        <ToastProvider>
          {isDesk(pathname) ? (
            <main id="content" className="px-4 py-5 sm:px-6 lg:px-8">{children}</main>
          ) : (
            <Shell person={root?.person ?? null} theme={theme} items={items}>
              {children}
            </Shell>
          )}
        </ToastProvider>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

export default function App() {
  const { locale, notice } = useLoaderData<typeof loader>()
  const shownLocale = useLocale()
  // The words of one language are loaded; another one, as after signing in, needs a new document.
  useEffect(() => {
    if (locale !== shownLocale) window.location.reload()
  }, [locale, shownLocale])
  return (
    <>
      <Flash notice={notice} />
      <Outlet />
    </>
  )
}

export function ErrorBoundary() {
  return <ErrorPage error={useRouteError()} />
}

/**
 * The notice a redirect left behind: shown on the page it led to, gone on the next. Data read anew on
 * that page does not take it away, and a load on the way there does not use it up.
 */
function Flash({ notice }: { notice: FlashNotice | null }) {
  const t = useTranslations()
  const { key } = useLocation()
  const { state } = useNavigation()
  const [seen, setSeen] = useState(notice && { notice, on: key })
  if (notice !== null && notice.id !== seen?.notice.id && state === 'idle') setSeen({ notice, on: key })
  useEffect(() => {
    if (seen !== null) document.cookie = NOTICE_SHOWN
  }, [seen])
  if (seen?.on !== key) return null
  const text = word(t, seen.notice.key, seen.notice.values)
  if (text === null) return null
  return (
    <div className="mb-5">
      <Notice tone={seen.notice.tone} announce="later">
        {text}
      </Notice>
    </div>
  )
}
