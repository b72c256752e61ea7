import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { addDays, plainDateOf, startOfDay } from '~/domain/time/zone'
import { DecisionForm } from '~/features/approvals/components/decision-form'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { resourceCalendar } from '~/features/bookings/calendar.server'
import { personName } from '~/features/bookings/components/booking-text'
import { periodAsked } from '~/features/bookings/components/inbox-list'
import { DayAround, InboxRequest } from '~/features/bookings/components/inbox-request'
import { ProblemList } from '~/features/bookings/components/verdict-panel'
import { decisionForm, readPosted } from '~/features/bookings/form'
import { decideSeries } from '~/features/bookings/series/decide.server'
import { waitingInSeries } from '~/features/bookings/series/queries.server'
import { seriesDecisionChoice } from '~/features/bookings/series/schema'
import { inbox, type InboxItem, inboxItem } from '~/features/bookings/inbox.server'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { readForm, readNotice, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { RadioGroup } from '~/ui/choice'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'
import type { Actor } from '~/domain/access/permission'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const item = await inboxItem(actor, params.id ?? '', now)
  // What was just decided is still told when the next request has gone meanwhile.
  if (item === null) throw readNotice(request) === null ? goneNotice() : redirectTo(paths.approvals())
  const [entries, inSeries] = await Promise.all([entriesAround(actor, item, now), waitingInSeries(item.booking.seriesId, item.kind, now)])
  return { now, item, entries, inSeries }
}

/** Decided by somebody else meanwhile, lapsed, or never the reader's: the list says what is left. */
const goneNotice = () => redirectWithNotice(paths.approvals(), { tone: 'info', key: 'approvals.gone' })

async function entriesAround(actor: Actor, item: InboxItem, now: Date) {
  const first = item.booking.items[0]
  const asked = periodAsked(item)
  if (!first || !asked) return []
  const { timeZone, id } = first.resource
  const day = {
    start: startOfDay(plainDateOf(asked.start, timeZone), timeZone),
    end: startOfDay(addDays(plainDateOf(new Date(asked.end.getTime() - 1), timeZone), 1), timeZone),
  }
  return (await resourceCalendar(actor, id, day, now))?.entries ?? []
}

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const item = await inboxItem(actor, params.id ?? '', now)
  if (item === null) return goneNotice()
  const body = await readForm(request)
  const posted = readPosted(body, decisionForm)
  const choice = readPosted(body, seriesDecisionChoice)
  const comment = posted.values.comment ?? ''
  if (!posted.ok || !choice.ok) return data({ problems: [], errors: (posted.ok ? null : posted.errors.comment) ?? [], comment }, { status: 422 })
  const { version, ...said } = posted.value
  const outcome = await decideSeries(actor, item.booking.id, { ...said, ...choice.value }, { version, now })
  if (!outcome.ok) return data({ problems: outcome.problems, errors: [], comment }, { status: 422 })
  const [next] = (await inbox(actor, { limit: 1 }, now)).items
  const key = outcome.value.status === 'pending' ? 'next' : outcome.value.status
  return redirectWithNotice(next ? paths.approval(next.requestId) : paths.approvals(), {
    tone: 'ok',
    key: `approvals.notice.${key}`,
    values: { name: personName(item.booking.attendee, localeOfRequest(request, locale)) },
  })
}

export default function Request() {
  const { item, entries, inSeries, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('approvals')
  const words = useTranslations('series')
  const locale = useLocale()
  const { booking, requestId } = item
  const timeZone = booking.items[0]?.resource.timeZone ?? defaultTimeZone
  const problems = reply && 'problems' in reply ? reply.problems : []
  return (
    <div className="grid gap-8">
      <p className="lg:hidden">
        <Link to={paths.approvals()} className="underline underline-offset-4">
          {t('back')}
        </Link>
      </p>
      <Section title={personName(booking.attendee, locale)}>
        <InboxRequest item={item} now={now} />
      </Section>
      <Section title={t('dayTitle')}>
        <DayAround item={item} entries={entries} timeZone={timeZone} now={now} />
      </Section>
      <Section title={t('decide')}>
        {problems.length > 0 ? (
          <Notice tone="refused" announce="now">
            <ProblemList problems={problems} timeZone={timeZone} now={now} hasSlotButtons={false} />
          </Notice>
        ) : null}
        <DecisionForm key={requestId} action={paths.approval(requestId)} comment={reply?.comment} errors={reply?.errors}>
          <input type="hidden" name="version" value={booking.version} />
          {inSeries > 1 ? (
            <RadioGroup
              name="scope"
              legend={words('decideScope', { count: inSeries })}
              defaultValue="all"
              choices={[{ value: 'all', label: words('decideAll') }, { value: 'one', label: words('decideOne') }]}
            />
          ) : null}
        </DecisionForm>
      </Section>
    </div>
  )
}
