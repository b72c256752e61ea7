import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, type FormReply, ReplyErrors } from '~/features/auth/components/form-reply'
import { usePersonName } from '~/features/auth/components/roles'
import { getViewer } from '~/features/auth/session.server'
import { askAboutResource, askedResource } from '~/features/catalogue/enquiries/ask.server'
import { enquirySchema } from '~/features/catalogue/enquiries/schema'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton, SubmitButton } from '~/ui/button'
import { InputField, TextareaField } from '~/ui/form-field'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await getViewer(request)
  const resource = await askedResource(params.id ?? '', viewer?.actor ?? null)
  if (resource === null) throw notFound()
  const locale = localeOfRequest(request, viewer?.locale)
  const t = createTranslator(locale)
  const name = bilingual({ zh: resource.nameZh, en: resource.nameEn }, locale).text
  const me = viewer && { email: viewer.email, nameZh: viewer.nameZh, nameEn: viewer.nameEn }
  return { pageTitle: t('common.pageTitle', { title: t('affiliations.enquiry.about', { resource: name }) }), resource, me }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

type Answer = { reply: FormReply | null; sentTo: string | null }

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await getViewer(request)
  const actor = viewer?.actor ?? null
  if ((await askedResource(params.id ?? '', actor)) === null) throw notFound()
  const context = { locale: localeOfRequest(request, viewer?.locale), now: new Date() }
  const answer = await answerForm(request, enquirySchema, (input) => askAboutResource(actor, params.id ?? '', input, context))
  if (!answer.ok) return data<Answer>({ reply: answer.reply, sentTo: null }, { status: 422 })
  return data<Answer>({ reply: null, sentTo: answer.value.email })
}

export default function Enquire() {
  const { resource, me } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('affiliations.enquiry')
  const locale = useLocale()
  const nameOf = usePersonName()
  const name = bilingual({ zh: resource.nameZh, en: resource.nameEn }, locale).text
  if (answer?.sentTo) {
    return (
      <Page title={t('sentTitle')} lead={t('sentBody', { email: answer.sentTo })} width="reading">
        <div><LinkButton to={paths.resource(resource.id)}>{t('back')}</LinkButton></div>
      </Page>
    )
  }
  const reply = answer?.reply ?? null
  const labels = { name: t('name'), organisation: t('organisation'), email: t('email'), phone: t('phone'), question: t('question') }
  return (
    <Page
      title={t('about', { resource: name })}
      lead={t('lead')}
      width="form"
      breadcrumbs={<Breadcrumbs items={[{ to: paths.resource(resource.id), label: name }]} />}
    >
      <Form method="post" className="grid gap-4">
        <ReplyErrors reply={reply} labels={labels} />
        <InputField field={fieldOf(reply, 'name', me ? nameOf(me) : null)} label={labels.name} autoComplete="name" maxLength={80} required />
        <InputField field={fieldOf(reply, 'organisation')} label={labels.organisation} autoComplete="organization" maxLength={120} required />
        <InputField field={fieldOf(reply, 'email', me?.email)} label={labels.email} type="email" autoComplete="email" required />
        <InputField field={fieldOf(reply, 'phone')} label={labels.phone} hint={t('phoneHint')} type="tel" autoComplete="tel" maxLength={40} required={false} />
        <TextareaField field={fieldOf(reply, 'question')} label={labels.question} hint={t('questionHint')} rows={6} maxLength={4000} required />
        <div className="sr-only" aria-hidden="true">
          <label>
            {t('trap')}
            <input name="website" tabIndex={-1} autoComplete="off" />
          </label>
        </div>
        <div><SubmitButton>{t('send')}</SubmitButton></div>
      </Form>
    </Page>
  )
}
