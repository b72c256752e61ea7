import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { ListingTabs } from '~/features/catalogue/components/entry-tabs'
import { KEPT_LAB_PAGE, type KeptLab, listKeptLabs } from '~/features/catalogue/labs/queries.server'
import { parseKeptFilters } from '~/features/catalogue/resources/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Bilingual } from '~/ui/bilingual'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton, SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { EmptyState } from '~/ui/states'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'update:lab')
  const t = createTranslator(localeOfRequest(request, locale))
  const { q, page } = parseKeptFilters(new URL(request.url).searchParams)
  const found = await listKeptLabs(actor, { q, page })
  return {
    pageTitle: t('common.pageTitle', { title: t('listing.labs.title') }),
    filters: { q, page },
    pages: Math.ceil(found.total / KEPT_LAB_PAGE),
    mayAdd: can(actor, 'create:lab'),
    ...found,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const link = 'underline decoration-line underline-offset-4 hover:decoration-current'

export default function ManageLabs() {
  const { items, total, filters, pages, mayAdd } = useLoaderData<typeof loader>()
  const t = useTranslations('listing')
  const words = useTranslations('common')
  const manage = useTranslations('bookings.manage')
  return (
    <Page
      title={t('labs.title')}
      lead={t('labs.lead')}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manage(), label: manage('title') }]} />}
      action={mayAdd ? <LinkButton tone="primary" to={paths.newLab()}>{t('labs.add')}</LinkButton> : null}
    >
      <ListingTabs />
      <Form method="get" aria-label={t('resources.find')} className="flex flex-wrap items-end gap-3" data-screen-only>
        <InputField field={{ id: 'q', name: 'q', key: `q${filters.q}`, initialValue: filters.q }} label={t('labs.search')} type="search" />
        <SubmitButton tone="secondary">{t('resources.find')}</SubmitButton>
      </Form>
      <p className="text-muted">{words('list.results', { count: total })}</p>
      {items.length === 0 ? (
        <EmptyState title={t('labs.emptyTitle')}>{t('labs.empty')}</EmptyState>
      ) : (
        <Table<KeptLab>
          caption={t('labs.title')}
          isCaptionHidden
          rows={items}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'lab',
              label: t('labs.lab'),
              isRowHeader: true,
              cell: (row) => (
                <>
                  <Link to={paths.manageLab(row.id)} className={link}><Bilingual value={{ zh: row.nameZh, en: row.nameEn }} /></Link>
                  {row.hostUniversity ? (
                    <span className="block text-sm text-muted"><Bilingual value={{ zh: row.hostUniversity.nameZh, en: row.hostUniversity.nameEn }} isMarkHidden /></span>
                  ) : null}
                </>
              ),
            },
            { key: 'level', label: t('labs.level'), cell: (row) => words(`level.${row.level}`) },
            {
              key: 'status',
              label: t('field.status'),
              cell: (row) =>
                row.retiredAt ? <Status tone="muted">{t('status.retired')}</Status> : row.confirmedAt ? <Status tone="ok">{t('status.active')}</Status> : <Status tone="waiting">{t('unconfirmed')}</Status>,
            },
            {
              key: 'resources',
              label: t('labs.resources'),
              isNumeric: true,
              cell: (row) => <Link to={paths.manageResources({ lab: row.id })} className={link}>{row.resources}</Link>,
            },
          ]}
        />
      )}
      <Pagination page={filters.page} pages={pages} />
    </Page>
  )
}
