import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { type RosterLine, rosterOf, type RosterState } from '~/features/usage/roster/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status, type StatusTone } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton } from '~/ui/button'
import { Stat } from '~/ui/data-list'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'
import { Table } from '~/ui/table'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const found = await rosterOf(actor, params.kind ?? '', params.id ?? '', now)
  if (found === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('usageRoster.title') }), now, ...found }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const TONES: Record<RosterState, StatusTone> = { inside: 'ok', training: 'ok', assisting: 'neutral', expected: 'waiting', alone: 'muted' }
const LEVELS = ['I', 'II', 'III', 'IV'] as const

/** Who is or should be inside, for the moment when it matters. */
export default function Roster() {
  const { place, lines, now } = useLoaderData<typeof loader>()
  const t = useTranslations('usageRoster')
  const locale = useLocale()
  const zone = { locale, timeZone: place.timeZone, now }
  const inside = new Set(lines.filter(({ state }) => state !== 'expected' && state !== 'alone').map(({ personId }) => personId)).size
  const text = (zh: string | null, en: string | null) => bilingual({ zh, en }, locale).text
  return (
    <Page
      title={`${t('title')} · ${text(place.nameZh, place.nameEn)}`}
      lead={t('at', { at: formatDateTime(now, zone) })}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.rosters(), label: t('title') }]} />}
      action={<LinkButton to={paths.roster(place.kind, place.id)} reloadDocument>{t('refresh')}</LinkButton>}
    >
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <Stat label={t('state.inside')} value={t('peopleCount', { count: inside })} />
        <Stat label={t('state.expected')} value={t('peopleCount', { count: lines.filter(({ state }) => state === 'expected').length })} />
        {place.emergencyPhone ? <Stat label={t('emergency')} value={<a href={`tel:${place.emergencyPhone}`} className="underline underline-offset-4">{place.emergencyPhone}</a>} /> : null}
        {place.safetyLevel ? <Stat label={t('level')} value={LEVELS[place.safetyLevel - 1] ?? place.safetyLevel} /> : null}
      </div>
      {lines.length === 0 ? (
        <EmptyState icon="people" title={t('nobody')} />
      ) : (
        <Table<RosterLine>
          caption={t('title')}
          isCaptionHidden
          rows={lines}
          rowKey={(row) => `${row.personId} ${row.whatZh}`}
          columns={[
            { key: 'person', label: t('column.person'), isRowHeader: true, cell: (row) => <>{text(row.nameZh, row.nameEn) || row.email}{row.headCount && row.headCount > 1 ? <span className="block text-sm text-muted">{t('withVisit', { count: row.headCount })}</span> : null}</> },
            { key: 'phone', label: t('column.phone'), cell: (row) => (row.phone ? <a href={`tel:${row.phone}`} className="tabular-nums underline underline-offset-4">{row.phone}</a> : <span className="text-muted">{t('phoneNone')}</span>) },
            { key: 'state', label: t('column.state'), cell: (row) => <Status tone={TONES[row.state]}>{t(`state.${row.state}`)}</Status> },
            { key: 'what', label: t('column.what'), cell: (row) => <>{text(row.whatZh, row.whatEn)}{row.code ? <span className="block font-mono text-sm text-muted">{row.code}</span> : null}</> },
            { key: 'university', label: t('column.university'), cell: (row) => text(row.universityZh, row.universityEn) },
            { key: 'since', label: t('column.since'), cell: (row) => <span className="tabular-nums">{formatDateTime(row.since, zone)}</span> },
            {
              key: 'until', label: t('column.until'),
              cell: (row) => (row.until ? <span className="tabular-nums">{formatDateTime(row.until, zone)}{row.until <= now ? ` · ${t('column.overdue')}` : ''}</span> : null),
            },
          ]}
        />
      )}
      <p className="text-sm text-muted" data-screen-only>{t('print')}</p>
    </Page>
  )
}
