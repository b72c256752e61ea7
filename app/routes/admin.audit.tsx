import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, useLoaderData } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { ChainNotice } from '~/features/audit/components/chain-notice'
import { listAuditEvents } from '~/features/audit/queries.server'
import { chainState } from '~/features/audit/seal.server'
import { requirePermission } from '~/features/auth/require.server'
import { formatDateTime } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { queryText } from '~/platform/http'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Table } from '~/ui/table'

/** How long a page may look at the chain; a job looks at all of it every night. */
const CHAIN_MS = 1_000

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, 'read:audit', {})
  const { searchParams } = new URL(request.url)
  const text = (name: string) => queryText(searchParams, name, 100)
  const filter = { action: text('action'), subject: text('subject'), actor: text('actor'), from: text('from'), to: text('to'), cursor: text('before') }
  const [page, chain] = await Promise.all([
    listAuditEvents(actor, { ...filter, subjectId: filter.subject, actorEmail: filter.actor }),
    chainState(actor, CHAIN_MS),
  ])
  const t = createTranslator(localeOfRequest(request))
  // A bag of facts of any shape: told as text, so that no page depends on it.
  const items = page.items.map(({ data, ...row }) => ({ ...row, details: JSON.stringify(data) }))
  return {
    pageTitle: t('common.pageTitle', { title: t('admin.audit.title') }),
    items,
    chain,
    filter,
    nextCursor: page.nextCursor,
    now: new Date(),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function AdminAudit() {
  const { items, chain, filter, nextCursor, now } = useLoaderData<typeof loader>()
  const t = useTranslations('admin.audit')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  const { action, subject, actor, from, to, cursor } = filter
  const kept = { action, subject, actor, from, to }
  return (
    <Page title={t('title')} lead={t('lead')}>
      {chain === null ? null : <ChainNotice chain={chain} now={now} />}
      <Form className="flex flex-wrap items-end gap-2">
        <InputField
          field={{ id: 'action', name: 'action', initialValue: action, key: action }}
          label={t('filterAction')}
          className="min-w-48"
        />
        <InputField
          field={{ id: 'subject', name: 'subject', initialValue: subject, key: subject }}
          label={t('filterSubject')}
          className="min-w-72"
        />
        <InputField field={{ id: 'actor', name: 'actor', initialValue: actor, key: actor }} label={t('filterActor')} className="min-w-64" />
        <InputField field={{ id: 'from', name: 'from', initialValue: from, key: from }} label={t('filterFrom')} type="date" />
        <InputField field={{ id: 'to', name: 'to', initialValue: to, key: to }} label={t('filterTo')} type="date" />
        <SubmitButton tone="secondary">{t('filter')}</SubmitButton>
        <LinkButton tone="quiet" to={paths.adminAudit({ action: 'person.read' })}>{t('reads')}</LinkButton>
      </Form>
      {items.length === 0 ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <Table
          caption={t('title')}
          isCaptionHidden
          rows={items}
          rowKey={({ id }) => id}
          columns={[
            { key: 'at', label: t('at'), cell: ({ at }) => formatDateTime(at, { locale, timeZone, now }) },
            {
              key: 'actor',
              label: t('actor'),
              cell: ({ actorEmail }) => <span className="break-all">{actorEmail ?? t('system')}</span>,
            },
            {
              key: 'action',
              label: t('action'),
              isRowHeader: true,
              cell: (row) => <span className="font-mono text-sm">{row.action}</span>,
            },
            {
              key: 'subject',
              label: t('subject'),
              cell: ({ subjectKind, subjectId }) => (
                <span className="break-all font-mono text-sm">
                  {subjectKind} {subjectId}
                </span>
              ),
            },
            {
              key: 'details',
              label: t('details'),
              cell: ({ details }) =>
                details === '{}' ? '' : <span className="break-all font-mono text-sm">{details}</span>,
            },
          ]}
        />
      )}
      <ButtonRow>
        {cursor === '' ? null : <LinkButton to={paths.adminAudit(kept)}>{t('newest')}</LinkButton>}
        {nextCursor === null ? null : (
          <LinkButton rel="next" to={paths.adminAudit({ ...kept, before: nextCursor })}>
            {t('older')}
          </LinkButton>
        )}
      </ButtonRow>
    </Page>
  )
}
