import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { listMailbox } from '~/features/notifications/queries.server'
import { formatDateTime } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, queryText } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { EmptyState } from '~/ui/states'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url)
  const asked = searchParams.get('page') ?? ''
  const page = /^\d{1,5}$/.test(asked) ? Math.max(1, Number(asked)) : 1
  const to = queryText(searchParams, 'to', 200)
  const mail = await listMailbox(page, to)
  if (mail === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('admin.mailbox.title') }), mail, page, to, now: new Date() }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Mailbox() {
  const { mail, page, to, now } = useLoaderData<typeof loader>()
  const t = useTranslations('admin.mailbox')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Form className="flex max-w-reading flex-wrap items-end gap-2">
        <InputField
          field={{ id: 'to', name: 'to', initialValue: to, key: to }}
          label={t('filter')}
          type="search"
          className="min-w-64 flex-1"
        />
        <SubmitButton tone="secondary">{t('filterSubmit')}</SubmitButton>
      </Form>
      {mail.items.length === 0 ? (
        <EmptyState title={t('none')} />
      ) : (
        <Table
          caption={t('title')}
          isCaptionHidden
          rows={mail.items}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'subject',
              label: t('subject'),
              isRowHeader: true,
              cell: ({ id, subject }) => <Link to={`${paths.mailbox()}/${id}`}>{subject}</Link>,
            },
            { key: 'to', label: t('to'), cell: (row) => <span className="break-all">{row.to}</span> },
            { key: 'at', label: t('at'), cell: ({ at }) => formatDateTime(at, { locale, timeZone, now }) },
          ]}
        />
      )}
      <Pagination page={page} pages={mail.pages} />
    </Page>
  )
}
