import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { plainDateOf } from '~/domain/time/zone'
import { requireViewer } from '~/features/auth/require.server'
import { bookingSheet, checkChange, refusalView } from '~/features/bookings/checkbook.server'
import { ItemName, PeriodText } from '~/features/bookings/components/booking-text'
import { ChangeForm } from '~/features/bookings/components/change-form'
import { type BookingReply, changeForm, periodFields, periodOf, readPosted, takeChosenSlot, type VerdictView } from '~/features/bookings/form'
import { ChangeScope, type SeriesTrial } from '~/features/bookings/series/components/change-scope'
import { changeSeries } from '~/features/bookings/series/change.server'
import { seriesOf } from '~/features/bookings/series/queries.server'
import { seriesChangeChoice } from '~/features/bookings/series/schema'
import { getBooking } from '~/features/bookings/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'

async function changeable(request: Request, id: string | undefined, now: Date) {
  const { actor, locale } = await requireViewer(request)
  const booking = await getBooking(actor, id ?? '', now)
  if (booking === null || !can(actor, 'update:booking', booking.target)) throw notFound()
  const first = booking.items[0]
  if (!first?.startsAt || !first.endsAt) throw redirectTo(paths.booking(booking.id))
  return { actor, booking, first, period: { start: first.startsAt, end: first.endsAt }, locale: localeOfRequest(request, locale) }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, booking, first, period, locale } = await changeable(request, params.id, now)
  const sheet = await bookingSheet(actor, first.resource.id, now)
  const t = createTranslator(locale)
  const { timeZone } = first.resource
  return {
    pageTitle: t('common.pageTitle', { title: t('bookings.change.title', { code: booking.code }) }),
    now,
    today: plainDateOf(now, timeZone),
    booking,
    isOwn: booking.target.ownerIds.includes(actor.personId),
    series: await seriesOf(booking.seriesId, now),
    mayOverride: actor.personId !== booking.attendee.id && can(actor, 'override:booking_rule', { ...booking.target, ownerIds: [] }),
    current: period,
    period: periodFields(period, timeZone),
    grid: { gridMinutes: sheet?.policy.gridMinutes ?? 30, wholeDays: sheet?.policy.wholeDays ?? false },
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const { actor, booking, first } = await changeable(request, params.id, now)
  const { timeZone } = first.resource
  const body = await readForm(request)
  const isPicked = takeChosenSlot(body, timeZone)
  const posted = readPosted(body, changeForm)
  const choice = readPosted(body, seriesChangeChoice)
  const answer = (verdict: VerdictView | null, changes: Partial<BookingReply> = {}): BookingReply => ({
    errors: {}, values: posted.values, verdict, ...changes,
  })
  if (!posted.ok) return data(answer(null, { errors: posted.errors }), { status: 422 })
  if (!choice.ok) return data(answer(null, { errors: choice.errors }), { status: 422 })
  const { scope } = choice.value
  const form = posted.value
  const period = periodOf(form, timeZone)
  const wantsCheck = form.intent === 'check' || isPicked
  if (wantsCheck && scope === 'this') return data(answer(await checkChange(actor, booking.id, period, now, form.overrideReason)))

  const input = {
    startsAt: period.start,
    endsAt: period.end,
    // A field that was not in the form stays as it is.
    ...(body.has('title') ? { title: form.title } : {}),
    ...(body.has('notes') ? { notes: form.notes } : {}),
    overrideReason: form.overrideReason,
  }
  const outcome = await changeSeries(actor, booking.id, { ...choice.value, change: input, version: form.version, isTrial: wantsCheck }, now)
  if (!outcome.ok) return data(answer(refusalView(outcome.problems)), { status: 422 })
  const { changed, left } = outcome.value
  if (wantsCheck) return data({ ...answer(null), trial: { changed: changed.length, left } })
  if (scope !== 'this') {
    return redirectWithNotice(paths.booking(booking.id), { tone: 'ok', key: 'series.notice.changed', values: { count: changed.length, left: left.length } })
  }
  const change = changed[0]?.change ?? 'details'
  return redirectWithNotice(paths.booking(booking.id), { tone: 'ok', key: `bookings.notice.${change}` })
}

export default function Change() {
  const { booking, isOwn, series, current, period, grid, today, now, mayOverride } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const trial: SeriesTrial | null = reply && 'trial' in reply ? reply.trial : null
  const t = useTranslations('bookings')
  const elsewhere = useTranslations('finding.elsewhere')
  const first = booking.items[0]
  if (!first) return null
  return (
    <Page
      width="form"
      title={t('action.change')}
      lead={
        <>
          <ItemName resource={first.resource} />
          <span className="block">
            {t('change.current')} <PeriodText period={current} timeZone={first.resource.timeZone} now={now} />
          </span>
        </>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.bookings(), label: t('title') }, { to: paths.booking(booking.id), label: booking.code }]} />}
    >
      <p className="text-muted">{t('change.lead')}</p>
      {booking.items.length > 1 ? <p>{t('change.shift')}</p> : null}
      <ChangeForm mayOverride={mayOverride} {...{ booking, period, grid, reply, today, now }} timeZone={first.resource.timeZone}>
        {series ? <ChangeScope series={series} trial={trial} timeZone={first.resource.timeZone} now={now} /> : null}
      </ChangeForm>
      {booking.items.length === 1 && isOwn ? <p><Link to={paths.bookingElsewhere(booking.id)} className="text-accent underline decoration-line underline-offset-4">{elsewhere('link')}</Link></p> : null}
    </Page>
  )
}
