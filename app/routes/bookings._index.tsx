import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { lazy, Suspense } from 'react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { useIsBrowser } from '~/ui/is-browser'
import { BookingTabs } from '~/features/bookings/components/booking-tabs'
import { BookingRow } from '~/features/bookings/components/booking-row'
import { listBookings } from '~/features/bookings/queries.server'
import { SeriesRest } from '~/features/bookings/series/components/series-rest'
import { comingOfSeries } from '~/features/bookings/series/queries.server'
import { overdueUses, actionsOf } from '~/features/usage/machine/actions.server'
import { RowUses } from '~/features/usage/machine/components/booking-uses'
import { OverdueNotices } from '~/features/usage/machine/components/overdue-notices'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'
import { Skeleton } from '~/ui/skeleton'
import { EmptyState } from '~/ui/states'

const PAGE = 30
type When = 'coming' | 'past'
const ENDED = ['completed', 'declined', 'cancelled', 'expired', 'no_show', 'displaced'] as const
const PersonCalendar = lazy(() => import('~/features/bookings/components/person-calendar'))

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale: stored } = await requireViewer(request)
  const query = new URL(request.url).searchParams
  const t = createTranslator(localeOfRequest(request, stored))
  const when: When = query.get('when') === 'past' ? 'past' : 'coming'
  const view = query.get('view') === 'calendar' ? 'calendar' : 'list'
  const cursor = query.get('cursor')
  const page = await listBookings(
    actor,
    when === 'coming'
      ? { mine: true, status: ['pending', 'approved', 'in_use'], from: now, firstOfSeries: true, order: 'oldest', cursor, limit: PAGE }
      : { mine: true, status: [...ENDED], order: 'newest', cursor, limit: PAGE },
    now,
  )
  const [uses, overdue] = await Promise.all([actionsOf(actor, page.items, now), when === 'coming' ? overdueUses(actor, now) : []])
  return {
    pageTitle: t('common.pageTitle', { title: t('bookings.title') }),
    uses,
    overdue,
    now,
    when,
    view,
    cursor,
    readerId: actor.personId,
    ...page,
    series: when === 'coming' ? await comingOfSeries(page.items.flatMap(({ seriesId }) => seriesId ?? []), now) : {},
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Bookings() {
  const { when, view, overdue, now } = useLoaderData<typeof loader>()
  const t = useTranslations('bookings')
  // Without JavaScript the calendar's tab shows the coming bookings as a list.
  const isCalendar = useIsBrowser() && view === 'calendar'
  return (
    <Page title={t('title')} action={<LinkButton tone="primary" to={paths.resources()}>{t('action.find')}</LinkButton>}>
      <BookingTabs current={view === 'calendar' ? 'calendar' : when} />
      <OverdueNotices uses={overdue} now={now} />
      {isCalendar ? (
        <Suspense fallback={<Skeleton lines={8} />}>
          <PersonCalendar />
        </Suspense>
      ) : (
        <BookingList />
      )}
    </Page>
  )
}

function BookingList() {
  const { when, items, nextCursor, cursor, readerId, series, uses, now } = useLoaderData<typeof loader>()
  const t = useTranslations('bookings')
  if (items.length === 0) return <Nothing when={when} />
  return (
    <>
      <ol className="border-t border-line">
        {items.map((booking) => (
          <li key={booking.id}>
            <BookingRow booking={booking} readerId={readerId} hasActions action={<RowUses uses={uses[booking.id]} />} now={now} />
            <SeriesRest booking={booking} times={series[booking.seriesId ?? ''] ?? []} now={now} />
          </li>
        ))}
      </ol>
      <p className="flex gap-3">
        {cursor ? (
          <LinkButton size="small" to={paths.bookings({ when })}>
            {t('first')}
          </LinkButton>
        ) : null}
        {nextCursor ? (
          <LinkButton size="small" rel="next" to={paths.bookings({ when, cursor: nextCursor })}>
            {t('more')}
          </LinkButton>
        ) : null}
      </p>
    </>
  )
}

function Nothing({ when }: { when: When }) {
  const t = useTranslations('bookings')
  return (
    <EmptyState
      icon="calendar"
      title={t(when === 'coming' ? 'empty.comingTitle' : 'empty.pastTitle')}
      action={
        <LinkButton tone="primary" to={paths.resources()}>
          {t('action.find')}
        </LinkButton>
      }
    >
      <p>{t(when === 'coming' ? 'empty.coming' : 'empty.past')}</p>
    </EmptyState>
  )
}
