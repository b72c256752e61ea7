import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { Severity, usePlaceName } from '~/features/usage/incidents/components/severity'
import { INCIDENT_PAGE, type IncidentRow, listIncidents } from '~/features/usage/incidents/queries.server'
import { INCIDENT_STATES } from '~/features/usage/incidents/schema'
import { readPage } from '~/features/usage/logbook/filter'
import { formatDateTime } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { EmptyState } from '~/ui/states'
import { Table } from '~/ui/table'
import { Tabs } from '~/ui/tabs'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const query = new URL(request.url).searchParams
  const state = INCIDENT_STATES.find((each) => each === query.get('state')) ?? ('open' as const)
  const page = readPage(query)
  const found = await listIncidents(actor, { state, page })
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('usageIncidents.title') }), now, state, page, pages: Math.ceil(found.counts[state] / INCIDENT_PAGE), ...found }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Incidents() {
  const { items, counts, state, page, pages, now } = useLoaderData<typeof loader>()
  const t = useTranslations('usageIncidents')
  const locale = useLocale()
  const placeName = usePlaceName()
  return (
    <Page title={t('title')} lead={t('lead')} action={<LinkButton tone="primary" to={paths.newIncident()}>{t('open')}</LinkButton>}>
      <Tabs label={t('title')} tabs={INCIDENT_STATES.map((each) => ({ to: paths.incidents({ state: each }), label: t(`state.${each}`), count: counts[each], isCurrent: each === state }))} />
      {items.length === 0 ? (
        <EmptyState icon="check" title={t(`none.${state}`)} />
      ) : (
        <Table<IncidentRow>
          caption={t('title')}
          isCaptionHidden
          rows={items}
          rowKey={(row) => row.id}
          columns={[
            { key: 'at', label: t('column.at'), isRowHeader: true, cell: (row) => <Link to={paths.incident(row.id)} className="tabular-nums underline decoration-line underline-offset-4">{formatDateTime(row.at, { locale, timeZone: row.timeZone, now })}</Link> },
            { key: 'severity', label: t('column.severity'), cell: (row) => <Severity severity={row.severity} /> },
            { key: 'place', label: t('column.place'), cell: (row) => placeName(row) },
            { key: 'what', label: t('column.what'), cell: (row) => <span className="line-clamp-2">{row.what}</span> },
          ]}
        />
      )}
      <Pagination page={page} pages={pages} />
    </Page>
  )
}
