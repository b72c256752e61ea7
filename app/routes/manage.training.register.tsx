import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { noteReads } from '~/features/audit/note-reads.server'
import { AFFILIATION_KINDS } from '~/features/auth/kinds'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { AdmissionTabs } from '~/features/people/admission/components/admission-tabs'
import { LastDay } from '~/features/people/qualifications/components/qualification-list'
import { ENTRIES, entryState, entryWords } from '~/features/people/qualifications/register-words'
import { parseRegisterFilters, REGISTER_PAGE, registerChoices, registerCount, registerRows, type RegisterRow } from '~/features/people/qualifications/register.server'
import { TrainingTabs } from '~/features/people/training/components/manage-tabs'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { word } from '~/i18n/word'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { buttonClass, SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { EmptyState } from '~/ui/states'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'read:qualification')
  const t = createTranslator(localeOfRequest(request, locale))
  const filters = parseRegisterFilters(new URL(request.url).searchParams, now)
  const [rows, total, choices] = await Promise.all([
    registerRows(actor, filters, { take: REGISTER_PAGE, skip: (filters.page - 1) * REGISTER_PAGE }),
    registerCount(actor, filters),
    registerChoices(actor),
  ])
  await noteReads(actor, rows.map((each) => each.personId), 'people', now)
  const tabs = can(actor, 'train:person') ? 'training' : can(actor, 'manage:admission') ? 'admission' : null
  return { pageTitle: t('common.pageTitle', { title: t('training.register.title') }), now, filters, rows, total, pages: Math.ceil(total / REGISTER_PAGE), choices, tabs, hasRules: can(actor, 'manage:qualification') }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

const TONES = { running: 'ok', suspended: 'waiting', revoked: 'refused', lapsed: 'muted' } as const

export default function Register() {
  const { rows, total, pages, filters, choices, tabs, hasRules, now } = useLoaderData<typeof loader>()
  const all = useTranslations()
  const t = useTranslations('training')
  const r = useTranslations('training.register')
  const kinds = useTranslations('auth.kind')
  const words = useTranslations('common')
  const locale = useLocale()
  const name = (value: { zh: string | null; en: string | null; email?: string }) => bilingual(value, locale).text || (value.email ?? '')
  const { page, ...asked } = filters
  const field = (key: keyof typeof asked) => ({ id: key, name: key, key: `${key}${asked[key] ?? ''}`, initialValue: asked[key] ?? '' })
  return (
    <Page title={r('title')} lead={r('lead')} action={<HelpLink topic="training" />}>
      {tabs === 'training' ? <TrainingTabs hasRules={hasRules} /> : tabs === 'admission' ? <AdmissionTabs /> : null}
      <Form method="get" aria-label={r('show')} className="grid items-end gap-3 sm:grid-cols-3 xl:grid-cols-6" data-screen-only>
        <InputField field={field('from')} label={r('from')} type="date" />
        <InputField field={field('to')} label={r('to')} type="date" />
        <SelectField field={field('entry')} label={r('column.what')} placeholder={r('every')} choices={ENTRIES.map((entry) => ({ value: entry, label: r(`entry.${entry}`) }))} />
        <SelectField field={field('resource')} label={t('column.resource')} placeholder={r('every')} choices={choices.resources.map((each) => ({ value: each.id, label: name(each) }))} />
        <SelectField field={field('trainee')} label={r('column.traineeKind')} placeholder={r('every')} choices={AFFILIATION_KINDS.map((kind) => ({ value: kind, label: kinds(kind) }))} />
        <SelectField field={field('by')} label={r('column.by')} placeholder={r('every')} choices={choices.people.map((each) => ({ value: each.id, label: name(each) }))} />
        <div className="flex flex-wrap items-center gap-3 sm:col-span-full">
          <SubmitButton tone="secondary">{r('show')}</SubmitButton>
          {total > 0 ? <a href={paths.trainingRegisterFile(asked)} download className={buttonClass('quiet')}>{r('download')}</a> : null}
          <span className="text-muted">{words('list.results', { count: total })}</span>
        </div>
      </Form>
      {rows.length === 0 ? (
        <EmptyState title={r('none')} />
      ) : (
        <Table<RegisterRow>
          caption={r('title')}
          isCaptionHidden
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            { key: 'day', label: r('column.day'), cell: (row) => <span className="tabular-nums">{formatDate(row.at, { locale, timeZone: defaultTimeZone, now })}</span> },
            {
              key: 'person', label: r('column.person'), isRowHeader: true,
              cell: (row) => (
                <>
                  {row.entry === 'qualification' ? <Link to={paths.manageQualification(row.id)} className="underline decoration-line underline-offset-4">{name(row.person)}</Link> : name(row.person)}
                  <span className="block text-sm text-muted">{row.person.email}</span>
                </>
              ),
            },
            {
              key: 'kind', label: r('column.traineeKind'),
              cell: (row) => (
                <>
                  {row.traineeKind === null ? null : word(all, `auth.kind.${row.traineeKind}`)}
                  {row.university ? <span className="block text-sm text-muted">{name(row.university)}</span> : null}
                </>
              ),
            },
            { key: 'what', label: r('column.what'), cell: (row) => entryWords(all, row) },
            { key: 'subject', label: r('column.subject'), cell: (row) => name(row.subject) },
            { key: 'by', label: r('column.by'), cell: (row) => (row.by ? name(row.by) : word(all, `training.register.source.${row.source}`)) },
            { key: 'until', label: r('column.lastDay'), cell: (row) => (row.entry === 'step' ? null : <LastDay endsAt={row.validUntil} now={now} />) },
            {
              key: 'state', label: r('column.state'),
              cell: (row) => {
                const state = entryState(row, now)
                return state === null ? null : <Status tone={TONES[state]}>{t(`state.${state}`)}</Status>
              },
            },
          ]}
        />
      )}
      <Pagination page={page} pages={pages} />
    </Page>
  )
}
