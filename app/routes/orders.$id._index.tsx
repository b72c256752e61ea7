import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { stepsFor } from '~/domain/orders/states'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { OrderFacts, ResultLine, SampleTable, StandingText, StepList } from '~/features/usage/orders/components/order-details'
import { OrderStatusBadge } from '~/features/usage/orders/components/order-status'
import { fieldsOf, ReplyNotice } from '~/features/usage/orders/components/reply-notice'
import { partiesOf } from '~/features/usage/orders/facts.server'
import { type OrderReply, replyOf } from '~/features/usage/orders/form'
import { standingOf } from '~/features/usage/orders/line.server'
import { getOrder, mayHaveResult } from '~/features/usage/orders/queries.server'
import { reasonInput } from '~/features/usage/orders/schema'
import { withdrawOrder } from '~/features/usage/orders/withdraw.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, notFound, readForm, redirectWithNotice } from '~/platform/http'
import { readPosted } from '~/features/bookings/form'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton, SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const order = await getOrder(actor, params.id ?? '', now)
  if (order === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  const parties = partiesOf(actor, order)
  const isRunning = order.run !== null && order.run.startsAt <= now
  return {
    pageTitle: t('common.pageTitle', { title: t('orders.pageTitle', { code: order.code }) }),
    now, order, standing: await standingOf(order), mayHave: mayHaveResult(actor, order),
    isOwn: parties.includes('applicant'), isLab: parties.includes('lab'),
    withdraws: parties.includes('applicant') && stepsFor(order.status, ['applicant']).includes('withdraw') && !isRunning,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const order = await getOrder(actor, params.id ?? '', now)
  if (order === null) throw notFound()
  const body = await readForm(request)
  if (body.get('intent') !== 'withdraw') throw badRequest()
  body.delete('intent')
  const version = Number(body.get('version') ?? '') || undefined
  const posted = readPosted(body, reasonInput)
  if (!posted.ok) return data<OrderReply>({ errors: posted.errors, problems: [], values: posted.values, form: 'withdraw' }, { status: 422 })
  const outcome = await withdrawOrder(actor, order.id, { reason: posted.value.reason || undefined, version }, now)
  if (!outcome.ok) return data<OrderReply>(replyOf(outcome.problems, posted.values, 'withdraw'), { status: 422 })
  return redirectWithNotice(paths.order(order.id), { tone: 'ok', key: 'orders.notice.withdrawn' })
}

export default function Order() {
  const { order, standing, mayHave, isOwn, isLab, withdraws, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('orders')
  return (
    <Page
      title={order.title}
      lead={<span className="flex flex-wrap items-center gap-x-3 gap-y-1"><OrderStatusBadge status={order.status} />{order.resource.isIllustrative ? <IllustrativeMark /> : null}</span>}
      breadcrumbs={<Breadcrumbs items={[isOwn ? { to: paths.orders(), label: t('mine') } : { to: isLab ? paths.labOrders() : paths.orders(), label: t('title') }]} />}
      action={isLab ? <LinkButton to={paths.labOrder(order.id)}>{t('lab.open')}</LinkButton> : null}
    >
      <Notice tone={order.status === 'ready' ? 'ok' : order.status === 'declined' ? 'refused' : 'info'} title={t(`next.${order.status}`)}>
        <StandingText standing={standing} />
      </Notice>
      <ResultLine {...{ order, mayHave, now }} />
      <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-2">
        <OrderFacts order={order} now={now} showsPeople={!isOwn} />
        <StepList order={order} now={now} />
      </div>
      <SampleTable order={order} />
      {withdraws || reply ? (
        <details open={reply !== null || undefined} data-screen-only className="max-w-form">
          <summary className="py-1 font-medium text-refused underline underline-offset-4">{t('withdraw')}</summary>
          <Form method="post" className="grid gap-4 pt-3">
            <ReplyNotice reply={reply} timeZone={order.resource.timeZone} now={now} />
            <input type="hidden" name="version" value={order.version} />
            <InputField field={fieldsOf(reply)('reason')} label={t('withdrawWhy')} maxLength={1000} required={false} />
            <div><SubmitButton name="intent" value="withdraw" tone="danger">{t('withdraw')}</SubmitButton></div>
          </Form>
        </details>
      ) : null}
    </Page>
  )
}
