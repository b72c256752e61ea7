import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { requireViewer } from '~/features/auth/require.server'
import { ItemName, PeriodText } from '~/features/bookings/components/booking-text'
import { ProblemList } from '~/features/bookings/components/verdict-panel'
import { readPosted } from '~/features/bookings/form'
import { extendBooking } from '~/features/bookings/parts/extend.server'
import { previewExtension } from '~/features/bookings/parts/queries.server'
import { extendForm } from '~/features/bookings/parts/schema'
import { getBooking } from '~/features/bookings/queries.server'
import { formatDateTime, formatDuration, formatMoney } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectTo, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { SelectField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'

async function extendable(request: Request, id: string | undefined, now: Date) {
  const { actor, locale } = await requireViewer(request)
  const booking = await getBooking(actor, id ?? '', now)
  if (booking === null || !can(actor, 'update:booking', booking.target)) throw notFound()
  const first = booking.items[0]
  if (!first?.startsAt || !first.endsAt) throw redirectTo(paths.booking(booking.id))
  return { actor, booking, resource: first.resource, held: { start: first.startsAt, end: first.endsAt }, locale: localeOfRequest(request, locale) }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, booking, resource, held, locale } = await extendable(request, params.id, now)
  const t = createTranslator(locale)
  return {
    pageTitle: t('common.pageTitle', { title: t('waits.extend.pageTitle', { code: booking.code }) }),
    now,
    booking: { id: booking.id, code: booking.code, version: booking.version },
    resource,
    held,
    ...(await previewExtension(actor, booking.id, now)),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const { actor, booking } = await extendable(request, params.id, now)
  const posted = readPosted(await readForm(request), extendForm)
  if (!posted.ok) return data({ errors: posted.errors, values: posted.values, problems: [] }, { status: 422 })
  const { until, version } = posted.value
  const outcome = await extendBooking(actor, booking.id, { to: until, version }, now)
  if (!outcome.ok) return data({ errors: {}, values: posted.values, problems: outcome.problems }, { status: 422 })
  return redirectWithNotice(paths.booking(booking.id), { tone: 'ok', key: 'waits.notice.extended' })
}

export default function Extend() {
  const { booking, resource, held, ends, problems, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('waits.extend')
  const words = useTranslations('bookings')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  const { timeZone } = resource
  const errors: Record<string, string[]> = reply?.errors ?? {}
  const shown = reply && reply.problems.length > 0 ? reply.problems : problems
  const choices = ends.map(({ at, moreFen }) => {
    const more = { at: formatDateTime(at, { locale, timeZone, viewerTimeZone, now }), by: formatDuration((at.getTime() - held.end.getTime()) / 60_000, locale) }
    return { value: at.toISOString(), label: moreFen ? t('choicePrice', { ...more, price: formatMoney(moreFen, locale) }) : t('choice', more) }
  })
  return (
    <Page
      width="form"
      title={t('title')}
      lead={
        <>
          <ItemName resource={resource} />
          <span className="block">{t('held')} <PeriodText period={held} timeZone={timeZone} now={now} /></span>
        </>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.bookings(), label: words('title') }, { to: paths.booking(booking.id), label: booking.code }]} />}
    >
      {shown.length > 0 ? (
        <Notice tone="refused" title={ends.length === 0 ? t('cannot') : undefined} announce={reply ? 'now' : undefined}>
          <ProblemList problems={shown} timeZone={timeZone} now={now} hasSlotButtons={false} />
        </Notice>
      ) : null}
      {ends.length > 0 ? (
        <Form method="post" className="grid gap-5">
          <FormErrors errors={Object.entries(errors).flatMap(([id, rules]) => rules.map((message) => ({ id, message })))} />
          <p className="text-muted">{t('lead')}</p>
          <input type="hidden" name="version" value={booking.version} />
          <SelectField field={{ id: 'until', name: 'until', errors: errors.until, initialValue: reply?.values.until }} label={t('until')} choices={choices} />
          <ButtonRow>
            <SubmitButton>{t('confirm')}</SubmitButton>
            <LinkButton tone="quiet" to={paths.booking(booking.id)}>{words('action.keep')}</LinkButton>
          </ButtonRow>
        </Form>
      ) : (
        <ButtonRow><LinkButton to={paths.booking(booking.id)}>{t('back')}</LinkButton></ButtonRow>
      )}
    </Page>
  )
}
