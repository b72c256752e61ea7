import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { addMinutes } from '~/domain/time/interval'
import { requireViewer } from '~/features/auth/require.server'
import { bookingSheet } from '~/features/bookings/checkbook.server'
import { ItemName, PeriodText } from '~/features/bookings/components/booking-text'
import { PeriodInput } from '~/features/bookings/components/period-fields'
import { ProblemList } from '~/features/bookings/components/verdict-panel'
import { type PeriodFields, periodFields, periodOf, readPosted } from '~/features/bookings/form'
import { previewRelease, type ReleasePreview } from '~/features/bookings/parts/queries.server'
import { endEarly, releasePart } from '~/features/bookings/parts/release.server'
import { releaseForm } from '~/features/bookings/parts/schema'
import { getBooking } from '~/features/bookings/queries.server'
import { formatMoney } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

async function releasable(request: Request, id: string | undefined, now: Date) {
  const { actor, locale } = await requireViewer(request)
  const booking = await getBooking(actor, id ?? '', now)
  if (booking === null || !can(actor, 'update:booking', booking.target)) throw notFound()
  const first = booking.items[0]
  if (!first?.startsAt || !first.endsAt) throw redirectTo(paths.booking(booking.id))
  return { actor, booking, resource: first.resource, held: { start: first.startsAt, end: first.endsAt }, locale: localeOfRequest(request, locale) }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, booking, resource, held, locale } = await releasable(request, params.id, now)
  const sheet = await bookingSheet(actor, resource.id, now)
  const grid = { gridMinutes: sheet?.policy.gridMinutes ?? 30, wholeDays: sheet?.policy.wholeDays ?? false }
  const t = createTranslator(locale)
  // It begins with the last step, or what of it is still to come.
  const step = addMinutes(held.end, grid.wholeDays ? -1440 : -grid.gridMinutes)
  return {
    pageTitle: t('common.pageTitle', { title: t('waits.release.pageTitle', { code: booking.code }) }),
    now,
    booking,
    resource,
    held,
    isRunning: held.start <= now && now < held.end,
    grid,
    bounds: periodFields(held, resource.timeZone),
    given: periodFields({ start: step > held.start ? step : held.start, end: held.end }, resource.timeZone),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

type Reply = { errors: Record<string, string[]>; values: Record<string, string>; preview: ReleasePreview | null }

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const { actor, booking, resource } = await releasable(request, params.id, now)
  const body = await readForm(request)
  const answer = (changes: Partial<Reply>): Reply => ({ errors: {}, values: {}, preview: null, ...changes })
  const refusedBy = (problems: ReleasePreview['problems']): ReleasePreview => ({ problems, left: [], fen: null, wasFen: null })
  if (body.get('intent') === 'end') {
    const outcome = await endEarly(actor, booking.id, now)
    if (!outcome.ok) return data(answer({ preview: refusedBy(outcome.problems) }), { status: 422 })
    return redirectWithNotice(paths.booking(booking.id), { tone: 'ok', key: 'waits.notice.ended' })
  }
  const posted = readPosted(body, releaseForm)
  const { values } = posted
  if (!posted.ok) return data(answer({ errors: posted.errors, values }), { status: 422 })
  const given = periodOf(posted.value, resource.timeZone)
  if (posted.value.intent === 'look') return data(answer({ values, preview: await previewRelease(actor, booking.id, given, now) }))
  const outcome = await releasePart(actor, booking.id, { given, version: posted.value.version }, now)
  if (!outcome.ok) return data(answer({ values, preview: refusedBy(outcome.problems) }), { status: 422 })
  return redirectWithNotice(paths.booking(booking.id), { tone: 'ok', key: outcome.value.restId ? 'waits.notice.releasedMiddle' : 'waits.notice.released' })
}

export default function Release() {
  const { booking, resource, held, isRunning, now, ...rest } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('waits.release')
  const words = useTranslations('bookings')
  return (
    <Page
      width="form"
      title={t('title')}
      lead={
        <>
          <ItemName resource={resource} />
          <span className="block">{t('held')} <PeriodText period={held} timeZone={resource.timeZone} now={now} /></span>
        </>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.bookings(), label: words('title') }, { to: paths.booking(booking.id), label: booking.code }]} />}
    >
      {isRunning ? (
        <Section title={t('endNow')}>
          <p>{t('endLead')}</p>
          <Form method="post"><SubmitButton name="intent" value="end" tone="secondary">{t('endNow')}</SubmitButton></Form>
        </Section>
      ) : null}
      <p className="text-muted">{t('lead')} {t('price')}</p>
      <PartForm {...rest} key={booking.version} version={booking.version} bookingId={booking.id} timeZone={resource.timeZone} reply={reply} now={now} />
    </Page>
  )
}

type PartFormProps = {
  given: PeriodFields
  bounds: PeriodFields
  grid: { gridMinutes: number; wholeDays: boolean }
  version: number
  bookingId: string
  timeZone: string
  reply: Reply | null
  now: Date
}

function PartForm({ given, bounds, grid, version, bookingId, timeZone, reply, now }: PartFormProps) {
  const t = useTranslations('waits.release')
  const words = useTranslations('bookings.action')
  const { startDate, startTime, endDate, endTime } = reply?.values ?? {}
  const typed = startDate && startTime && endDate && endTime ? { startDate, startTime, endDate, endTime } : null
  const [period, setPeriod] = useState(typed ?? given)
  return (
    <Form method="post" className="grid gap-5">
      <FormErrors errors={Object.entries(reply?.errors ?? {}).flatMap(([id, rules]) => rules.map((message) => ({ id, message })))} />
      {/* What Enter does in a field must not give anything back yet. */}
      <button type="submit" name="intent" value="look" hidden tabIndex={-1} aria-hidden="true" />
      <input type="hidden" name="version" value={version} />
      <fieldset>
        <legend className="mb-2 font-semibold">{t('given')}</legend>
        <PeriodInput value={period} onChange={setPeriod} errors={reply?.errors ?? {}} min={bounds.startDate} max={bounds.endDate} idPrefix="" {...grid} />
      </fieldset>
      <section aria-live="polite">{reply?.preview ? <Preview preview={reply.preview} timeZone={timeZone} now={now} /> : null}</section>
      <ButtonRow>
        <SubmitButton name="intent" value="give">{t('confirm')}</SubmitButton>
        <SubmitButton name="intent" value="look" tone="secondary">{t('look')}</SubmitButton>
        <LinkButton tone="quiet" to={paths.booking(bookingId)}>{words('keep')}</LinkButton>
      </ButtonRow>
    </Form>
  )
}

/** What would stay, and what it would cost then; or why it cannot be. */
function Preview({ preview, timeZone, now }: { preview: ReleasePreview; timeZone: string; now: Date }) {
  const t = useTranslations('waits.release')
  const locale = useLocale()
  const { problems, left, fen, wasFen } = preview
  if (problems.length > 0) {
    return <Notice tone="refused"><ProblemList problems={problems} timeZone={timeZone} now={now} hasSlotButtons={false} /></Notice>
  }
  return (
    <Notice tone="ok" title={t('left')}>
      <ul>
        {left.map((piece, at) => (
          <li key={piece.start.toISOString()}>
            <PeriodText period={piece} timeZone={timeZone} now={now} />{at > 0 ? ` · ${t('ofItsOwn')}` : null}
          </li>
        ))}
      </ul>
      {fen !== null && wasFen !== null ? (
        <p>{fen === wasFen ? t('priceStays', { price: formatMoney(fen, locale) }) : t('priceBecomes', { was: formatMoney(wasFen, locale), price: formatMoney(fen, locale) })}</p>
      ) : null}
    </Notice>
  )
}
