import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { Problem } from '~/domain/problem'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { readPosted } from '~/features/bookings/form'
import { answerLeave } from '~/features/bookings/operators/answer-leave.server'
import { changeOperator } from '~/features/bookings/operators/change.server'
import { LeaveSection } from '~/features/bookings/operators/components/leave-section'
import { OperatorForm } from '~/features/bookings/operators/components/operator-form'
import { PlanList } from '~/features/bookings/operators/components/plan-list'
import { type LeaveReply, type OperatorReply, splitProblems, useProblemLines } from '~/features/bookings/operators/components/reply'
import { assistedResources, operatorPage } from '~/features/bookings/operators/queries.server'
import { retireOperator } from '~/features/bookings/operators/retire.server'
import { operatorForm } from '~/features/bookings/operators/schema'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale: stored } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:resource')
  const operator = await operatorPage(actor, params.id ?? '', now)
  if (!operator?.mayKeep) throw notFound()
  const locale = localeOfRequest(request, stored)
  const t = createTranslator(locale)
  return {
    pageTitle: t('common.pageTitle', { title: bilingual({ zh: operator.nameZh, en: operator.nameEn }, locale).text }),
    now, operator, resources: await assistedResources(actor), submissionKey: randomUUID(),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

const FORMS = ['change', 'leave', 'end', 'retire'] as const
type Answer = { form: 'change'; reply: OperatorReply } | { form: 'leave'; reply: LeaveReply } | { form: 'retire'; problems: Problem[] }

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requirePermission(request, 'manage:resource')
  const operator = await operatorPage(actor, params.id ?? '', now)
  if (!operator?.mayKeep) throw notFound()
  const asked = new URL(request.url).searchParams.get('form')
  const form = FORMS.find((each) => each === asked) ?? 'change'
  const body = await readForm(request)
  const here = paths.manageOperator(operator.id)
  if (form === 'leave' || form === 'end') {
    const answer = await answerLeave(actor, operator, form, body, now)
    if (!answer.ok) return data<Answer>({ form: 'leave', reply: answer.reply }, { status: answer.status })
    return redirectWithNotice(here, { tone: 'ok', key: `operators.notice.${answer.taken ? 'leave' : 'leaveEnded'}`, values: answer.taken ?? undefined })
  }
  if (form === 'retire') {
    const outcome = await retireOperator(actor, operator.id, now)
    if (!outcome.ok) return data<Answer>({ form, problems: outcome.problems }, { status: 422 })
    return redirectWithNotice(paths.manageOperators(), { tone: 'ok', key: 'operators.notice.retired' })
  }
  const posted = readPosted(body, operatorForm)
  const refuse = (changes: Partial<OperatorReply>) =>
    data<Answer>({ form, reply: { errors: {}, values: posted.values, problems: [], chosen: body.getAll('resourceIds').map(String), ...changes } }, { status: 422 })
  if (!posted.ok) return refuse({ errors: posted.errors })
  const outcome = await changeOperator(actor, operator.id, posted.value, now)
  if (!outcome.ok) return refuse(splitProblems(outcome.problems))
  return redirectWithNotice(here, { tone: 'ok', key: 'operators.notice.saved' })
}

export default function Operator() {
  const { operator, resources, now, submissionKey } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('operators')
  const locale = useLocale()
  const { id, timeZone, version, plan, leaves } = operator
  const here = paths.manageOperator(id)
  const retireProblems = useProblemLines(answer?.form === 'retire' ? answer.problems : [])
  return (
    <Page
      title={bilingual({ zh: operator.nameZh, en: operator.nameEn }, locale).text}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manageOperators(), label: t('title') }]} />}
    >
      <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-2">
        <div className="grid gap-8">
          <Section title={t('plan.section')}><PlanList plan={plan} timeZone={timeZone} now={now} maySwap /></Section>
          <Section title={t('leaves.title')}>
            <LeaveSection key={leaves.length} {...{ leaves, submissionKey, timeZone, now }} address={here} operatorId={id} reply={answer?.form === 'leave' ? answer.reply : null} mayKeep />
          </Section>
        </div>
        <div className="grid gap-8">
          <Section title={t('hours')}>
            <p>{t('hoursHint')}</p>
            <div><LinkButton to={paths.resourceHours(id)}>{t('setHours')}</LinkButton></div>
          </Section>
          <Section title={t('edit')}>
            <OperatorForm key={version} action={`${here}?form=change`} resources={resources} kept={operator} reply={answer?.form === 'change' ? answer.reply : null} />
          </Section>
          <Section title={t('retire')}>
            <Form method="post" action={`${here}?form=retire`} className="grid gap-3">
              <FormErrors errors={retireProblems.map((message) => ({ message }))} />
              <p>{t('retireHint')}</p>
              <div><SubmitButton tone="danger">{t('retire')}</SubmitButton></div>
            </Form>
          </Section>
        </div>
      </div>
    </Page>
  )
}
