import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors, type FormReply } from '~/features/auth/components/form-reply'
import { MailSent } from '~/features/auth/components/mail-sent'
import { requestReset } from '~/features/auth/request-reset.server'
import { forgotSchema } from '~/features/auth/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { env } from '~/platform/env.server'
import { SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'

export function loader({ request }: LoaderFunctionArgs) {
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('auth.forgot.title') }), isDemo: env.DEMO }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

type Answer = { reply: FormReply | null; sentTo: string | null }

export async function action({ request }: ActionFunctionArgs) {
  const context = { origin: new URL(request.url).origin, now: new Date() }
  const answer = await answerForm(request, forgotSchema, ({ email }) => requestReset(email, context))
  if (!answer.ok) return data<Answer>({ reply: answer.reply, sentTo: null }, { status: 400 })
  return data<Answer>({ reply: null, sentTo: answer.value.email })
}

export default function ForgotPassword() {
  const { isDemo } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('auth')
  if (answer?.sentTo != null) {
    const email = answer.sentTo
    const body = t('forgot.sentBody', { email })
    return <MailSent title={t('forgot.sentTitle')} body={body} email={email} isDemo={isDemo} />
  }
  return (
    <Page title={t('forgot.title')} lead={t('forgot.lead')} width="form">
      <Form method="post" className="grid gap-4">
        <ReplyErrors reply={answer?.reply} labels={{ email: t('field.email') }} />
        <InputField
          field={fieldOf(answer?.reply, 'email')}
          label={t('field.email')}
          type="email"
          autoComplete="username"
          required
        />
        <SubmitButton>{t('forgot.submit')}</SubmitButton>
      </Form>
    </Page>
  )
}
