import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { readPosted } from '~/features/bookings/form'
import { LabQueue } from '~/features/usage/orders/components/lab-queue'
import { type OrderReply, replyOf, runForm } from '~/features/usage/orders/form'
import { labQueues } from '~/features/usage/orders/lab-queue.server'
import { planRun } from '~/features/usage/orders/plan-run.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { queryText, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Button } from '~/ui/button'
import { SelectField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'
import { Tabs } from '~/ui/tabs'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'record:use')
  const query = new URL(request.url).searchParams
  const isOver = query.get('state') === 'over'
  const resourceId = queryText(query, 'resource', 100) || null
  const queues = await labQueues(actor, { isOver, resourceId: null }, now)
  const t = createTranslator(localeOfRequest(request, locale))
  return {
    pageTitle: t('common.pageTitle', { title: t('orders.lab.title') }), now, isOver, resourceId,
    queues: queues.filter(({ resource }) => resourceId === null || resource.id === resourceId),
    resources: queues.map(({ resource: { id, nameZh, nameEn } }) => ({ id, nameZh, nameEn })),
    submissionKey: randomUUID(),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requirePermission(request, 'record:use')
  const posted = readPosted(await readForm(request), runForm)
  const form = posted.values.resource ?? ''
  if (!posted.ok) return data<OrderReply>({ errors: posted.errors, problems: [], values: posted.values, form }, { status: 422 })
  const outcome = await planRun(actor, posted.value, now)
  if (!outcome.ok) {
    const isSpent = outcome.problems.some((each) => each.code === 'key_reused')
    return data<OrderReply>(replyOf(outcome.problems, isSpent ? { ...posted.values, key: randomUUID() } : posted.values, form), { status: 422 })
  }
  return redirectWithNotice(paths.labOrders(), { tone: 'ok', key: 'orders.notice.queued' })
}

export default function LabOrders() {
  const { queues, resources, resourceId, isOver, submissionKey, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('orders.lab')
  const manage = useTranslations('bookings.manage')
  const locale = useLocale()
  return (
    <Page title={t('title')} lead={t('lead')} breadcrumbs={<Breadcrumbs items={[{ to: paths.manage(), label: manage('title') }]} />}>
      <Tabs
        label={t('title')}
        tabs={[
          { to: paths.labOrders({ resource: resourceId }), label: t('waiting'), isCurrent: !isOver },
          { to: paths.labOrders({ resource: resourceId, state: 'over' }), label: t('over'), isCurrent: isOver },
        ]}
      />
      {resources.length > 1 ? (
        <Form className="flex max-w-form flex-wrap items-end gap-3" data-screen-only>
          {isOver ? <input type="hidden" name="state" value="over" /> : null}
          <SelectField
            field={{ id: 'resource', name: 'resource', initialValue: resourceId ?? '' }}
            label={t('filter')}
            choices={[{ value: '', label: t('allLabs') }, ...resources.map(({ id, nameZh, nameEn }) => ({ value: id, label: bilingual({ zh: nameZh, en: nameEn }, locale).text }))]}
            className="min-w-60 flex-1"
          />
          <Button type="submit">{t('show')}</Button>
        </Form>
      ) : null}
      {queues.length === 0 ? <EmptyState icon="flask" title={t('none')}>{t('noneHint')}</EmptyState> : null}
      {queues.map((queue) => (
        <LabQueue key={queue.resource.id} queue={queue} reply={reply?.form === queue.resource.id ? reply : null} {...{ submissionKey, now }} canPlan={!isOver} />
      ))}
    </Page>
  )
}
