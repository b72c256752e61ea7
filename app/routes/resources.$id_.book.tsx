import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import type { Actor } from '~/domain/access/permission'
import { addMinutes, type Period } from '~/domain/time/interval'
import { plainDateOf } from '~/domain/time/zone'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { takeAnswerFiles } from '~/features/bookings/answer-files/add.server'
import { judgeBookingForm } from '~/features/bookings/check-form.server'
import { elsewhere } from '~/features/bookings/alternatives.server'
import { BookingForm } from '~/features/bookings/components/booking-form'
import { FreeTimes } from '~/features/bookings/components/free-times'
import { OtherWays } from '~/features/bookings/components/other-ways'
import { type BookingSheet, bookingSheet, refusalView, verdictView } from '~/features/bookings/checkbook.server'
import { checkBooking, createBooking } from '~/features/bookings/create.server'
import { type BookingForm as Posted, bookingForm, bookingInputOf, type BookingReply, periodFields, readInstant, readPosted, takeChosenSlot, type VerdictView } from '~/features/bookings/form'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { ResourceName } from '~/features/catalogue/components/resource-name'
import { displayName } from '~/features/catalogue/display-name'
import { registerGuest } from '~/features/people/register-guest.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

/** What a form begins with where nothing shorter or longer is demanded. */
const USUAL_MINUTES = 60

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
  const asked = { start: query.get('start'), end: query.get('end') }
  const period = firstPeriod(sheet, asked, now)
  const mode = sheet.resource.modes.find((each) => each === query.get('mode'))
  const judged = await checkBooking(actor, { items: [{ resourceId: sheet.resource.id, startsAt: period.start, endsAt: period.end, quantity: 1, mode }] }, now)
  return {
    pageTitle: t('common.pageTitle', { title: t('bookings.form.title', { name: displayName(sheet.resource, locale).text }) }),
    now,
    today: plainDateOf(now, timeZone),
    sheet,
    period: periodFields(period, timeZone),
    wished: period,
    mode,
    elsewhere: judged.ok && judged.value.ok ? [] : await elsewhere(actor, sheet.resource, period, now),
    asked,
    verdict: judged.ok ? await verdictView(judged.value) : refusalView(judged.problems),
    submissionKey: randomUUID(),
    isForOther: query.get('for') === 'other',
  }
}

/** The period of the address where it names one, else the next free slot, else the coming hour. */
function firstPeriod({ policy, resource, suggestion }: BookingSheet, asked: { start: string | null; end: string | null }, now: Date): Period {
  const { timeZone } = resource.campus
  const length = Math.min(Math.max(policy.minMinutes, USUAL_MINUTES), policy.maxMinutes)
  const start = readInstant(asked.start, timeZone)
  const end = readInstant(asked.end, timeZone)
  if (start) return { start, end: end && end > start ? end : addMinutes(start, length) }
  if (suggestion) return suggestion
  const next = new Date(Math.ceil(now.getTime() / 3_600_000) * 3_600_000)
  return { start: next, end: addMinutes(next, length) }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const sheet = await bookingSheet(actor, params.id ?? '', now)
  if (sheet === null) throw notFound()
  const body = await readForm(request)
  const isPicked = takeChosenSlot(body, sheet.resource.campus.timeZone)
  const fileErrors = await takeAnswerFiles(actor, body, [{ resourceId: sheet.resource.id, questions: sheet.questions }], now)
  const posted = readPosted(body, bookingForm)
  const { values } = posted
  const answer = (verdict: VerdictView | null, changes: Partial<BookingReply> = {}): BookingReply => ({ errors: {}, values, verdict, ...changes })
  if (!posted.ok) return data(answer(null, { errors: posted.errors }), { status: 422 })
  if (Object.keys(fileErrors).length > 0) return data(answer(null, { errors: fileErrors }), { status: 422 })
  const form = posted.value
  if (form.intent === 'check' || isPicked) return data(answer(await judgeBookingForm(actor, form, sheet, now)))

  const guest = await guestOf(actor, form, sheet, now)
  if (!guest.ok) return data(answer(refusalView(guest.problems)), { status: 422 })
  const outcome = await createBooking(actor, bookingInputOf(form, { id: sheet.resource.id, timeZone: sheet.resource.campus.timeZone }), now, form.key)
  if (!outcome.ok) {
    // A key that belongs to another booking would refuse this form for ever.
    const isSpent = outcome.problems.some((each) => each.code === 'key_reused')
    const kept = isSpent ? { ...values, key: randomUUID() } : values
    return data(answer(refusalView(outcome.problems), { values: kept }), { status: 422 })
  }
  const { id, status, replayed } = outcome.value
  const key = replayed ? 'replayed' : status === 'pending' ? 'requested' : 'booked'
  return redirectWithNotice(paths.booking(id), { tone: 'ok', key: `bookings.notice.${key}` })
}

async function guestOf(actor: Actor, form: Posted, { resource }: BookingSheet, now: Date) {
  if (!form.attendeeEmail || !form.guestName) return { ok: true as const }
  const input = { email: form.attendeeEmail, name: form.guestName, universityId: form.guestUniversityId }
  return registerGuest(actor, input, { at: { labId: resource.labId, universityId: resource.university.id }, now })
}

export default function Book() {
  const { sheet, period, verdict, submissionKey, now, today, isForOther, wished, mode, elsewhere: likes } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations()
  const { resource } = sheet
  return (
    <Page
      width="wide"
      title={t('bookings.action.book')}
      lead={
        <span className="flex flex-wrap items-baseline gap-x-2">
          <ResourceName resource={resource} />
          {resource.isIllustrative ? <IllustrativeMark /> : null}
          <span>
            <Bilingual value={{ zh: resource.university.nameZh, en: resource.university.nameEn }} />
            {' · '}
            <Bilingual value={{ zh: resource.campus.nameZh, en: resource.campus.nameEn }} />
          </span>
        </span>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.resource(resource.id), label: t('bookings.form.back') }]} />}
    >
      <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,36rem)_minmax(0,24rem)]">
        <BookingForm {...{ sheet, period, verdict, reply, submissionKey, now, today, isForOther, mode }} key={`${period.startDate}${period.startTime}${mode}`} />
        <div className="grid gap-8">
          <Section title={t('calendar.freeTimes')}>
            <FreeTimes resourceId={resource.id} days={sheet.days} policy={sheet.policy} />
          </Section>
          <Section title={t('finding.other.title')}>
            <OtherWays elsewhere={likes} resource={resource} period={wished} now={now} />
          </Section>
        </div>
      </div>
    </Page>
  )
}
