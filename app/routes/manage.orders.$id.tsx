import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor, requirePermission, requireViewer } from '~/features/auth/require.server'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { LabSteps } from '~/features/usage/orders/components/lab-steps'
import { OrderFacts, ResultLine, SampleTable, StandingText, StepList } from '~/features/usage/orders/components/order-details'
import { OrderStatusBadge, OverdueMark } from '~/features/usage/orders/components/order-status'
import type { OrderReply } from '~/features/usage/orders/form'
import { labSheet } from '~/features/usage/orders/lab-sheet.server'
import { takeLabStep } from '~/features/usage/orders/take-lab-step.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  await requirePermission(request, 'record:use')
  const sheet = await labSheet(actor, params.id ?? '', now)
  if (sheet === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('orders.pageTitle', { code: sheet.order.code }) }), now, ...sheet }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  await requirePermission(request, 'record:use')
  const sheet = await labSheet(actor, params.id ?? '', now)
  if (sheet === null) throw notFound()
  const answer = await takeLabStep(actor, sheet.order.id, await readForm(request), now)
  if (!answer.ok) return data<OrderReply>(answer.reply, { status: 422 })
  return redirectWithNotice(paths.labOrder(sheet.order.id), { tone: 'ok', key: `orders.notice.${answer.said}` })
}

export default function LabOrder() {
  const { order, steps, standing, overdue, perHourFen, usualUntil, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('orders')
  return (
    <Page
      title={order.title}
      lead={<span className="flex flex-wrap items-center gap-x-3 gap-y-1"><OrderStatusBadge status={order.status} /><OverdueMark overdue={overdue} />{order.resource.isIllustrative ? <IllustrativeMark /> : null}</span>}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.labOrders(), label: t('lab.title') }]} />}
      action={order.status === 'received' ? <LinkButton to={paths.labOrders({ resource: order.resource.id })}>{t('lab.plan')}</LinkButton> : null}
    >
      <div><StandingText standing={standing} isLab /></div>
      <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-2">
        <div className="grid gap-8">
          <OrderFacts order={order} now={now} showsPeople />
          <StepList order={order} now={now} />
        </div>
        <LabSteps {...{ order, steps, reply, perHourFen, usualUntil, now }} />
      </div>
      <ResultLine order={order} mayHave now={now} />
      <SampleTable order={order} />
    </Page>
  )
}
