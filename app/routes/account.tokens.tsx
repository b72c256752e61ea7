import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { NewTokenForm, TokenList } from '~/features/auth/components/api-tokens'
import type { FormReply } from '~/features/auth/components/form-reply'
import { createApiToken } from '~/features/auth/create-api-token.server'
import { listApiTokens } from '~/features/auth/queries.server'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { revokeApiToken } from '~/features/auth/revoke-api-token.server'
import { apiTokenSchema, idSchema } from '~/features/auth/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request)
  const t = createTranslator(localeOfRequest(request, viewer.locale))
  const now = new Date()
  const tokens = await listApiTokens(viewer.actor, now)
  return { pageTitle: t('common.pageTitle', { title: t('account.tokens.title') }), tokens, now }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

type Answer = { reply: FormReply | null; secret: string | null }

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const refuse = (reply: FormReply) => data<Answer>({ reply, secret: null }, { status: 400 })
  const form = new URL(request.url).searchParams.get('form')
  if (form === 'create') {
    const answer = await answerForm(request, apiTokenSchema, (input) => createApiToken(actor, input, new Date()))
    if (!answer.ok) return refuse(answer.reply)
    // Answered here and not after a redirect: the secret is shown once and kept nowhere.
    return data<Answer>({ reply: null, secret: answer.value.secret }, { headers: { 'Cache-Control': 'no-store' } })
  }
  if (form === 'revoke') {
    const answer = await answerForm(request, idSchema, ({ id }) => revokeApiToken(actor, id, new Date()))
    if (!answer.ok) return refuse(answer.reply)
    return redirectWithNotice(paths.accountTokens(), { tone: 'ok', key: 'account.tokens.revoked' })
  }
  throw badRequest()
}

export default function AccountTokens() {
  const { tokens, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('account.tokens')
  return (
    <>
      {answer?.secret == null ? null : (
        <Notice tone="ok" announce="now" title={t('createTitle')}>
          <p>{t('created')}</p>
          <p>
            <label className="grid gap-1">
              {t('tokenLabel')}
              <input
                readOnly
                value={answer.secret}
                className="w-full rounded-md border border-control bg-surface px-3 py-1.5 font-mono text-sm"
              />
            </label>
          </p>
        </Notice>
      )}
      <Section title={t('listTitle')}>
        <TokenList tokens={tokens} now={now} />
      </Section>
      <Section title={t('createTitle')}>
        <p className="text-muted">{t('lead')}</p>
        <NewTokenForm reply={answer?.reply} />
      </Section>
    </>
  )
}
