import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { SpentLink } from '~/features/auth/components/spent-link'
import { confirmEmail } from '~/features/auth/confirm-email.server'
import { findToken } from '~/features/auth/issue-token.server'
import { confirmSchema } from '~/features/auth/schema'
import { createSession, endSession } from '~/features/auth/session.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { LinkButton, SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const t = createTranslator(localeOfRequest(request))
  const isOpen = (await findToken('confirm_email', params.token ?? '', new Date())) !== null
  const pageTitle = t('common.pageTitle', { title: t('auth.confirm.title') })
  return data({ pageTitle, isOpen }, { status: isOpen ? 200 : 410 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const answer = await answerForm(request, confirmSchema, ({ password }) =>
    confirmEmail(params.token ?? '', password, new Date()),
  )
  if (!answer.ok) return data(answer.reply, { status: 400 })
  await endSession(request)
  const { personId, isAdmitted } = answer.value
  const cookie = await createSession(personId, request)
  const notice = isAdmitted
    ? ({ tone: 'ok', key: 'auth.confirm.done' } as const)
    : ({ tone: 'info', key: 'auth.confirm.waiting' } as const)
  return redirectWithNotice(isAdmitted ? paths.resources() : paths.account(), notice, { 'Set-Cookie': cookie })
}

export default function Confirm() {
  const { isOpen } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('auth')
  if (!isOpen) {
    return (
      <SpentLink
        body={
          <>
            <p>{t('link.spentBody')}</p>
            <p>{t('link.spentConfirm')}</p>
          </>
        }
        action={<LinkButton to={paths.login()}>{t('login.title')}</LinkButton>}
      />
    )
  }
  return (
    <Page title={t('confirm.title')} lead={t('confirm.lead')} width="form">
      <Form method="post" className="grid gap-4">
        <ReplyErrors reply={reply} labels={{ password: t('field.password') }} />
        <InputField
          field={fieldOf(reply, 'password')}
          label={t('field.password')}
          type="password"
          autoComplete="current-password"
          required
        />
        <SubmitButton>{t('confirm.submit')}</SubmitButton>
      </Form>
      <p>
        <Link to={paths.forgotPassword()}>{t('confirm.forgot')}</Link>
      </p>
    </Page>
  )
}
