import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { currentDocument } from '~/features/alliance/queries.server'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors, type FormReply } from '~/features/auth/components/form-reply'
import { MailSent } from '~/features/auth/components/mail-sent'
import { NameFields } from '~/features/auth/components/name-fields'
import { SIGN_UP_KINDS } from '~/features/auth/kinds'
import { signUpSchema } from '~/features/auth/schema'
import { getViewer } from '~/features/auth/session.server'
import { signUp } from '~/features/auth/sign-up.server'
import { universityChoices } from '~/features/people/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { env } from '~/platform/env.server'
import { redirectTo } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { CheckboxField, InputField, SelectField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'

export async function loader({ request }: LoaderFunctionArgs) {
  if ((await getViewer(request)) !== null) throw redirectTo(paths.home())
  const t = createTranslator(localeOfRequest(request))
  const [document, universities] = await Promise.all([currentDocument('privacy'), universityChoices()])
  return {
    pageTitle: t('common.pageTitle', { title: t('auth.signup.title') }),
    version: document?.version ?? null,
    universities,
    isDemo: env.DEMO,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

type Answer = { reply: FormReply | null; sentTo: string | null }

export async function action({ request }: ActionFunctionArgs) {
  const { origin } = new URL(request.url)
  const context = { locale: localeOfRequest(request), origin, now: new Date() }
  const answer = await answerForm(request, signUpSchema, (input) => signUp(input, context))
  if (!answer.ok) return data<Answer>({ reply: answer.reply, sentTo: null }, { status: 400 })
  return data<Answer>({ reply: null, sentTo: answer.value.email })
}

export default function SignUp() {
  const { version, isDemo } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('auth.signup')
  const signIn = useTranslations('auth.login')('title')
  if (answer?.sentTo != null) {
    const email = answer.sentTo
    return <MailSent title={t('sentTitle')} body={t('sentBody', { email })} email={email} isDemo={isDemo} />
  }
  return (
    <Page title={t('title')} lead={t('lead')} width="form">
      {version === null ? (
        <Notice tone="warn">{t('unavailable')}</Notice>
      ) : (
        <SignUpForm reply={answer?.reply ?? null} version={version} />
      )}
      <p>
        {t('haveAccount')} <Link to={paths.login()}>{signIn}</Link>
      </p>
    </Page>
  )
}

function SignUpForm({ reply, version }: { reply: FormReply | null; version: string }) {
  const { universities } = useLoaderData<typeof loader>()
  const t = useTranslations('auth')
  const locale = useLocale()
  const choices = universities.map(({ id, zh, en }) => ({ value: id, label: bilingual({ zh, en }, locale).text }))
  const labels = {
    email: t('field.email'),
    password: t('field.password'),
    nameZh: t('field.nameZh'),
    nameEn: t('field.nameEn'),
    kind: t('field.kind'),
    universityId: t('field.university'),
    privacy: t('privacy.title'),
  }
  return (
    <Form method="post" className="grid gap-4">
      <ReplyErrors reply={reply} labels={labels} />
      <InputField
        field={fieldOf(reply, 'email')}
        label={labels.email}
        hint={t('hint.email')}
        type="email"
        autoComplete="username"
        required
      />
      <InputField
        field={fieldOf(reply, 'password')}
        label={labels.password}
        hint={t('hint.password')}
        type="password"
        autoComplete="new-password"
        required
      />
      <NameFields reply={reply} />
      <SelectField
        field={fieldOf(reply, 'kind', 'student')}
        label={labels.kind}
        choices={SIGN_UP_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
      />
      <SelectField
        field={fieldOf(reply, 'universityId')}
        label={labels.universityId}
        hint={t('hint.university')}
        placeholder={t('hint.chooseUniversity')}
        choices={choices}
        required={false}
      />
      <input type="hidden" name="privacyVersion" value={version} />
      <CheckboxField
        field={{ ...fieldOf(reply, 'privacy'), required: true }}
        label={t.rich('signup.privacy', {
          version,
          link: (chunks) => (
            <Link to={paths.privacy()} target="_blank" rel="noopener">
              {chunks}
            </Link>
          ),
        })}
      />
      <SubmitButton>{t('signup.submit')}</SubmitButton>
    </Form>
  )
}
