import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { answerLeave } from '~/features/bookings/operators/answer-leave.server'
import { LeaveSection } from '~/features/bookings/operators/components/leave-section'
import { PlanList } from '~/features/bookings/operators/components/plan-list'
import type { LeaveReply } from '~/features/bookings/operators/components/reply'
import { machinesOf, operatorPage, ownOperators } from '~/features/bookings/operators/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
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
  return { pageTitle: t('common.pageTitle', { title: t('operators.plan.title') }), now, operators: pages.filter((each) => each !== null), machines: await machinesOf(own.map(({ resourceId }) => resourceId)), submissionKey: randomUUID() }
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
  const { operators, machines, now, submissionKey } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('operators')
  const outages = useTranslations('outages')
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
      {machines.length === 0 ? null : (
        <Section title={outages('runs')}>
          <p className="text-muted">{outages('runsLead')}</p>
          <ul className="grid gap-2">
            {machines.map(({ id, nameZh, nameEn }) => {
              const name = bilingual({ zh: nameZh, en: nameEn }, locale).text
              return (
                <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <Link to={paths.resource(id)} className="underline decoration-line underline-offset-4">{name}</Link>
                  <LinkButton size="small" to={paths.stopResource(id)} aria-label={`${outages('stop')}: ${name}`}>{outages('stop')}</LinkButton>
                </li>
              )
            })}
          </ul>
        </Section>
      )}
    </Page>
  )
}
