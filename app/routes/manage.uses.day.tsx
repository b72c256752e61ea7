import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { isPlainDate, plainDateOf } from '~/domain/time/zone'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { daySessions, type Session } from '~/features/usage/logbook/day.server'
import { keptResources } from '~/features/usage/logbook/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatPlainDate, formatTime, formatTimeRange } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { queryText } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton, SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { EmptyState } from '~/ui/states'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'record:use')
  const query = new URL(request.url).searchParams
  const asked = query.get('date') ?? ''
  const date = /^(19|2[01])/.test(asked) && isPlainDate(asked) ? asked : plainDateOf(now, defaultTimeZone)
  const lab = queryText(query, 'lab', 100).replace(/\p{Surrogate}/gu, '')
  const [sessions, resources] = await Promise.all([daySessions(actor, { date, lab }, now), keptResources(actor)])
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('usageLogbook.day.title') }), now, date, lab, sessions, resources }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function DaySheet() {
  const { sessions, date, lab, resources, now } = useLoaderData<typeof loader>()
  const t = useTranslations('usageLogbook')
  const d = useTranslations('usageLogbook.day')
  const locale = useLocale()
  const labs = new Map(resources.map((each) => [each.labId, bilingual({ zh: each.labZh, en: each.labEn }, locale).text]))
  const groups = new Map<string, Session[]>()
  for (const each of sessions) groups.set(each.labId, [...(groups.get(each.labId) ?? []), each])
  return (
    <Page
      title={d('title')} lead={d('lead', { day: formatPlainDate(date, locale, now) })}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.uses({ lab }), label: t('title') }]} />}
      action={<LinkButton to={paths.board({ lab })} title={d('boardHint')}>{d('board')}</LinkButton>}
    >
      <Form method="get" aria-label={d('show')} className="flex flex-wrap items-end gap-3" data-screen-only>
        <InputField field={{ id: 'date', name: 'date', key: date, initialValue: date }} label={d('date')} type="date" />
        <SelectField field={{ id: 'lab', name: 'lab', key: lab, initialValue: lab }} label={d('lab')} placeholder={t('filter.every')} choices={[...labs].map(([value, label]) => ({ value, label }))} />
        <SubmitButton tone="secondary">{d('show')}</SubmitButton>
      </Form>
      <p className="text-sm text-muted" data-screen-only>{d('boardHint')}</p>
      {sessions.length === 0 ? <EmptyState icon="calendar" title={d('none')} /> : [...groups].map(([id, rows]) => (
        <Section key={id} title={bilingual({ zh: rows[0]?.labZh, en: rows[0]?.labEn }, locale).text}>
          <Sessions rows={rows} caption={labs.get(id) ?? id} />
        </Section>
      ))}
    </Page>
  )
}

function Sessions({ rows, caption }: { rows: readonly Session[]; caption: string }) {
  const t = useTranslations('usageLogbook')
  const d = useTranslations('usageLogbook.day')
  const locale = useLocale()
  const text = (zh: string | null, en: string | null) => bilingual({ zh, en }, locale).text
  return (
    <Table<Session>
      caption={caption}
      isCaptionHidden
      rows={rows}
      rowKey={(row) => row.itemId}
      columns={[
        {
          key: 'planned', label: d('planned'), isRowHeader: true,
          cell: (row) => <Link to={paths.use(row.itemId)} className="tabular-nums underline decoration-line underline-offset-4">{formatTimeRange({ start: row.startsAt, end: row.endsAt }, { locale, timeZone: row.timeZone })}</Link>,
        },
        { key: 'resource', label: t('column.resource'), cell: (row) => <>{text(row.resourceZh, row.resourceEn)}{row.room ? <span className="block text-sm text-muted">{row.room}</span> : null}</> },
        { key: 'person', label: t('column.person'), cell: (row) => <>{text(row.personZh, row.personEn) || row.email}{row.headCount && row.headCount > 1 ? <span className="block text-sm text-muted">{d('people', { count: row.headCount })}</span> : null}</> },
        { key: 'code', label: t('column.code'), cell: (row) => <span className="font-mono">{row.code}</span> },
        { key: 'state', label: d('state'), cell: (row) => <State row={row} /> },
        { key: 'sign', label: d('sign'), cell: () => <span className="hidden border-b border-control print:inline-block print:w-28">&nbsp;</span> },
      ]}
    />
  )
}

/** Who is in, was in, or is still missing. */
function State({ row }: { row: Session }) {
  const { now } = useLoaderData<typeof loader>()
  const t = useTranslations('usageLogbook')
  const d = useTranslations('usageLogbook.day')
  const locale = useLocale()
  const at = (instant: Date) => formatTime(instant, { locale, timeZone: row.timeZone })
  if (row.status === 'no_show') return <Status tone="refused">{d('noShow')}</Status>
  if (row.inAt && row.startSource !== 'assumed') {
    return (
      <span className="grid justify-items-start gap-1">
        <Status tone="ok">{d('checkedIn', { at: at(row.inAt) })}</Status>
        {row.outAt ? <span className="text-sm">{d('checkedOut', { at: at(row.outAt) })}{row.endSource === 'assumed' ? ` (${t('mark.assumed')})` : ''}</span> : null}
      </span>
    )
  }
  if (row.status === 'completed') return <Status tone="waiting">{t('mark.assumed')}</Status>
  if (row.saidLate) return <Status tone="waiting">{d('late')}</Status>
  return <Status tone={row.startsAt <= now ? 'waiting' : 'muted'}>{row.endsAt <= now ? d('over') : d('notYet')}</Status>
}
