import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { answerLeave } from '~/features/bookings/operators/answer-leave.server'
import { LeaveSection } from '~/features/bookings/operators/components/leave-section'
import { PlanList } from '~/features/bookings/operators/components/plan-list'
import type { LeaveReply } from '~/features/bookings/operators/components/reply'
import { operatorPage, ownOperators } from '~/features/bookings/operators/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { EmptyState } from '~/ui/states'

/** What an operator is promised to, and their own leave. */
export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const t = createTranslator(localeOfRequest(request, locale))
  const own = await ownOperators(actor)
  const pages = await Promise.all(own.map(({ resourceId }) => operatorPage(actor, resourceId, now)))
  return { pageTitle: t('common.pageTitle', { title: t('operators.plan.title') }), now, operators: pages.filter((each) => each !== null), submissionKey: randomUUID() }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const body = await readForm(request)
  const own = await ownOperators(actor)
  const operatorId = own.find(({ resourceId }) => resourceId === body.get('operatorId'))?.resourceId
  const operator = operatorId === undefined ? null : await operatorPage(actor, operatorId, now)
  if (operator === null) throw notFound()
  const form = new URL(request.url).searchParams.get('form') === 'end' ? 'end' : 'leave'
  const answer = await answerLeave(actor, operator, form, body, now)
  if (!answer.ok) return data<{ operatorId: string; reply: LeaveReply }>({ operatorId: operator.id, reply: answer.reply }, { status: answer.status })
  return redirectWithNotice(paths.duty(), { tone: 'ok', key: `operators.notice.${answer.taken ? 'leave' : 'leaveEnded'}`, values: answer.taken ?? undefined })
}

export default function Duty() {
  const { operators, now, submissionKey } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('operators')
  const locale = useLocale()
  return (
    <Page title={t('plan.title')}>
      {operators.length === 0 ? <EmptyState icon="people" title={t('plan.notOperator')}>{t('plan.notOperatorHint')}</EmptyState> : null}
      {operators.map((operator) => (
        <div key={operator.id} className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-2">
          <Section title={operators.length > 1 ? bilingual({ zh: operator.nameZh, en: operator.nameEn }, locale).text : t('plan.section')}>
            <PlanList plan={operator.plan} timeZone={operator.timeZone} now={now} maySwap={false} />
          </Section>
          <Section title={t('leaves.title')}>
            <LeaveSection
              key={operator.leaves.length}
              leaves={operator.leaves} address={paths.duty()} operatorId={operator.id} submissionKey={submissionKey} timeZone={operator.timeZone} now={now}
              reply={answer?.operatorId === operator.id ? answer.reply : null} mayKeep={operator.mayKeep}
            />
          </Section>
        </div>
      ))}
    </Page>
  )
}
