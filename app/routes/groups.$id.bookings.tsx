import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { isOpen } from '~/domain/booking/states'
import { requireViewer } from '~/features/auth/require.server'
import { BookingRow } from '~/features/bookings/components/booking-row'
import { groupBookings } from '~/features/bookings/costs/queries.server'
import { GroupFrame } from '~/features/people/groups/components/group-frame'
import { groupPage } from '~/features/people/groups/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { EmptyState } from '~/ui/states'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const id = params.id ?? ''
  const [group, bookings] = await Promise.all([groupPage(actor, id, now), groupBookings(actor, id, now)])
  if (group === null || bookings === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('groups.tab.bookings') }), now, group, bookings, readerId: actor.personId }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

/** What the group has coming; its leader and supervisors may cancel with a reason. */
export default function GroupBookings() {
  const { group, bookings, readerId, now } = useLoaderData<typeof loader>()
  const t = useTranslations('groups')
  return (
    <GroupFrame group={group} tab="bookings">
      <p className="max-w-reading text-muted">{t('bookings.lead')}</p>
      {bookings.length === 0 ? (
        <EmptyState icon="calendar" title={t('bookings.none')} />
      ) : (
        <ol className="border-t border-line">
          {bookings.map((booking) => (
            <li key={booking.id}>
              <BookingRow
                booking={booking}
                readerId={readerId}
                now={now}
                action={
                  isOpen(booking.status) && booking.startsAt !== null && booking.startsAt > now ? (
                    <LinkButton size="small" tone="danger" to={paths.cancelBooking(booking.id)} aria-label={t('bookings.cancelNamed', { code: booking.code })}>
                      {t('bookings.cancel')}
                    </LinkButton>
                  ) : null
                }
              />
            </li>
          ))}
        </ol>
      )}
    </GroupFrame>
  )
}
