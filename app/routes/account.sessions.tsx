import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { useDeviceName } from '~/features/auth/components/device-name'
import { ReplyErrors } from '~/features/auth/components/form-reply'
import { listSessions } from '~/features/auth/queries.server'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { revokeSession } from '~/features/auth/revoke-session.server'
import { revokeSessionSchema } from '~/features/auth/schema'
import { currentSessionHash } from '~/features/auth/session.server'
import { formatDate, formatDateTime } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { SubmitButton } from '~/ui/button'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request)
  const t = createTranslator(localeOfRequest(request, viewer.locale))
  const now = new Date()
  const sessions = await listSessions(viewer.actor, currentSessionHash(request), now)
  return { pageTitle: t('common.pageTitle', { title: t('account.sessions.title') }), sessions, now }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const answer = await answerForm(request, revokeSessionSchema, ({ session }) =>
    revokeSession(actor, session, currentSessionHash(request)),
  )
  if (!answer.ok) return data(answer.reply, { status: 400 })
  const values = { count: answer.value.ended }
  const notice = { tone: 'ok' as const, key: 'account.sessions.ended', values }
  return redirectWithNotice(paths.accountSessions(), notice)
}

export default function AccountSessions() {
  const { sessions, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('account.sessions')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const deviceName = useDeviceName()
  return (
    <Section title={t('title')}>
      <ReplyErrors reply={reply} labels={{}} />
      <Table
        caption={t('title')}
        isCaptionHidden
        rows={sessions}
        rowKey={({ idHash }) => idHash}
        columns={[
          {
            key: 'device',
            label: t('device'),
            isRowHeader: true,
            cell: ({ userAgent }) => deviceName(userAgent),
          },
          {
            key: 'since',
            label: t('since'),
            cell: ({ createdAt }) => formatDateTime(createdAt, { locale, timeZone, now }),
          },
          {
            key: 'until',
            label: t('until'),
            cell: ({ expiresAt }) => formatDate(expiresAt, { locale, timeZone, now }),
          },
          {
            key: 'end',
            label: t('end'),
            cell: ({ idHash, userAgent, isCurrent }) =>
              isCurrent ? (
                <Status tone="ok">{t('current')}</Status>
              ) : (
                <Form method="post">
                  <SubmitButton
                    tone="danger"
                    size="small"
                    name="session"
                    value={idHash}
                    aria-label={t('endNamed', { device: deviceName(userAgent) })}
                  >
                    {t('end')}
                  </SubmitButton>
                </Form>
              ),
          },
        ]}
      />
      {sessions.length > 1 ? (
        <Form method="post">
          <SubmitButton tone="danger" name="session" value="others">
            {t('endOthers')}
          </SubmitButton>
        </Form>
      ) : null}
    </Section>
  )
}
