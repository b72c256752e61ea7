import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { isOpen } from '~/domain/booking/states'
import { requireViewer } from '~/features/auth/require.server'
import { BookingFacts, BookingTimeline, NextStep } from '~/features/bookings/components/booking-details'
import { ChainParts } from '~/features/bookings/chains/components/chain-parts'
import { BookingStatusBadge } from '~/features/bookings/components/booking-status'
import { ItemName, nameOf, PeriodText, useInstantText } from '~/features/bookings/components/booking-text'
import { InsteadSection } from '~/features/bookings/outages/components/outage-notices'
import { insteadOf } from '~/features/bookings/outages/instead.server'
import { bookingHistory } from '~/features/bookings/history.server'
import { PartActions } from '~/features/bookings/parts/components/part-actions'
import { placesOf } from '~/features/bookings/ics.server'
import { AssistantLines } from '~/features/bookings/operators/components/assistants'
import { assistantsOf } from '~/features/bookings/operators/queries.server'
import { payersOf } from '~/features/bookings/payers.server'
import { type BookingView, getBooking } from '~/features/bookings/queries.server'
import { SeriesSection } from '~/features/bookings/series/components/series-text'
import { seriesOf } from '~/features/bookings/series/queries.server'
import { steersBooking } from '~/features/bookings/steers.server'
import { stillRunningBefore, actionsOf } from '~/features/usage/machine/actions.server'
import { BookingUses } from '~/features/usage/machine/components/booking-uses'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale: stored } = await requireViewer(request)
  const booking = await getBooking(actor, params.id ?? '', now)
  if (booking === null) throw notFound()
  const [history, places, steers, payers, series, instead, assistants, uses, stillThere] = await Promise.all([
    bookingHistory(booking),
    placesOf(booking),
    steersBooking(actor, { groupId: booking.group?.id ?? null }, now),
    payersOf(booking.id),
    seriesOf(booking.seriesId, now),
    insteadOf(actor, booking, now),
    assistantsOf(booking.id),
    actionsOf(actor, [booking], now),
    stillRunningBefore(booking.items.map((each) => each.id), now),
  ])
  const locale = localeOfRequest(request, stored)
  const t = createTranslator(locale)
  const first = booking.items[0]
  const more = new Set(booking.items.map(({ resource }) => resource.id)).size - 1
  const title = first ? nameOf(first.resource, locale).text : booking.code
  const heading = more > 0 ? t('bookings.detail.andMore', { name: title, count: more }) : null
  const isComing = isOpen(booking.status) && booking.startsAt !== null && booking.startsAt > now
  const isManager = can(actor, 'cancel:booking', { ...booking.target, ownerIds: [] })
  return {
    pageTitle: t('common.pageTitle', { title: heading ?? title }),
    heading,
    now,
    booking,
    history,
    places,
    series,
    instead,
    payers,
    afterItem: booking.status === 'completed' && booking.attendee.id === actor.personId ? (first?.id ?? null) : null,
    mayUpdate: can(actor, 'update:booking', booking.target),
    assistants,
    uses: uses[booking.id] ?? [],
    stillThere,
    maySwap: can(actor, 'manage:resource', { ...booking.target, ownerIds: [] }) && isOpen(booking.status) && !booking.change,
    mayChange: can(actor, 'update:booking', booking.target) && isOpen(booking.status) && (isComing || isManager),
    mayCancel: (can(actor, 'cancel:booking', booking.target) || steers) && isOpen(booking.status) && (isComing || isManager),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Booking() {
  const { booking, heading, history, places, payers, series, instead, assistants, uses, stillThere, afterItem, maySwap, mayUpdate, mayChange, mayCancel, now } = useLoaderData<typeof loader>()
  const t = useTranslations('bookings')
  const words = useTranslations('series')
  const pass = useTranslations('usageRoster.entry')
  const incidents = useTranslations('usageIncidents')
  const after = useTranslations('conductAfter')
  const first = booking.items[0]
  const timeZone = first?.resource.timeZone ?? defaultTimeZone
  if (!first) return null
  return (
    <Page
      title={heading ?? <ItemName resource={first.resource} />}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {booking.startsAt && booking.endsAt ? (
            <PeriodText period={{ start: booking.startsAt, end: booking.endsAt }} timeZone={timeZone} now={now} />
          ) : null}
          <BookingStatusBadge status={booking.status} />
        </span>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.bookings(), label: t('title') }]} />}
    >
      <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid gap-8">
          <Section title={t('detail.nextTitle')}>
            <NextStep booking={booking} now={now} />
            <BookingUses uses={uses} stillThere={stillThere} zones={Object.fromEntries(booking.items.map((each) => [each.id, each.resource.timeZone]))} />
            <ButtonRow>
              {mayChange && !booking.change ? (
                <LinkButton to={paths.changeBooking(booking.id)}>{t('action.change')}</LinkButton>
              ) : null}
              <PartActions booking={booking} mayUpdate={mayUpdate} now={now} />
              {mayCancel ? (
                <LinkButton tone="danger" to={paths.cancelBooking(booking.id)}>
                  {booking.status === 'pending' ? t('action.withdraw') : t('action.cancel')}
                </LinkButton>
              ) : null}
              {booking.startsAt && booking.startsAt <= now && ['approved', 'in_use', 'completed'].includes(booking.status) ? <LinkButton tone="quiet" to={paths.newIncident({ resource: first.resource.id })}>{incidents('open')}</LinkButton> : null}
              {booking.status === 'approved' || booking.status === 'in_use' ? <LinkButton tone="quiet" to={paths.entryPass(booking.id)}>{pass('open')}</LinkButton> : null}
              {afterItem ? <LinkButton to={paths.rateUse(afterItem)}>{after('open')}</LinkButton> : null}
              {isOpen(booking.status) ? (
                <LinkButton tone="quiet" reloadDocument to={paths.bookingCalendarFile(booking.id)}>
                  {t('action.file')}
                </LinkButton>
              ) : (
                <LinkButton to={paths.book(first.resource.id)}>{t('action.again')}</LinkButton>
              )}
            </ButtonRow>
          </Section>
          {instead ? <InsteadSection instead={instead} now={now} /> : null}
          {booking.change ? <WaitingChange booking={booking} change={booking.change} mayChange={mayChange} now={now} /> : null}
          <ChainParts booking={booking} now={now} />
          {series ? (
            <Section title={words('section')}>
              <SeriesSection series={series} bookingId={booking.id} timeZone={timeZone} now={now} />
            </Section>
          ) : null}
          <Section title={t('detail.factsTitle')}>
            <BookingFacts booking={booking} places={places} payers={payers} now={now} />
            <AssistantLines assistants={assistants} items={booking.items} swapTo={maySwap ? paths.swapOperator(booking.id) : null} />
          </Section>
        </div>
        <Section title={t('detail.historyTitle')}>
          <BookingTimeline entries={history} timeZone={timeZone} now={now} />
        </Section>
      </div>
    </Page>
  )
}

type WaitingChangeProps = { booking: BookingView; change: NonNullable<BookingView['change']>; mayChange: boolean; now: Date }

/** Old and new time side by side while somebody has to decide. */
function WaitingChange({ booking, change, mayChange, now }: WaitingChangeProps) {
  const t = useTranslations('bookings')
  const instant = useInstantText(booking.items[0]?.resource.timeZone ?? defaultTimeZone, now)
  return (
    <Section title={t('detail.changeTitle')}>
      {booking.items.map((item) => {
        const moved = change.items.find((each) => each.itemId === item.id)
        const { timeZone } = item.resource
        if (!moved || !item.startsAt || !item.endsAt) return null
        return (
          <DataList
            key={item.id}
            items={[
              { label: t('detail.oldTime'), value: <PeriodText period={{ start: item.startsAt, end: item.endsAt }} timeZone={timeZone} now={now} /> },
              { label: t('detail.newTime'), value: <strong><PeriodText period={{ start: moved.startsAt, end: moved.endsAt }} timeZone={timeZone} now={now} /></strong> },
            ]}
          />
        )
      })}
      {change.expiresAt ? (
        <p className="text-sm text-muted">
          {t('detail.changeUntil', { at: instant(change.expiresAt) })}
        </p>
      ) : null}
      {mayChange ? (
        <Form method="post" action={`${paths.booking(booking.id)}/withdraw-change`}>
          <SubmitButton tone="secondary">{t('action.withdrawChange')}</SubmitButton>
        </Form>
      ) : null}
    </Section>
  )
}
