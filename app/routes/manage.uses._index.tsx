import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { PURPOSES } from '~/domain/booking/states'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { SourceText, UsedHours, UseMark, UseWhen } from '~/features/usage/logbook/components/use-marks'
import { MOST_PRINTED, readLogbookFilter, readPage, SHOWN_SOURCES, USES_A_PAGE } from '~/features/usage/logbook/filter'
import { keptResources, listUses, type UseRow } from '~/features/usage/logbook/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatHours, formatPlainDate } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { ButtonRow, buttonClass, LinkButton, SubmitButton } from '~/ui/button'
import { Stat } from '~/ui/data-list'
import { InputField, SelectField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { EmptyState } from '~/ui/states'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'record:use')
  const query = new URL(request.url).searchParams
  const filter = readLogbookFilter(query, now)
  const isPrinted = query.get('print') === 'all'
  const page = isPrinted ? 1 : readPage(query)
  const take = isPrinted ? MOST_PRINTED : USES_A_PAGE
  const [{ rows, sums }, resources] = await Promise.all([listUses(actor, filter, { take, skip: (page - 1) * take }, now), keptResources(actor)])
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('usageLogbook.title') }), now, filter, isPrinted, page, pages: Math.ceil(sums.count / take), rows, sums, resources, imports: can(actor, 'admit:person') }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Logbook() {
  const { rows, sums, filter, isPrinted, page, pages, imports } = useLoaderData<typeof loader>()
  const t = useTranslations('usageLogbook')
  const locale = useLocale()
  return (
    <Page title={t('title')} lead={t('lead')} action={<LinkButton tone="primary" to={paths.newUse({ resource: filter.resource })}>{t('links.new')}</LinkButton>}>
      <div data-screen-only>
        <ButtonRow>
          <LinkButton size="small" to={paths.useDay({ lab: filter.lab })}>{t('links.day')}</LinkButton>
          <LinkButton size="small" to={paths.useTotals({ lab: filter.lab })}>{t('links.totals')}</LinkButton>
          {imports ? <LinkButton size="small" to={paths.intakes()}>{t('links.intake')}</LinkButton> : null}
          <HelpLink topic="logbook" />
        </ButtonRow>
      </div>
      <Filters />
      <p className="hidden print:block">{`${formatPlainDate(filter.from, locale)} – ${formatPlainDate(filter.to, locale)}`}</p>
      {rows.length === 0 ? (
        <EmptyState icon="list" title={t('none')}><p>{t('noneHint')}</p></EmptyState>
      ) : (
        <>
          <div className="flex flex-wrap gap-x-8 gap-y-4">
            <Stat label={t('sums.count')} value={sums.count} note={t('sums.note', { count: sums.measured })} />
            <Stat label={t('sums.measured')} value={formatHours(sums.measuredSeconds, locale)} />
            <Stat label={t('sums.assumed')} value={`(${formatHours(sums.assumedSeconds, locale)})`} />
            <Stat label={t('sums.effective')} value={formatHours(sums.effectiveSeconds, locale)} />
            <Stat label={t('sums.samples')} value={sums.samples} />
          </div>
          <Uses rows={rows} />
        </>
      )}
      {isPrinted ? null : <Pagination page={page} pages={pages} />}
    </Page>
  )
}

function Filters() {
  const { filter, resources, isPrinted, sums } = useLoaderData<typeof loader>()
  const t = useTranslations('usageLogbook')
  const locale = useLocale()
  const field = (name: keyof typeof filter) => ({ id: name, name, key: `${name}${filter[name]}`, initialValue: filter[name] })
  const labs = new Map(resources.map((each) => [each.labId, bilingual({ zh: each.labZh, en: each.labEn }, locale).text]))
  const shown = resources.filter((each) => filter.lab === '' || each.labId === filter.lab)
  return (
    <Form method="get" aria-label={t('filter.name')} className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-4" data-screen-only>
      <InputField field={field('from')} label={t('filter.from')} type="date" />
      <InputField field={field('to')} label={t('filter.to')} type="date" />
      <SelectField field={field('lab')} label={t('filter.lab')} placeholder={t('filter.every')} choices={[...labs].map(([value, label]) => ({ value, label }))} />
      <SelectField
        field={field('resource')} label={t('filter.resource')} placeholder={t('filter.every')}
        choices={shown.map((each) => ({ value: each.id, label: bilingual({ zh: each.nameZh, en: each.nameEn }, locale).text }))}
      />
      <InputField field={field('person')} label={t('filter.person')} type="search" />
      <SelectField field={field('purpose')} label={t('filter.purpose')} placeholder={t('filter.every')} choices={PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) }))} />
      <SelectField field={field('source')} label={t('filter.source')} placeholder={t('filter.every')} choices={SHOWN_SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))} />
      <div className="flex flex-wrap items-center gap-3 sm:col-span-full">
        <SubmitButton tone="secondary">{t('filter.show')}</SubmitButton>
        {sums.count > 0 ? (
          <>
            <a href={paths.usesFile(filter)} download className={buttonClass('quiet')}>{t('links.csv')}</a>
            {isPrinted ? <span className="text-sm text-muted">{t('printHint', { most: MOST_PRINTED })}</span> : <LinkButton tone="quiet" to={paths.uses({ ...filter, print: 'all' })}>{t('links.print')}</LinkButton>}
          </>
        ) : null}
      </div>
    </Form>
  )
}

function Uses({ rows }: { rows: readonly UseRow[] }) {
  const { now } = useLoaderData<typeof loader>()
  const t = useTranslations('usageLogbook')
  const locale = useLocale()
  const name = (value: { nameZh: string | null; nameEn: string | null }) => bilingual({ zh: value.nameZh, en: value.nameEn }, locale).text
  return (
    <Table<UseRow>
      caption={t('title')}
      isCaptionHidden
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'when', label: t('column.when'), isRowHeader: true,
          cell: (row) => (
            <span className="grid justify-items-start gap-1">
              <Link to={paths.use(row.id)} className="underline decoration-line underline-offset-4"><UseWhen use={row} now={now} /></Link>
              <UseMark use={row} />
            </span>
          ),
        },
        { key: 'resource', label: t('column.resource'), cell: (row) => <>{name(row.resource)}{row.resource.isIllustrative ? <span className="block text-sm text-muted">{t('mark.illustrative')}</span> : null}</> },
        {
          key: 'person', label: t('column.person'),
          cell: (row) => <>{name(row.person) || row.person.email}<span className="block text-sm text-muted">{bilingual({ zh: row.person.universityZh, en: row.person.universityEn }, locale).text}</span></>,
        },
        { key: 'operator', label: t('column.operator'), cell: (row) => <>{row.operator ? name(row.operator) : null}<span className="block text-sm text-muted">{t(`operation.${row.operation}`)}</span></> },
        { key: 'hours', label: t('column.hours'), isNumeric: true, cell: (row) => (row.status === 'completed' ? <UsedHours seconds={row.usedSeconds} isAssumed={row.isAssumed} /> : null) },
        { key: 'purpose', label: t('column.purpose'), cell: (row) => <>{t(`purpose.${row.purpose}`)}<span className="block text-sm text-muted">{t(`beneficiary.${row.beneficiary}`)}</span></> },
        { key: 'samples', label: t('column.samples'), isNumeric: true, cell: (row) => row.samples },
        { key: 'source', label: t('column.source'), cell: (row) => <><SourceText use={row} />{row.external ? <span className="block text-sm text-muted">{t('detail.externalText', row.external)}</span> : null}</> },
      ]}
    />
  )
}
