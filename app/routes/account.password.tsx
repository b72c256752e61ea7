import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { changePassword } from '~/features/auth/change-password.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { NewPasswordFields } from '~/features/auth/components/name-fields'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { changePasswordSchema } from '~/features/auth/schema'
import { currentSessionHash } from '~/features/auth/session.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request)
  const t = createTranslator(localeOfRequest(request, viewer.locale))
  return { pageTitle: t('common.pageTitle', { title: t('account.password.title') }) }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const answer = await answerForm(request, changePasswordSchema, (input) =>
    changePassword(actor, input, currentSessionHash(request), new Date()),
  )
  if (!answer.ok) return data(answer.reply, { status: 400 })
  return redirectWithNotice(paths.accountPassword(), { tone: 'ok', key: 'account.password.saved' })
}

export default function AccountPassword() {
  const reply = useActionData<typeof action>()
  const t = useTranslations('account.password')
  const field = useTranslations('auth.field')
  const labels = {
    current: field('currentPassword'),
    password: field('newPassword'),
    repeat: field('repeat'),
  }
  return (
    <Section title={t('title')}>
      <p className="text-muted">{t('lead')}</p>
      <Form method="post" className="grid max-w-form gap-4">
        <ReplyErrors reply={reply} labels={labels} />
        <InputField
          field={fieldOf(reply, 'current')}
          label={labels.current}
          type="password"
          autoComplete="current-password"
          required
        />
        <NewPasswordFields reply={reply} />
        <div>
          <SubmitButton>{t('save')}</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}
