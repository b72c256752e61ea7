import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { requireViewer } from '~/features/auth/require.server'
import { ItemName, PeriodText } from '~/features/bookings/components/booking-text'
import { ProblemList } from '~/features/bookings/components/verdict-panel'
import { cancelSeries } from '~/features/bookings/series/cancel.server'
import { ScopeChoice } from '~/features/bookings/series/components/series-text'
import { seriesOf } from '~/features/bookings/series/queries.server'
import { seriesCancelInput } from '~/features/bookings/series/schema'
import { getBooking } from '~/features/bookings/queries.server'
import { steersBooking } from '~/features/bookings/steers.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, parseForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { TextareaField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'

async function readable(request: Request, id: string | undefined, now: Date) {
  const { actor, locale } = await requireViewer(request)
  const booking = await getBooking(actor, id ?? '', now)
  if (booking === null) throw notFound()
  const may = can(actor, 'cancel:booking', booking.target) || (await steersBooking(actor, { groupId: booking.group?.id ?? null }, now))
  if (!may) throw notFound()
  return { actor, booking, locale: localeOfRequest(request, locale) }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, booking, locale } = await readable(request, params.id, now)
  const t = createTranslator(locale)
  return {
    pageTitle: t('common.pageTitle', { title: t('bookings.cancel.title', { code: booking.code }) }),
    now,
    booking,
    series: await seriesOf(booking.seriesId, now),
    isOwn: booking.target.ownerIds.includes(actor.personId),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const { actor, booking } = await readable(request, params.id, now)
  const parsed = await parseForm(request, seriesCancelInput)
  if (!parsed.ok) return data({ errors: parsed.result.error?.reason ?? [], reason: String(parsed.result.initialValue?.reason ?? ''), problems: [] }, { status: 422 })
  const { reason } = parsed.value
  const outcome = await cancelSeries(actor, booking.id, parsed.value, now)
  if (!outcome.ok) return data({ errors: [], reason: reason ?? '', problems: outcome.problems }, { status: 422 })
  const { cancelled, left } = outcome.value
  return redirectWithNotice(
    paths.booking(booking.id),
    parsed.value.scope === 'this'
      ? { tone: 'ok', key: 'bookings.notice.cancelled' }
      : { tone: 'ok', key: 'series.notice.cancelled', values: { count: cancelled.length, left: left.length } },
  )
}

export default function Cancel() {
  const { booking, series, isOwn, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('bookings')
  const words = useTranslations('series')
  const first = booking.items[0]
  if (!first) return null
  const { timeZone } = first.resource
  const isRequest = booking.status === 'pending'
  return (
    <Page
      width="form"
      title={isRequest ? t('action.withdraw') : t('action.cancel')}
      lead={
        <>
          <ItemName resource={first.resource} />
          {booking.startsAt && booking.endsAt ? (
            <span className="block">
              <PeriodText period={{ start: booking.startsAt, end: booking.endsAt }} timeZone={timeZone} now={now} />
            </span>
          ) : null}
        </>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.bookings(), label: t('title') }, { to: paths.booking(booking.id), label: booking.code }]} />}
    >
      {reply && reply.problems.length > 0 ? (
        <Notice tone="refused" announce="now">
          <ProblemList problems={reply.problems} timeZone={timeZone} now={now} hasSlotButtons={false} />
        </Notice>
      ) : null}
      <p>{isRequest ? t('cancel.withdrawQuestion') : t('cancel.question')}</p>
      <Form method="post" className="grid gap-5">
        {series ? <ScopeChoice series={series} legend={words('cancelScope')} hint={words('cancelHint')} /> : null}
        <TextareaField
          field={{ id: 'reason', name: 'reason', errors: reply?.errors, initialValue: reply?.reason }}
          label={t('cancel.reason')}
          hint={isOwn ? t('cancel.reasonHint') : t('cancel.reasonByLab')}
          required={!isOwn}
          maxLength={1000}
        />
        <ButtonRow>
          <SubmitButton tone="danger">{isRequest ? t('action.withdraw') : t('action.confirmCancel')}</SubmitButton>
          <LinkButton to={paths.booking(booking.id)}>{t('action.keep')}</LinkButton>
        </ButtonRow>
      </Form>
    </Page>
  )
}
