import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { ReplyErrors } from '~/features/auth/components/form-reply'
import { NewPasswordFields } from '~/features/auth/components/name-fields'
import { SpentLink } from '~/features/auth/components/spent-link'
import { findToken } from '~/features/auth/issue-token.server'
import { resetPassword } from '~/features/auth/reset-password.server'
import { resetSchema } from '~/features/auth/schema'
import { endSession } from '~/features/auth/session.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { LinkButton, SubmitButton } from '~/ui/button'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const t = createTranslator(localeOfRequest(request))
  const isOpen = (await findToken('reset_password', params.token ?? '', new Date())) !== null
  const pageTitle = t('common.pageTitle', { title: t('auth.reset.title') })
  return data({ pageTitle, isOpen }, { status: isOpen ? 200 : 410 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const answer = await answerForm(request, resetSchema, ({ password }) =>
    resetPassword(params.token ?? '', password, new Date()),
  )
  if (!answer.ok) return data(answer.reply, { status: 400 })
  const cookie = await endSession(request)
  return redirectWithNotice(paths.login(), { tone: 'ok', key: 'auth.reset.done' }, { 'Set-Cookie': cookie })
}

export default function ResetPassword() {
  const { isOpen } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('auth')
  if (!isOpen) {
    const again = <LinkButton to={paths.forgotPassword()}>{t('link.askAgain')}</LinkButton>
    return <SpentLink action={again} />
  }
  return (
    <Page title={t('reset.title')} lead={t('reset.lead')} width="form">
      <Form method="post" className="grid gap-4">
        <ReplyErrors
          reply={reply}
          labels={{ password: t('field.newPassword'), repeat: t('field.repeat') }}
        />
        <NewPasswordFields reply={reply} />
        <SubmitButton>{t('reset.submit')}</SubmitButton>
      </Form>
    </Page>
  )
}
