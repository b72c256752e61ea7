import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { ReplyErrors, type FormReply } from '~/features/auth/components/form-reply'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { StayFields, useStayLabels } from '~/features/people/affiliations/components/stay-fields'
import { Backing, StayStatus, useTermText } from '~/features/people/affiliations/components/stay-parts'
import { declareAffiliation } from '~/features/people/affiliations/declare.server'
import { endAffiliation } from '~/features/people/affiliations/end.server'
import { ownAffiliations } from '~/features/people/affiliations/queries.server'
import { declareSchema, endSchema } from '~/features/people/affiliations/schema'
import { universityChoices } from '~/features/people/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const now = new Date()
  const t = createTranslator(localeOfRequest(request, locale))
  const [stays, universities] = await Promise.all([ownAffiliations(actor, now), universityChoices()])
  const others = universities.filter(({ id }) => id !== actor.homeUniversityId)
  return { pageTitle: t('common.pageTitle', { title: t('affiliations.title') }), now, stays, universities: others, canAsk: actor.homeUniversityId !== null }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

type Answer = { form: 'declare' | 'end'; reply: FormReply }

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const now = new Date()
  const isEnd = new URL(request.url).searchParams.get('form') === 'end'
  const answer = isEnd
    ? await answerForm(request, endSchema, (input) => endAffiliation(actor, input, now))
    : await answerForm(request, declareSchema, (input) => declareAffiliation(actor, input, now))
  if (!answer.ok) return data<Answer>({ form: isEnd ? 'end' : 'declare', reply: answer.reply }, { status: 422 })
  return redirectWithNotice(paths.accountAffiliations(), { tone: 'ok', key: `affiliations.account.${isEnd ? 'left' : 'sent'}` })
}

export default function AccountAffiliations() {
  const { stays, universities, canAsk, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('affiliations')
  const kinds = useTranslations('auth.kind')
  const labels = useStayLabels()
  const locale = useLocale()
  const termText = useTermText()
  const replyTo = (form: Answer['form']) => (answer?.form === form ? answer.reply : null)
  return (
    <div className="grid gap-8">
      <Section title={t('title')}>
        <p className="text-muted">{t('lead')} <HelpLink topic="people" /></p>
        <ReplyErrors reply={replyTo('end')} labels={{ }} />
        {stays.length === 0 ? <p>{t('account.none')}</p> : null}
        <ul className="grid gap-4">
          {stays.map((stay) => {
            const university = bilingual({ zh: stay.university.nameZh, en: stay.university.nameEn }, locale).text
            return (
              <li key={stay.id} className="grid gap-1 border-b border-line pb-3">
                <p className="flex flex-wrap items-center gap-2">
                  <span className="font-medium">{university}</span>
                  <StayStatus state={stay.state} />
                </p>
                <p>{[t(`basis.${stay.basis}`), kinds(stay.kind), stay.department, termText(stay, now)].filter(Boolean).join(' · ')}</p>
                <Backing stay={stay} />
                {stay.endReason ? <p className="text-sm text-muted">{stay.endReason}</p> : null}
                {stay.isHome || stay.state === 'ended' || stay.state === 'refused' ? null : (
                  <details>
                    <summary className="cursor-pointer text-refused" aria-label={t('account.leaveNamed', { university })}>{t('account.leave')}</summary>
                    <Form method="post" action={`${paths.accountAffiliations()}?form=end`} className="mt-2 grid gap-2">
                      <input type="hidden" name="id" value={stay.id} />
                      <input type="hidden" name="version" value={stay.version} />
                      <InputField field={{ id: `reason-${stay.id}`, name: 'reason', required: true }} label={t('field.reason')} maxLength={300} />
                      <div>
                        <SubmitButton tone="danger" size="small" aria-label={t('account.leaveNamed', { university })}>{t('account.leave')}</SubmitButton>
                      </div>
                    </Form>
                  </details>
                )}
              </li>
            )
          })}
        </ul>
      </Section>
      {canAsk ? (
        <Section title={t('account.ask')}>
          <p className="text-muted">{t('account.askLead')}</p>
          <Form method="post" action={paths.accountAffiliations()} className="grid max-w-form gap-4">
            <ReplyErrors reply={replyTo('declare')} labels={labels} />
            <StayFields reply={replyTo('declare')} universities={universities} />
            <div>
              <SubmitButton>{t('account.send')}</SubmitButton>
            </div>
          </Form>
        </Section>
      ) : null}
    </div>
  )
}
