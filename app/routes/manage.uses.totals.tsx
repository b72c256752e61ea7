import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { readLogbookFilter } from '~/features/usage/logbook/filter'
import { type YearTotal, yearTotals } from '~/features/usage/logbook/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatHours, formatNumber } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'record:use')
  const t = createTranslator(localeOfRequest(request, locale))
  return {
    pageTitle: t('common.pageTitle', { title: t('usageLogbook.totals.title') }), imports: can(actor, 'admit:person'),
    rows: await yearTotals(actor, readLogbookFilter(new URL(request.url).searchParams, new Date())),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Totals() {
  const { rows, imports } = useLoaderData<typeof loader>()
  const t = useTranslations('usageLogbook')
  const y = useTranslations('usageLogbook.totals')
  const locale = useLocale()
  const number = (value: number | null) => (value === null ? null : formatNumber(value, locale))
  return (
    <Page
      title={y('title')} lead={y('lead')} breadcrumbs={<Breadcrumbs items={[{ to: paths.uses(), label: t('title') }]} />}
      action={imports ? <LinkButton to={paths.intakes()}>{t('links.intake')}</LinkButton> : undefined}
    >
      {rows.length === 0 ? (
        <EmptyState icon="list" title={y('none')}><p>{y('noneHint')}</p></EmptyState>
      ) : (
        <Table<YearTotal>
          caption={y('title')}
          isCaptionHidden
          rows={rows}
          rowKey={(row) => `${row.resourceId} ${row.year} ${row.basis} ${row.source}`}
          columns={[
            { key: 'year', label: y('year'), isRowHeader: true, cell: (row) => (row.basis === 'academic' ? y('academic', { from: String(row.year), to: String(row.year + 1) }) : y('calendar', { year: String(row.year) })) },
            { key: 'resource', label: y('resource'), cell: (row) => <Link to={paths.uses({ resource: row.resourceId })} className="underline decoration-line underline-offset-4">{bilingual({ zh: row.nameZh, en: row.nameEn }, locale).text}</Link> },
            { key: 'machine', label: y('machine'), isNumeric: true, cell: (row) => formatHours(row.machineSeconds, locale) },
            { key: 'effective', label: y('effective'), isNumeric: true, cell: (row) => (row.effectiveSeconds === null ? null : formatHours(row.effectiveSeconds, locale)) },
            { key: 'samples', label: y('samples'), isNumeric: true, cell: (row) => number(row.samples) },
            { key: 'users', label: y('users'), isNumeric: true, cell: (row) => number(row.users) },
            { key: 'source', label: y('source'), cell: (row) => row.source },
          ]}
        />
      )}
    </Page>
  )
}
