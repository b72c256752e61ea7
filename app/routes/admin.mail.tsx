import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { ReplyErrors } from '~/features/auth/components/form-reply'
import { requirePermission } from '~/features/auth/require.server'
import { listDeliveries } from '~/features/notifications/deliveries.server'
import { resendMail } from '~/features/notifications/resend.server'
import { type DeliveryStatus, MAIL_STATUSES, resendSchema } from '~/features/notifications/schema'
import { formatDateTime } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { queryText, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status, type StatusTone } from '~/ui/badge'
import { SubmitButton } from '~/ui/button'
import { HelpLink } from '~/ui/help-link'
import { InputField, SelectField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { EmptyState } from '~/ui/states'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, 'manage:mail', {})
  const { searchParams } = new URL(request.url)
  const asked = searchParams.get('page') ?? ''
  const filter = {
    status: MAIL_STATUSES.find((each) => each === searchParams.get('status')) ?? null,
    to: queryText(searchParams, 'to', 200),
    page: /^\d{1,5}$/.test(asked) ? Math.max(1, Number(asked)) : 1,
  }
  const mail = await listDeliveries(actor, filter)
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('admin.mail.title') }), mail, filter, now: new Date() }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:mail', {})
  const answer = await answerForm(request, resendSchema, ({ id }) => resendMail(actor, id, new Date()))
  if (!answer.ok) return data({ reply: answer.reply }, { status: 400 })
  return redirectWithNotice(paths.adminMail(), { tone: 'ok', key: 'admin.mail.resent' })
}

const tones: Record<DeliveryStatus, StatusTone> = { queued: 'waiting', sent: 'ok', refused: 'refused' }

export default function AdminMail() {
  const { mail, filter, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('admin.mail')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  return (
    <Page title={t('title')} lead={<>{t('lead')} <HelpLink topic="mail" /></>}>
      <Filters />
      <ReplyErrors reply={answer?.reply} labels={{}} />
      {mail.items.length === 0 ? (
        <EmptyState title={t('none')} />
      ) : (
        <Table
          caption={t('title')}
          isCaptionHidden
          rows={mail.items}
          rowKey={({ id }) => id}
          columns={[
            { key: 'at', label: t('at'), cell: ({ queuedAt }) => formatDateTime(queuedAt, { locale, timeZone, now }) },
            { key: 'to', label: t('to'), cell: ({ to }) => <span className="break-all">{to}</span> },
            { key: 'subject', label: t('subject'), isRowHeader: true, cell: ({ subject }) => subject },
            {
              key: 'status',
              label: t('status'),
              cell: ({ status }) => <Status tone={tones[status]}>{t(`states.${status}`)}</Status>,
            },
            {
              key: 'answer',
              label: t('answer'),
              cell: ({ answer: words, attempts }) => (
                <span className="break-words text-sm">
                  {[words, attempts > 1 ? t('attempts', { count: attempts }) : null].filter(Boolean).join(' · ')}
                </span>
              ),
            },
            {
              key: 'resend',
              label: t('resend'),
              cell: ({ id, status, to, subject }) =>
                status === 'refused' ? (
                  <Form method="post">
                    <SubmitButton tone="secondary" size="small" name="id" value={id} aria-label={t('resendNamed', { to, subject })}>
                      {t('resend')}
                    </SubmitButton>
                  </Form>
                ) : null,
            },
          ]}
        />
      )}
      <Pagination page={filter.page} pages={mail.pages} />
    </Page>
  )
}

function Filters() {
  const { mail, filter } = useLoaderData<typeof loader>()
  const t = useTranslations('admin.mail')
  const counted = (status: DeliveryStatus) => t('counted', { state: t(`states.${status}`), count: mail.counts[status] })
  return (
    <Form aria-label={t('filter')} className="flex max-w-reading flex-wrap items-end gap-2">
      <SelectField
        field={{ id: 'status', name: 'status', initialValue: filter.status ?? '', key: filter.status ?? '' }}
        label={t('status')}
        placeholder={t('any')}
        choices={MAIL_STATUSES.map((status) => ({ value: status, label: counted(status) }))}
        className="min-w-40"
      />
      <InputField
        field={{ id: 'to', name: 'to', initialValue: filter.to, key: filter.to }}
        label={t('to')}
        type="search"
        className="min-w-64 flex-1"
      />
      <SubmitButton tone="secondary">{t('show')}</SubmitButton>
    </Form>
  )
}
