import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { ItemName, PeriodText } from '~/features/bookings/components/booking-text'
import { readPosted } from '~/features/bookings/form'
import { type OperatorReply, useProblemLines } from '~/features/bookings/operators/components/reply'
import { swapPage } from '~/features/bookings/operators/queries.server'
import { swapForm } from '~/features/bookings/operators/schema'
import { swapOperator } from '~/features/bookings/operators/swap.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDuration } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { RadioGroup } from '~/ui/choice'
import { FormErrors } from '~/ui/form-errors'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const page = await swapPage(actor, params.id ?? '', now)
  if (page === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('operators.swap.title') }), now, ...page }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const page = await swapPage(actor, params.id ?? '', now)
  if (page === null) throw notFound()
  const posted = readPosted(await readForm(request), swapForm)
  const refuse = (changes: Partial<OperatorReply>) => data<OperatorReply>({ errors: {}, values: posted.values, problems: [], ...changes }, { status: 422 })
  if (!posted.ok) return refuse({ errors: posted.errors })
  const outcome = await swapOperator(actor, page.booking.id, posted.value, now)
  if (!outcome.ok) return refuse({ problems: outcome.problems })
  return redirectWithNotice(paths.booking(page.booking.id), { tone: 'ok', key: 'operators.notice.swapped' })
}

export default function SwapOperator() {
  const { booking, items, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('operators.swap')
  const locale = useLocale()
  const problems = useProblemLines(reply?.problems ?? [])
  return (
    <Page title={t('title')} breadcrumbs={<Breadcrumbs items={[{ to: paths.booking(booking.id), label: booking.code }]} />}>
      {items.map(({ itemId, period, choices }) => {
        const item = booking.items.find(({ id }) => id === itemId)
        const isPosted = reply !== null && (reply.values.itemId === itemId || items.length === 1)
        const errors = isPosted ? [...problems.map((message) => ({ message })), ...Object.values<string[]>(reply.errors).flat().map((message) => ({ message }))] : []
        return item ? (
          <Section key={itemId} title={<ItemName resource={item.resource} />}>
            <p><PeriodText period={period} timeZone={item.resource.timeZone} now={now} /></p>
            <Form method="post" className="grid max-w-form gap-4">
              <FormErrors errors={errors} />
              <input type="hidden" name="itemId" value={itemId} />
              <input type="hidden" name="version" value={booking.version} />
              <RadioGroup
                name="operatorId" legend={t('choose')} required
                defaultValue={choices.find(({ state }) => state === 'current')?.id}
                choices={choices.map(({ id, nameZh, nameEn, state, weekMinutes }) => ({
                  value: id,
                  label: bilingual({ zh: nameZh, en: nameEn }, locale).text,
                  hint: [t(`state.${state}`), weekMinutes > 0 ? t('week', { hours: formatDuration(weekMinutes, locale) }) : null].filter(Boolean).join(' · '),
                  disabled: state === 'taken' || state === 'off_duty',
                }))}
              />
              <div><SubmitButton>{t('confirm')}</SubmitButton></div>
            </Form>
          </Section>
        ) : null
      })}
    </Page>
  )
}
