import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { answerForm } from '~/features/auth/answer-form.server'
import type { FormReply } from '~/features/auth/components/form-reply'
import { usePersonName } from '~/features/auth/components/roles'
import { requirePermission } from '~/features/auth/require.server'
import { suspendSchema } from '~/features/auth/schema'
import { liftSuspension, suspendPerson } from '~/features/auth/suspend.server'
import { QuestionForm, SignInSection, SuspensionSection } from '~/features/people/rights/components/rights-forms'
import { AnswerNotice, RightsTable, StandingSection } from '~/features/people/rights/components/rights-view'
import { rightsOf } from '~/features/people/rights/queries.server'
import { readQuestion } from '~/features/people/rights/schema'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { HelpLink } from '~/ui/help-link'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, 'read:rights')
  const now = new Date()
  const rights = await rightsOf(actor, params.id ?? '', readQuestion(new URL(request.url).searchParams), now)
  if (rights === null) throw notFound()
  const locale = localeOfRequest(request)
  const t = createTranslator(locale)
  const { nameZh, nameEn, email, id } = rights.person
  const name = bilingual({ zh: nameZh, en: nameEn }, locale).text || email
  return {
    pageTitle: t('common.pageTitle', { title: t('rights.of.title', { name }) }),
    rights,
    maySuspend: can(actor, 'suspend:person', {}) && id !== actor.personId,
    now,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'suspend:person', {})
  const form = new URL(request.url).searchParams.get('form')
  if (form !== 'suspend' && form !== 'lift') throw badRequest()
  const answer = await answerForm(request, suspendSchema, (input) =>
    form === 'suspend' ? suspendPerson(actor, input, new Date()) : liftSuspension(actor, input),
  )
  if (!answer.ok) return data<FormReply>(answer.reply, { status: 422 })
  const key = form === 'suspend' ? 'rights.suspension.done' : 'rights.suspension.lifted'
  return redirectWithNotice(paths.personRights(params.id ?? ''), { tone: 'ok', key })
}

export default function PersonRights() {
  const { rights, maySuspend, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('rights')
  const nameOf = usePersonName()
  const { person, answer, rows, signIns } = rights
  const isNobody = person.status !== 'active' && person.status !== 'awaiting_admission'
  return (
    <Page title={t('of.title', { name: nameOf(person) })} lead={<>{`${person.email} · ${t('of.lead')}`} <HelpLink topic="rights" /></>}>
      {isNobody ? <Notice tone="warn">{t('suspendedNobody')}</Notice> : null}
      <StandingSection rights={rights} now={now} />
      <Section title={t('ask.title')}>
        <p className="text-muted">{t('ask.lead')}</p>
        {answer === null ? null : <AnswerNotice answer={answer} now={now} />}
        <QuestionForm question={answer?.question ?? null} />
      </Section>
      <RightsTable rows={rows} now={now} />
      {maySuspend ? (
        <SuspensionSection person={person} action={(form) => paths.personRights(person.id, { form })} reply={reply} now={now} />
      ) : null}
      {signIns === null ? null : <SignInSection signIns={signIns} now={now} />}
    </Page>
  )
}
