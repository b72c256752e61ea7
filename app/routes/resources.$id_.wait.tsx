import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { type BookingSheet, bookingSheet } from '~/features/bookings/checkbook.server'
import { PeriodText } from '~/features/bookings/components/booking-text'
import { bookingInputOf, periodFields, periodOf, readInstant, readPosted } from '~/features/bookings/form'
import { WaitForm, type WaitReply } from '~/features/bookings/waits/components/wait-form'
import { waitForm } from '~/features/bookings/waits/form'
import { joinWaits } from '~/features/bookings/waits/join.server'
import { countWaiting } from '~/features/bookings/waits/queries.server'
import { withoutOthers } from '~/features/bookings/waits/schema'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { ResourceName } from '~/features/catalogue/components/resource-name'
import { displayName } from '~/features/catalogue/display-name'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'

async function waitable(request: Request, id: string | undefined, now: Date) {
  const { actor, locale } = await requireViewer(request)
  const sheet = await bookingSheet(actor, id ?? '', now)
  if (sheet === null) throw notFound()
  if (sheet.isBookedElsewhere) throw redirectTo(paths.resource(sheet.resource.id))
  return { sheet, locale: localeOfRequest(request, locale) }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { sheet, locale } = await waitable(request, params.id, now)
  const { resource } = sheet
  const { timeZone } = resource.campus
  const query = new URL(request.url).searchParams
  const start = readInstant(query.get('start'), timeZone)
  const end = readInstant(query.get('end'), timeZone)
  const t = createTranslator(locale)
  const period = start && end && start < end ? { start, end } : null
  return {
    pageTitle: t('common.pageTitle', { title: t('waits.joinTitle', { name: displayName(resource, locale).text }) }),
    now,
    sheet,
    period,
    others: period ? await countWaiting(resource.id, period, now) : 0,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const sheet = await bookingSheet(actor, params.id ?? '', now)
  if (sheet === null) throw notFound()
  const { timeZone } = sheet.resource.campus
  const body = await readForm(request)
  const posted = readPosted(body, waitForm)
  const answer = async (changes: Partial<WaitReply>) => ({ errors: {}, values: posted.values, problems: [], ...(await wishedPeriod(sheet, posted, now)), ...changes })
  if (!posted.ok) return data(await answer({ errors: posted.errors }), { status: 422 })
  const form = posted.value
  // A place in the line is one's own: for somebody else it is only shown.
  if (form.intent !== 'wait' || form.attendeeEmail) return data(await answer({}))
  const input = bookingInputOf({ ...form, intent: 'check' }, { id: sheet.resource.id, timeZone })
  const outcome = await joinWaits(actor, withoutOthers(input), now)
  if (!outcome.ok) return data(await answer({ problems: outcome.problems }), { status: 422 })
  return redirectWithNotice(paths.wait(outcome.value.id), { tone: 'ok', key: 'waits.notice.joined' })
}

type Posted = ReturnType<typeof readPosted<ReturnType<typeof waitForm.parse>>>

async function wishedPeriod({ resource }: BookingSheet, posted: Posted, now: Date) {
  if (!posted.ok) return { period: null, others: 0 }
  const period = periodOf(posted.value, resource.campus.timeZone)
  if (!(period.start < period.end)) return { period: null, others: 0 }
  return { period, others: await countWaiting(resource.id, period, now) }
}

export default function JoinWaits() {
  const loaded = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('waits')
  const { sheet, now } = loaded
  const { resource } = sheet
  const { timeZone } = resource.campus
  const period = reply ? reply.period : loaded.period
  const others = reply ? reply.others : loaded.others
  const { startDate = '', startTime = '', endDate = '', endTime = '' } = reply?.values ?? {}
  const fields = period ? periodFields(period, timeZone) : { startDate, startTime, endDate, endTime }
  return (
    <Page
      width="form"
      title={t('joinQuestion')}
      lead={
        <>
          <span className="flex flex-wrap items-baseline gap-x-2">
            <ResourceName resource={resource} />
            {resource.isIllustrative ? <IllustrativeMark /> : null}
          </span>
          {period ? <span className="block font-medium"><PeriodText period={period} timeZone={timeZone} now={now} /></span> : null}
          <span className="block">{t('joinLead')}</span>
        </>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.resource(resource.id), label: <ResourceName resource={resource} /> }]} />}
    >
      {period || reply ? <WaitForm {...{ sheet, reply, others, now }} period={fields} /> : <ChooseFirst resourceId={resource.id} />}
    </Page>
  )
}

/** Nothing to wait for yet: the booking form is where a time is chosen. */
function ChooseFirst({ resourceId }: { resourceId: string }) {
  const t = useTranslations('waits')
  return (
    <p>
      {t.rich('chooseFirst', {
        link: (text) => <a href={paths.book(resourceId)} className="text-accent underline underline-offset-4">{text}</a>,
      })}
    </p>
  )
}
