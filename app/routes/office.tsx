import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { can, grantableRoles } from '~/domain/access/permission'
import { universityStandings, type UniversityStanding } from '~/features/admin/queries.server'
import { usePersonName } from '~/features/auth/components/roles'
import { requirePermission } from '~/features/auth/require.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths, withQuery } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { ButtonRow, LinkButton } from '~/ui/button'
import { Stat } from '~/ui/data-list'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requirePermission(request, 'read:office', {})
  const universities = await universityStandings(actor)
  const first = universities[0]?.id ?? null
  const canAppoint = can(actor, 'grant:role', {}) && grantableRoles(actor, first).includes('coordinator')
  const t = createTranslator(localeOfRequest(request))
  const keepsCalendar = can(actor, 'manage:alliance_rules', {})
  return { pageTitle: t('common.pageTitle', { title: t('admin.office.title') }), universities, canAppoint, keepsCalendar }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const sum = (list: readonly UniversityStanding[], of: (each: UniversityStanding) => number) =>
  list.reduce((total, each) => total + of(each), 0)

export default function Office() {
  const { universities, canAppoint, keepsCalendar } = useLoaderData<typeof loader>()
  const t = useTranslations('admin.office')
  const hours = useTranslations('hours.calendar')
  const labs = sum(universities, (each) => each.labs)
  const withCoordinator = universities.filter(({ coordinators }) => coordinators.length > 0).length
  const ratio = (part: number, whole: number) => t('of', { part, whole })
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      action={
        <ButtonRow>
          {keepsCalendar ? <LinkButton to={paths.workingCalendar()}>{hours('title')}</LinkButton> : null}
          {canAppoint ? <LinkButton to={paths.admin()}>{t('appoint')}</LinkButton> : null}
        </ButtonRow>
      }
    >
      <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
        <Stat label={t('withCoordinator')} value={ratio(withCoordinator, universities.length)} />
        <Stat label={t('labsConfirmed')} value={ratio(sum(universities, (each) => each.labsConfirmed), labs)} />
        <Stat label={t('resources')} value={sum(universities, (each) => each.resources)} />
        <Stat label={t('people')} value={sum(universities, (each) => each.people)} />
      </div>
      <Section title={t('universities')}>
        <StandingTable universities={universities} canAppoint={canAppoint} />
      </Section>
    </Page>
  )
}

type TableProps = { universities: readonly UniversityStanding[]; canAppoint: boolean }

function StandingTable({ universities, canAppoint }: TableProps) {
  const t = useTranslations('admin.office')
  const locale = useLocale()
  const nameOf = usePersonName()
  return (
    <Table
      caption={t('universities')}
      isCaptionHidden
      rows={universities}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'university',
          label: t('universities'),
          isRowHeader: true,
          cell: ({ id, zh, en }) => <Link to={paths.university(id)}>{bilingual({ zh, en }, locale).text}</Link>,
        },
        {
          key: 'coordinator',
          label: t('coordinator'),
          cell: ({ id, zh, en, coordinators }) =>
            coordinators.length > 0 ? (
              coordinators.map(nameOf).join(', ')
            ) : (
              <span className="inline-flex flex-wrap items-center gap-2">
                <Status tone="waiting">{t('noCoordinator')}</Status>
                {canAppoint ? (
                  <Link
                    to={withQuery(paths.admin(), { university: id })}
                    aria-label={t('appointFor', { university: bilingual({ zh, en }, locale).text })}
                  >
                    {t('appoint')}
                  </Link>
                ) : null}
              </span>
            ),
        },
        {
          key: 'labs',
          label: t('labsConfirmed'),
          isNumeric: true,
          cell: ({ labs, labsConfirmed }) => t('of', { part: labsConfirmed, whole: labs }),
        },
        { key: 'resources', label: t('resources'), isNumeric: true, cell: ({ resources }) => resources },
        { key: 'people', label: t('people'), isNumeric: true, cell: ({ people }) => people },
      ]}
    />
  )
}
