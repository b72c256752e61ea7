import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { done } from '~/domain/problem'
import { answerForm } from '~/features/auth/answer-form.server'
import { DemoAccounts } from '~/features/auth/components/demo-accounts'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { demoAccounts } from '~/features/auth/queries.server'
import { signInSchema } from '~/features/auth/schema'
import { createSession, endSession, getViewer } from '~/features/auth/session.server'
import { signIn } from '~/features/auth/sign-in.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectTo, safeRedirect } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { CheckboxField, InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'

export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url)
  const to = safeRedirect(searchParams.get('to'), paths.home())
  if ((await getViewer(request)) !== null) throw redirectTo(to)
  const t = createTranslator(localeOfRequest(request))
  const demo = await demoAccounts()
  const chosen = demo?.accounts.find(({ email }) => email === searchParams.get('as'))?.email ?? null
  return { pageTitle: t('common.pageTitle', { title: t('auth.login.title') }), to, demo, chosen }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request }: ActionFunctionArgs) {
  const context = { origin: new URL(request.url).origin, now: new Date() }
  const answer = await answerForm(request, signInSchema, async (input) => {
    const outcome = await signIn(input, context)
    return outcome.ok ? done({ ...outcome.value, to: input.to, mine: input.mine }) : outcome
  })
  if (!answer.ok) return data(answer.reply, { status: 400 })
  await endSession(request)
  const cookie = await createSession(answer.value.personId, request, { isBrief: answer.value.mine !== 'on' })
  return redirectTo(safeRedirect(answer.value.to, paths.home()), { 'Set-Cookie': cookie })
}

export default function Login() {
  const { to, demo, chosen } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('auth')
  const email = { ...fieldOf(reply, 'email', chosen), key: `email-${chosen ?? ''}` }
  const password = { ...fieldOf(reply, 'password'), key: `password-${chosen ?? ''}` }
  return (
    <Page title={t('login.title')}>
      <div className="grid items-start gap-10 lg:grid-cols-[minmax(0,24rem)_minmax(0,1fr)]">
        <Form method="post" action={paths.login()} className="grid gap-4">
          <ReplyErrors reply={reply} labels={{ email: t('field.email'), password: t('field.password') }} />
          <input type="hidden" name="to" value={to} />
          <InputField field={email} label={t('field.email')} type="email" autoComplete="username" required />
          <InputField
            field={chosen === null || demo === null ? password : { ...password, initialValue: demo.password }}
            label={t('field.password')}
            type="password"
            autoComplete="current-password"
            required
          />
          <CheckboxField field={fieldOf(reply, 'mine', to.startsWith('/use/') ? 'on' : null)} label={t('login.mine')} hint={t('login.mineHint')} />
          <SubmitButton>{t('login.submit')}</SubmitButton>
          <p className="flex flex-wrap gap-x-6 gap-y-1">
            <Link to={paths.forgotPassword()}>{t('login.forgot')}</Link>
            <span>
              {t('login.noAccount')} <Link to={paths.signUp()}>{t('login.signUp')}</Link>
            </span>
          </p>
        </Form>
        {demo === null ? null : <DemoAccounts {...demo} chosen={chosen} to={to} />}
      </div>
    </Page>
  )
}
