import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { addMinutes, type Period } from '~/domain/time/interval'
import { plainDateOf } from '~/domain/time/zone'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { takeAnswerFiles } from '~/features/bookings/answer-files/add.server'
import { type BookingSheet, bookingSheet } from '~/features/bookings/checkbook.server'
import { periodFields, readInstant, readPosted } from '~/features/bookings/form'
import { SeriesForm, type SeriesReply } from '~/features/bookings/series/components/series-form'
import { createSeries } from '~/features/bookings/series/create.server'
import { seriesForm, seriesInputOf } from '~/features/bookings/series/form'
import { previewSeries } from '~/features/bookings/series/preview.server'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { ResourceName } from '~/features/catalogue/components/resource-name'
import { displayName } from '~/features/catalogue/display-name'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale: stored } = await requireViewer(request)
  const sheet = await bookingSheet(actor, params.id ?? '', now)
  if (sheet === null) throw notFound()
  if (sheet.isBookedElsewhere) throw redirectTo(paths.resource(sheet.resource.id))
  const { timeZone } = sheet.resource.campus
  const locale = localeOfRequest(request, stored)
  const t = createTranslator(locale)
  const query = new URL(request.url).searchParams
  return {
    pageTitle: t('common.pageTitle', { title: t('series.pageTitle', { name: displayName(sheet.resource, locale).text }) }),
    now,
    today: plainDateOf(now, timeZone),
    sheet,
    period: periodFields(firstPeriod(sheet, query, now), timeZone),
    submissionKey: randomUUID(),
  }
}

/** The period of the address where it names one, else the next free slot, else the coming hour. */
function firstPeriod({ policy, resource, suggestion }: BookingSheet, query: URLSearchParams, now: Date): Period {
  const { timeZone } = resource.campus
  const start = readInstant(query.get('start'), timeZone)
  const end = readInstant(query.get('end'), timeZone)
  if (start) return { start, end: end && end > start ? end : addMinutes(start, policy.minMinutes) }
  if (suggestion) return suggestion
  const next = new Date(Math.ceil(now.getTime() / 3_600_000) * 3_600_000)
  return { start: next, end: addMinutes(next, policy.minMinutes) }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const sheet = await bookingSheet(actor, params.id ?? '', now)
  if (sheet === null) throw notFound()
  const body = await readForm(request)
  const fileErrors = await takeAnswerFiles(actor, body, [{ resourceId: sheet.resource.id, questions: sheet.questions }], now)
  const posted = readPosted(body, seriesForm)
  const { values } = posted
  const weekdays = body.getAll('weekday').map(String)
  const answer = (changes: Partial<SeriesReply>): SeriesReply => ({ errors: {}, values, weekdays, problems: [], preview: null, ...changes })
  if (!posted.ok) return data(answer({ errors: posted.errors }), { status: 422 })
  if (Object.keys(fileErrors).length > 0) return data(answer({ errors: fileErrors }), { status: 422 })
  const form = posted.value
  if (form.intent === 'repeat') return data(answer({}))
  const input = seriesInputOf(form, { id: sheet.resource.id, timeZone: sheet.resource.campus.timeZone })
  if (form.intent === 'book') {
    const outcome = await createSeries(actor, input, { now, key: form.key, seen: form.seen })
    if (outcome.ok) {
      const { bookings, replayed } = outcome.value
      const key = replayed ? 'replayed' : bookings.some(({ status }) => status === 'pending') ? 'requested' : 'booked'
      return redirectWithNotice(paths.booking(bookings[0]!.id), { tone: 'ok', key: `series.notice.${key}`, values: { count: bookings.length } })
    }
    const isSpent = outcome.problems.some((each) => each.code === 'key_reused')
    const again = await previewSeries(actor, input, now)
    return data(
      answer({ problems: outcome.problems, preview: again.ok ? again.value : null, values: isSpent ? { ...values, key: randomUUID() } : values }),
      { status: 422 },
    )
  }
  const preview = await previewSeries(actor, input, now)
  return preview.ok ? data(answer({ preview: preview.value })) : data(answer({ problems: preview.problems }), { status: 422 })
}

export default function BookSeries() {
  const { sheet, period, submissionKey, now, today } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations()
  const { resource } = sheet
  return (
    <Page
      title={t('series.title')}
      lead={
        <>
          <span className="flex flex-wrap items-baseline gap-x-2">
            <ResourceName resource={resource} />
            {resource.isIllustrative ? <IllustrativeMark /> : null}
            <span>
              <Bilingual value={{ zh: resource.university.nameZh, en: resource.university.nameEn }} />
              {' · '}
              <Bilingual value={{ zh: resource.campus.nameZh, en: resource.campus.nameEn }} />
            </span>
          </span>
          <span className="block">{t('series.lead')}</span>
        </>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.resource(resource.id), label: t('bookings.form.back') }, { to: paths.book(resource.id), label: t('bookings.action.book') }]} />}
    >
      <SeriesForm {...{ sheet, period, reply, submissionKey, now, today }} />
    </Page>
  )
}
