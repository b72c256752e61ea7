import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { ListingTabs } from '~/features/catalogue/components/entry-tabs'
import { parseKeptFilters } from '~/features/catalogue/resources/queries.server'
import { KEPT_ROOM_PAGE, type KeptRoom, listKeptRooms } from '~/features/catalogue/rooms/queries.server'
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
  const actor = await requirePermission(request, 'update:room')
  const t = createTranslator(localeOfRequest(request, locale))
  const { q, page } = parseKeptFilters(new URL(request.url).searchParams)
  const found = await listKeptRooms(actor, { q, page })
  return {
    pageTitle: t('common.pageTitle', { title: t('listing.rooms.title') }),
    filters: { q, page },
    pages: Math.ceil(found.total / KEPT_ROOM_PAGE),
    ...found,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const link = 'underline decoration-line underline-offset-4 hover:decoration-current'

export default function ManageRooms() {
  const { items, total, filters, pages } = useLoaderData<typeof loader>()
  const t = useTranslations('listing')
  const words = useTranslations('common')
  const manage = useTranslations('bookings.manage')
  const locale = useLocale()
  const placeOf = (row: KeptRoom) =>
    [locale === 'en' ? (row.buildingEn ?? row.buildingZh) : (row.buildingZh ?? row.buildingEn), row.number].filter(Boolean).join(' ')
  return (
    <Page
      title={t('rooms.title')}
      lead={t('rooms.lead')}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manage(), label: manage('title') }]} />}
      action={<LinkButton tone="primary" to={paths.newRoom()}>{t('rooms.add')}</LinkButton>}
    >
      <ListingTabs />
      <Form method="get" aria-label={t('resources.find')} className="flex flex-wrap items-end gap-3" data-screen-only>
        <InputField field={{ id: 'q', name: 'q', key: `q${filters.q}`, initialValue: filters.q }} label={t('rooms.search')} type="search" />
        <SubmitButton tone="secondary">{t('resources.find')}</SubmitButton>
      </Form>
      <p className="text-muted">{words('list.results', { count: total })}</p>
      {items.length === 0 ? (
        <EmptyState title={t('rooms.emptyTitle')}>{t('rooms.empty')}</EmptyState>
      ) : (
        <Table<KeptRoom>
          caption={t('rooms.title')}
          isCaptionHidden
          rows={items}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'room',
              label: t('rooms.room'),
              isRowHeader: true,
              cell: (row) => (
                <>
                  <Link to={paths.manageRoom(row.id)} className={link}>{placeOf(row)}</Link>
                  {row.nameZh || row.nameEn ? <span className="block text-sm text-muted"><Bilingual value={{ zh: row.nameZh, en: row.nameEn }} /></span> : null}
                </>
              ),
            },
            {
              key: 'campus',
              label: t('rooms.campus'),
              cell: ({ campus }) => <Bilingual value={{ zh: `${campus.university.shortZh} ${campus.nameZh}`, en: `${campus.university.abbr} ${campus.nameEn}` }} />,
            },
            { key: 'lab', label: t('rooms.lab'), cell: ({ lab }) => (lab ? <Bilingual value={{ zh: lab.nameZh, en: lab.nameEn }} /> : null) },
            {
              key: 'level',
              label: t('rooms.level'),
              cell: (row) =>
                row.retiredAt ? <Status tone="muted">{t('status.retired')}</Status> : row.safetyLevel ? t(`safetyLevel.${row.safetyLevel}` as 'status.draft') : null,
            },
            { key: 'resources', label: t('rooms.resources'), isNumeric: true, cell: (row) => row.resources },
          ]}
        />
      )}
      <Pagination page={filters.page} pages={pages} />
    </Page>
  )
}
