import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { RESOURCE_STATUSES, SHARE_SCOPES } from '~/domain/catalogue/classes'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { useOptionText } from '~/features/catalogue/components/entry-fields'
import { ListingTabs } from '~/features/catalogue/components/entry-tabs'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { ResourceName } from '~/features/catalogue/components/resource-name'
import { displayName } from '~/features/catalogue/display-name'
import { type KeptResource, listKeptResources, parseKeptFilters } from '~/features/catalogue/resources/queries.server'
import { RESOURCE_PAGE_SIZE } from '~/features/catalogue/resources/schema'
import { formatDate } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Bilingual } from '~/ui/bilingual'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { HelpLink } from '~/ui/help-link'
import { InputField, SelectField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { EmptyState } from '~/ui/states'
import { type Column, Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'update:resource')
  const t = createTranslator(localeOfRequest(request, locale))
  const filters = parseKeptFilters(new URL(request.url).searchParams)
  const found = await listKeptResources(actor, filters)
  return {
    pageTitle: t('common.pageTitle', { title: t('listing.resources.title') }),
    filters,
    pages: Math.ceil(found.total / RESOURCE_PAGE_SIZE),
    ...found,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const link = 'underline decoration-line underline-offset-4 hover:decoration-current'

export default function ManageResources() {
  const { items, total, filters, pages } = useLoaderData<typeof loader>()
  const t = useTranslations('listing.resources')
  const words = useTranslations('common.list')
  const manage = useTranslations('bookings.manage')
  return (
    <Page
      title={t('title')}
      lead={<>{t('lead')} <HelpLink topic="listing" /></>}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manage(), label: manage('title') }]} />}
      action={<LinkButton tone="primary" to={paths.newResource()}>{t('add')}</LinkButton>}
    >
      <ListingTabs />
      <Filters />
      <p className="text-muted">{words('results', { count: total })}</p>
      {items.length === 0 ? (
        <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
      ) : (
        <Form method="get" action={paths.changeResources()} className="grid gap-4">
          <Rows />
          <ButtonRow>
            <SubmitButton tone="secondary">{t('changeMany')}</SubmitButton>
          </ButtonRow>
        </Form>
      )}
      <Pagination page={filters.page} pages={pages} />
    </Page>
  )
}

function Rows() {
  const { items } = useLoaderData<typeof loader>()
  const t = useTranslations('listing')
  const words = useTranslations('common.shareScope')
  const locale = useLocale()
  const nameOf = (row: KeptResource) => displayName(row, locale).text
  const columns: Column<KeptResource>[] = [
    {
      key: 'select',
      label: t('resources.select'),
      cell: (row) => <input type="checkbox" name="id" value={row.id} className="size-4 accent-accent" aria-label={t('resources.selectNamed', { name: nameOf(row) })} />,
    },
    {
      key: 'resource',
      label: t('resources.resource'),
      isRowHeader: true,
      cell: (row) => (
        <>
          <Link to={paths.manageResource(row.id)} className={link}><ResourceName resource={row} /></Link>{' '}
          {row.isIllustrative ? <IllustrativeMark /> : null}
          <span className="block text-sm text-muted"><Bilingual value={{ zh: row.lab.nameZh, en: row.lab.nameEn }} isMarkHidden /></span>
        </>
      ),
    },
    { key: 'asset', label: t('resources.asset'), cell: (row) => row.assetNumber },
    {
      key: 'status',
      label: t('field.status'),
      cell: (row) => (
        <span className="grid justify-items-start gap-1">
          <Status tone={row.status === 'active' ? 'ok' : row.status === 'draft' ? 'waiting' : 'muted'}>{t(`status.${row.status}`)}</Status>
          {row.lab.confirmedAt === null ? <Status tone="waiting">{t('unconfirmed')}</Status> : null}
        </span>
      ),
    },
    {
      key: 'scope',
      label: t('resources.scope'),
      cell: (row) => (
        <>
          {words(row.shareScope)}
          {row.reviewOn ? <span className="block text-sm text-muted">{t('resources.review', { date: formatDate(row.reviewOn, { locale, timeZone: 'UTC' }) })}</span> : null}
        </>
      ),
    },
    {
      key: 'copy',
      label: t('resources.copy'),
      cell: (row) => (
        <LinkButton size="small" tone="quiet" to={paths.newResource({ from: row.id })} aria-label={t('resources.copyNamed', { name: nameOf(row) })}>
          {t('resources.copy')}
        </LinkButton>
      ),
    },
  ]
  return <Table caption={t('resources.title')} isCaptionHidden columns={columns} rows={items} rowKey={(row) => row.id} />
}

function Filters() {
  const { filters, labs } = useLoaderData<typeof loader>()
  const t = useTranslations('listing')
  const words = useTranslations('common.shareScope')
  const text = useOptionText()
  const field = (name: 'q' | 'lab' | 'status' | 'scope') => ({ id: name, name, key: `${name}${filters[name]}`, initialValue: filters[name] })
  return (
    <Form method="get" aria-label={t('resources.find')} className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_9rem_9rem_auto]" data-screen-only>
      <InputField field={field('q')} label={t('resources.search')} type="search" />
      <SelectField field={field('lab')} label={t('resources.lab')} placeholder={t('resources.anyLab')} choices={labs.map((each) => ({ value: each.value, label: text(each) }))} />
      <SelectField field={field('status')} label={t('field.status')} placeholder={t('resources.anyStatus')} choices={RESOURCE_STATUSES.map((each) => ({ value: each, label: t(`status.${each}`) }))} />
      <SelectField field={field('scope')} label={t('resources.scope')} placeholder={t('resources.anyScope')} choices={SHARE_SCOPES.map((each) => ({ value: each, label: words(each) }))} />
      <SubmitButton tone="secondary">{t('resources.find')}</SubmitButton>
    </Form>
  )
}
