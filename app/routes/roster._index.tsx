import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { type RosterChoice, rosterPlaces } from '~/features/usage/roster/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { forbidden } from '~/platform/http'
import { paths } from '~/platform/paths'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const places = await rosterPlaces(actor)
  if (places === null) throw forbidden()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('usageRoster.title') }), places }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const link = 'underline decoration-line underline-offset-4'

export default function Rosters() {
  const { places } = useLoaderData<typeof loader>()
  const t = useTranslations('usageRoster')
  const locale = useLocale()
  const name = (zh: string, en: string | null) => bilingual({ zh, en }, locale).text
  return (
    <Page title={t('title')} lead={t('lead')} action={<HelpLink topic="logbook" />}>
      {places.length === 0 ? (
        <EmptyState icon="flask" title={t('none')} />
      ) : (
        <Table<RosterChoice>
          caption={t('choose')}
          isCaptionHidden
          rows={places}
          rowKey={(row) => row.id}
          columns={[
            { key: 'lab', label: t('lab'), isRowHeader: true, cell: (row) => <Link to={paths.roster('lab', row.id)} className={link}>{name(row.nameZh, row.nameEn)}</Link> },
            { key: 'rooms', label: t('rooms'), cell: (row) => <span className="flex flex-wrap gap-x-4">{row.rooms.map((room) => <Link key={room.id} to={paths.roster('room', room.id)} className={link}>{name(room.nameZh, room.nameEn)}</Link>)}</span> },
            { key: 'inUse', label: t('inUse'), cell: (row) => (row.inUse > 0 ? t('running', { count: row.inUse }) : null) },
          ]}
        />
      )}
    </Page>
  )
}
