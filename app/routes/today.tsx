import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { type ReactNode, useId } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { universityStandings } from '~/features/admin/queries.server'
import { requireViewer } from '~/features/auth/require.server'
import { BookingRow } from '~/features/bookings/components/booking-row'
import { UpkeepLinks } from '~/features/bookings/outages/components/outage-notices'
import { keptOf } from '~/features/bookings/outages/queries.server'
import type { BookingView } from '~/features/bookings/queries.server'
import { today } from '~/features/bookings/today.server'
import { countOpenIncidents } from '~/features/usage/incidents/queries.server'
import { unconfirmedLabs } from '~/features/catalogue/unconfirmed-labs.server'
import { OwnGroupList } from '~/features/people/groups/components/group-lists'
import { countUnconfirmedGroups } from '~/features/people/groups/queries.server'
import { waitingForAdmission } from '~/features/people/queries.server'
import { openFaults } from '~/features/usage/faults/queries.server'
import { overdueUses, actionsOf } from '~/features/usage/machine/actions.server'
import { RowUses } from '~/features/usage/machine/components/booking-uses'
import { OpenFaults } from '~/features/usage/faults/components/open-faults'
import { OverdueNotices } from '~/features/usage/machine/components/overdue-notices'
import { countWaiting } from '~/features/usage/conduct/waiting.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { LinkButton, SubmitButton } from '~/ui/button'
import { Stat } from '~/ui/data-list'
import { Field } from '~/ui/field'
import { Input } from '~/ui/input'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

const linkClass = 'underline decoration-line underline-offset-4 hover:decoration-current'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const t = createTranslator(localeOfRequest(request, locale))
  const home = actor.grants.find((each) => each.role === 'coordinator')?.scopeId ?? null
  const [parts, people, labs, standings, unconfirmed, overdue, faults, conduct, incidents] = await Promise.all([
    today(actor, now),
    home ? waitingForAdmission(actor, home) : null,
    home ? unconfirmedLabs(actor, home) : null,
    can(actor, 'read:office') ? universityStandings(actor) : null,
    home ? countUnconfirmedGroups(actor, home) : null,
    overdueUses(actor, now),
    openFaults(actor),
    countWaiting(actor),
    countOpenIncidents(actor),
  ])
  const sum = (each: (row: NonNullable<typeof standings>[number]) => number) =>
    (standings ?? []).reduce((total, row) => total + each(row), 0)
  return {
    pageTitle: t('common.pageTitle', { title: t('bookings.today.title') }),
    now,
    readerId: actor.personId,
    ...parts,
    uses: await actionsOf(actor, parts.next, now),
    overdue,
    faults,
    incidents,
    upkeep: keptOf(actor, parts.sessions ?? []),
    admission: home ? { universityId: home, people: people?.length ?? 0, labs: labs ?? 0, groups: unconfirmed ?? 0 } : null,
    alliance: standings && {
      universities: standings.length,
      coordinated: sum((row) => Math.min(1, row.coordinators.length)),
      labs: sum((row) => row.labs),
      confirmed: sum((row) => row.labsConfirmed),
    },
    conduct,
    administers: can(actor, 'manage:domain'),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

/** What each person needs today: what waits for them first, then what comes. */
export default function Today() {
  const { toDecide, letters, sessions, upkeep, outOfService, group, steered, handovers, duties, next, recent, admission, alliance, administers, conduct, incidents, overdue, faults, now } = useLoaderData<typeof loader>()
  const t = useTranslations('bookings.today')
  const groups = useTranslations('groups')
  const manners = useTranslations('conduct.manage')
  const events = useTranslations('usageIncidents')
  return (
    <Page title={t('title')} action={<LinkButton tone="primary" to={paths.resources()}>{t('find')}</LinkButton>}>
      <div className="grid gap-8">
        <OverdueNotices uses={overdue} now={now} />
        <OpenFaults faults={faults} now={now} />
        {toDecide === null ? null : (
          <Duty title={t('toDecide')} text={t('toDecideCount', { count: toDecide })} to={paths.approvals()} action={t('decide')} isQuiet={toDecide === 0} />
        )}
        {incidents > 0 ? <Duty title={events('title')} text={events('count', { count: incidents })} to={paths.incidents()} action={events('see')} isQuiet={false} /> : null}
        {handovers > 0 ? <Duty title={t('handovers')} text={t('handoversCount', { count: handovers })} to={paths.handovers()} action={t('openHandovers')} isQuiet={false} /> : null}
        {duties.ready > 0 ? <Duty title={t('ready')} text={t('readyCount', { count: duties.ready })} to={`${paths.manageQualifications()}#ready`} action={t('openReady')} isQuiet={false} /> : null}
        {duties.certificates > 0 ? <Duty title={t('certificates')} text={t('certificatesCount', { count: duties.certificates })} to={paths.manageAdmission()} action={t('openCertificates')} isQuiet={false} /> : null}
        {duties.enquiries > 0 ? <Duty title={t('enquiries')} text={t('enquiriesCount', { count: duties.enquiries })} to={paths.manageEnquiries()} action={t('openEnquiries')} isQuiet={false} /> : null}
        {conduct.pleas + conduct.proposals > 0 ? <Duty title={manners('title')} text={manners('waiting', conduct)} to={paths.manageConduct({ tab: conduct.pleas > 0 ? null : 'proposals' })} action={manners('open')} isQuiet={false} /> : null}
        {letters.requests > 0 ? <Duty title={groups('waiting')} text={groups('requestCount', { count: letters.requests })} to={paths.groups()} action={groups('manage.open')} isQuiet={false} /> : null}
        {letters.invitations > 0 ? <Duty title={groups('letters')} text={groups('invitationCount', { count: letters.invitations })} to={paths.groups()} action={groups('manage.open')} isQuiet={false} /> : null}
        {admission ? (
          <>
            <Duty title={t('people')} text={t('peopleCount', { count: admission.people })} to={paths.adminPeople()} action={t('openPeople')} isQuiet={admission.people === 0} />
            <Duty title={groups('manage.waiting')} text={groups('manage.count', { count: admission.groups })} to={paths.manageGroups()} action={groups('manage.open')} isQuiet={admission.groups === 0} />
            <Duty title={t('labs')} text={t('labsCount', { count: admission.labs })} to={paths.labs({ university: [admission.universityId] })} action={t('openLabs')} isQuiet={admission.labs === 0} />
          </>
        ) : null}
        {alliance ? (
          <Section title={t('alliance')} action={<Link className={linkClass} to={paths.office()}>{t('openOffice')}</Link>}>
            <div className="flex flex-wrap gap-8">
              <Stat label={t('coordinators')} value={t('ofTotal', { part: alliance.coordinated, total: alliance.universities })} />
              <Stat label={t('labsConfirmed')} value={t('ofTotal', { part: alliance.confirmed, total: alliance.labs })} />
            </div>
          </Section>
        ) : null}
        {administers ? (
          <Section title={t('admin')}>
            <p><Link className={linkClass} to={paths.admin()}>{t('openAdmin')}</Link></p>
          </Section>
        ) : null}
        {sessions ? (
          <Section title={t('sessions')} action={<LinkButton size="small" to={paths.board()}>{t('board')}</LinkButton>}>
            <Bookings bookings={sessions} none={t('sessionsNone')} />
          </Section>
        ) : null}
        <UpkeepLinks resources={upkeep} />
        {outOfService && outOfService.length > 0 ? <OutOfService /> : null}
        <Section title={t('next')} action={<Link className={linkClass} to={paths.bookings()}>{t('all')}</Link>}>
          <Bookings bookings={next} none={t('nextNone')} hasActions />
        </Section>
        {steered.groups.length > 0 ? (
          <Section title={t('groups')} action={<Link className={linkClass} to={paths.groups()}>{t('all')}</Link>}>
            <OwnGroupList {...steered} />
          </Section>
        ) : null}
        {group ? (
          <Section title={t('group')}>
            <Bookings bookings={group} none={t('groupNone')} />
          </Section>
        ) : null}
        <div className="grid items-start gap-8 lg:grid-cols-2">
          <QuickFind />
          {recent.length > 0 ? <Recent /> : null}
        </div>
      </div>
    </Page>
  )
}

type DutyProps = { title: ReactNode; text: ReactNode; to: string; action: string; isQuiet: boolean }

/** Something that waits for the reader, with the way to it. */
function Duty({ title, text, to, action, isQuiet }: DutyProps) {
  return (
    <Section title={title} action={<LinkButton size="small" tone={isQuiet ? 'quiet' : 'secondary'} to={to}>{action}</LinkButton>}>
      <p className={isQuiet ? 'text-muted' : 'text-waiting'}>{text}</p>
    </Section>
  )
}

function Bookings({ bookings, none, hasActions = false }: { bookings: readonly BookingView[]; none: string; hasActions?: boolean }) {
  const { readerId, uses, now } = useLoaderData<typeof loader>()
  if (bookings.length === 0) return <p className="text-muted">{none}</p>
  return (
    <ol>
      {bookings.map((booking) => (
        <li key={booking.id}>
          <BookingRow booking={booking} readerId={readerId} hasActions={hasActions} action={hasActions ? <RowUses uses={uses[booking.id]} /> : null} now={now} />
        </li>
      ))}
    </ol>
  )
}

function OutOfService() {
  const { outOfService, now } = useLoaderData<typeof loader>()
  const t = useTranslations('bookings.today')
  const locale = useLocale()
  return (
    <Section title={t('outOfService')}>
      <ul className="grid gap-2">
        {(outOfService ?? []).map(({ id, nameZh, nameEn, until, reason, timeZone }) => {
          const name = bilingual({ zh: nameZh, en: nameEn }, locale)
          return (
            <li key={id} className="flex flex-wrap gap-x-4">
              <Link className={linkClass} to={paths.resource(id)} lang={name.lang}>{name.text}</Link>
              <span className="text-muted">{reason}</span>
              <span className="text-waiting tabular-nums">{t('until', { at: formatDateTime(until, { locale, timeZone, now }) })}</span>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function QuickFind() {
  const t = useTranslations('bookings.today')
  const id = useId()
  return (
    <Section title={t('find')}>
      <Form action={paths.resources()} className="flex flex-wrap items-end gap-3">
        <Field id={id} label={t('findLabel')} className="min-w-48 grow">
          {(control) => <Input {...control} name="q" type="search" />}
        </Field>
        <SubmitButton tone="secondary">{t('find')}</SubmitButton>
      </Form>
    </Section>
  )
}

function Recent() {
  const { recent } = useLoaderData<typeof loader>()
  const t = useTranslations('bookings.today')
  const locale = useLocale()
  return (
    <Section title={t('recent')}>
      <ul className="grid gap-1">
        {recent.map(({ id, nameZh, nameEn }) => {
          const name = bilingual({ zh: nameZh, en: nameEn }, locale)
          return (
            <li key={id}><Link className={linkClass} to={paths.resource(id)} lang={name.lang}>{name.text}</Link></li>
          )
        })}
      </ul>
    </Section>
  )
}
