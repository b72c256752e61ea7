import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { type Actor, can } from '~/domain/access/permission'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { type ManagedResource, managedResources } from '~/features/bookings/managed.server'
import { ResourceName } from '~/features/catalogue/components/resource-name'
import { countReadyToGrant } from '~/features/people/ready/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime, formatHours } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths, withQuery } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { ButtonRow, LinkButton } from '~/ui/button'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'
import { type Column, Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:resource')
  const t = createTranslator(localeOfRequest(request, locale))
  return {
    pageTitle: t('common.pageTitle', { title: t('bookings.manage.title') }),
    now,
    answers: can(actor, 'answer:enquiry'),
    keepsPeople: can(actor, 'manage:affiliation'),
    keepsCalendar: can(actor, 'manage:university_rules'),
    ...(await countsOf(actor, now)),
    confirmsGroups: can(actor, 'confirm:group'),
    decidesConduct: can(actor, 'decide:conduct'),
  }
}

async function countsOf(actor: Actor, now: Date) {
  const [resources, ready] = await Promise.all([managedResources(actor, now), countReadyToGrant(actor, now)])
  return { resources, ready }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const bookingsOf = (params: Record<string, string>) => withQuery(`${paths.manage()}/bookings`, params)

export default function Manage() {
  const { resources, ready, confirmsGroups, keepsPeople, keepsCalendar, answers, decidesConduct, now } = useLoaderData<typeof loader>()
  const t = useTranslations('bookings.manage')
  const listing = useTranslations('listing')
  const inventory = useTranslations('inventory')
  const groups = useTranslations('groups')
  const affiliations = useTranslations('affiliations')
  const hours = useTranslations('hours.calendar')
  const training = useTranslations('training')
  const operators = useTranslations('operators')
  const orders = useTranslations('orders')
  const conduct = useTranslations('conduct')
  const usage = useTranslations('usageLogbook')
  const roster = useTranslations('usageRoster')
  const incidents = useTranslations('usageIncidents')
  const locale = useLocale()
  const columns: Column<ManagedResource>[] = [
    {
      key: 'resource',
      label: t('resource'),
      isRowHeader: true,
      cell: (row) => (
        <>
          <Link to={paths.resource(row.id)} className="underline decoration-line underline-offset-4 hover:decoration-current">
            <ResourceName resource={row} />
          </Link>
          <span className="block text-sm text-muted">{bilingual({ zh: row.labZh, en: row.labEn }, locale).text}</span>
        </>
      ),
    },
    { key: 'today', label: t('today'), cell: (row) => <TodayCell row={row} now={now} /> },
    {
      key: 'links',
      label: t('bookings'),
      cell: (row) => (
        <ButtonRow>
          <LinkButton size="small" to={paths.book(row.id, { for: 'other' })}>
            {t('bookFor')}
          </LinkButton>
          <LinkButton size="small" tone="quiet" to={bookingsOf({ resource: row.id })}>
            {t('bookings')}
          </LinkButton>
        </ButtonRow>
      ),
    },
  ]
  return (
    <Page title={t('title')} lead={t('lead')} action={<LinkButton to={bookingsOf({})}>{t('allBookings')}</LinkButton>}>
      <ButtonRow>
        <LinkButton size="small" to={paths.manageResources()}>{listing('resources.title')}</LinkButton>
        <LinkButton size="small" to={paths.manageLabs()}>{listing('labs.title')}</LinkButton>
        <LinkButton size="small" to={paths.manageRooms()}>{listing('rooms.title')}</LinkButton>
        <LinkButton size="small" to={paths.imports()}>{inventory('title')}</LinkButton>
        {confirmsGroups ? <LinkButton size="small" to={paths.manageGroups()}>{groups('manage.title')}</LinkButton> : null}
        {answers ? <LinkButton size="small" to={paths.manageEnquiries()}>{affiliations('enquiry.manageTitle')}</LinkButton> : null}
        {keepsPeople ? <LinkButton size="small" to={paths.managePeople()}>{affiliations('people.title')}</LinkButton> : null}
        {keepsCalendar ? <LinkButton size="small" to={paths.workingCalendar()}>{hours('title')}</LinkButton> : null}
        <LinkButton size="small" to={paths.labOrders()}>{orders('lab.title')}</LinkButton>
        {decidesConduct ? <LinkButton size="small" to={paths.manageConduct()}>{conduct('title')}</LinkButton> : null}
        <LinkButton size="small" to={paths.manageOperators()}>{operators('title')}</LinkButton>
        <LinkButton size="small" to={paths.manageTraining()}>{training('manage.title')}</LinkButton>
        <LinkButton size="small" to={paths.uses()}>{usage('open')}</LinkButton>
        <LinkButton size="small" to={paths.rosters()}>{roster('title')}</LinkButton>
        <LinkButton size="small" to={paths.incidents()}>{incidents('title')}</LinkButton>
      </ButtonRow>
      {ready > 0 ? <Notice tone="info" action={<LinkButton size="small" to={`${paths.manageQualifications()}#ready`}>{training('manage.readyOpen')}</LinkButton>}>{training('manage.ready', { count: ready })}</Notice> : null}
      {resources.length === 0 ? (
        <EmptyState icon="tool" title={t('none')} />
      ) : (
        <Table caption={t('title')} isCaptionHidden columns={columns} rows={resources} rowKey={(row) => row.id} />
      )}
    </Page>
  )
}

function TodayCell({ row, now }: { row: ManagedResource; now: Date }) {
  const t = useTranslations('bookings.manage')
  const words = useTranslations('bookings.today')
  const locale = useLocale()
  return (
    <span className="grid justify-items-start gap-1">
      <span className="tabular-nums">
        {t('todaySessions', { count: row.sessions })}
        {row.takenSeconds > 0 ? ` · ${t('hours', { hours: formatHours(row.takenSeconds, locale) })}` : ''}
      </span>
      {row.outUntil ? (
        <Status tone="refused">
          {t('outNow')} {words('until', { at: formatDateTime(row.outUntil, { locale, timeZone: defaultTimeZone, now }) })}
        </Status>
      ) : null}
      {row.waiting > 0 ? (
        <Link to={paths.approvals()}>
          <Status tone="waiting">{t('waiting', { count: row.waiting })}</Status>
        </Link>
      ) : null}
    </span>
  )
}
