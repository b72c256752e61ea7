import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { claimAdministration, isFirstAdminLinkOpen } from '~/features/auth/claim-administration.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { NameFields, NewPasswordFields } from '~/features/auth/components/name-fields'
import { SpentLink } from '~/features/auth/components/spent-link'
import { firstAdminSchema } from '~/features/auth/schema'
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
  const isOpen = await isFirstAdminLinkOpen(params.token ?? '', new Date())
  const pageTitle = t('common.pageTitle', { title: t('auth.firstAdmin.title') })
  return data({ pageTitle, isOpen }, { status: isOpen ? 200 : 410 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOfRequest(request)
  const answer = await answerForm(request, firstAdminSchema, (claim) =>
    claimAdministration(params.token ?? '', { ...claim, locale }, new Date()),
  )
  if (!answer.ok) return data(answer.reply, { status: 400 })
  await endSession(request)
  const cookie = await createSession(answer.value.personId, request)
  return redirectWithNotice(paths.admin(), { tone: 'ok', key: 'auth.firstAdmin.done' }, { 'Set-Cookie': cookie })
}

export default function FirstAdmin() {
  const { isOpen } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('auth')
  if (!isOpen) {
    const signIn = <LinkButton to={paths.login()}>{t('login.title')}</LinkButton>
    return <SpentLink body={<p>{t('firstAdmin.spentBody')}</p>} action={signIn} />
  }
  const labels = {
    email: t('field.email'),
    password: t('field.newPassword'),
    repeat: t('field.repeat'),
    nameZh: t('field.nameZh'),
    nameEn: t('field.nameEn'),
  }
  return (
    <Page title={t('firstAdmin.title')} lead={t('firstAdmin.lead')} width="form">
      <Form method="post" className="grid gap-4">
        <ReplyErrors reply={reply} labels={labels} />
        <InputField
          field={fieldOf(reply, 'email')}
          label={labels.email}
          type="email"
          autoComplete="username"
          required
        />
        <NewPasswordFields reply={reply} />
        <NameFields reply={reply} />
        <SubmitButton>{t('firstAdmin.submit')}</SubmitButton>
      </Form>
    </Page>
  )
}
