import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { usePersonName } from '~/features/auth/components/roles'
import { AFFILIATION_KINDS } from '~/features/auth/kinds'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { Backing, StayStatus, useTermText } from '~/features/people/affiliations/components/stay-parts'
import { hostOf } from '~/features/people/affiliations/host.server'
import { listPeople, PEOPLE_PAGE, type StayView } from '~/features/people/affiliations/queries.server'
import { STATE_FILTERS } from '~/features/people/affiliations/schema'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { forbidden, queryText } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { EmptyState } from '~/ui/states'
import { Table } from '~/ui/table'
import { Tabs } from '~/ui/tabs'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:affiliation')
  const { searchParams } = new URL(request.url)
  const now = new Date()
  const { host } = await hostOf(actor, searchParams.get('university'))
  if (host === null) throw forbidden()
  const page = /^[1-9]\d{0,4}$/.test(searchParams.get('page') ?? '') ? Number(searchParams.get('page')) : 1
  const filters = {
    q: queryText(searchParams, 'q', 80),
    kind: AFFILIATION_KINDS.find((each) => each === searchParams.get('kind')) ?? null,
    state: STATE_FILTERS.find((each) => each === searchParams.get('state')) ?? ('running' as const),
    partner: /^[0-9a-f-]{36}$/.test(searchParams.get('partner') ?? '') ? searchParams.get('partner') : null,
    page,
  }
  const t = createTranslator(localeOfRequest(request, locale))
  const found = await listPeople(actor, host.id, filters, now)
  return { pageTitle: t('common.pageTitle', { title: t('affiliations.people.title') }), now, host, filters, pages: Math.ceil(found.total / PEOPLE_PAGE), ...found }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const link = 'underline decoration-line underline-offset-4 hover:decoration-current'

export default function ManagePeople() {
  const { host, filters, items, total, counts, pages, now } = useLoaderData<typeof loader>()
  const t = useTranslations('affiliations')
  const kinds = useTranslations('auth.kind')
  const merge = useTranslations('merge')
  const manage = useTranslations('bookings.manage')
  const groups = useTranslations('groups')
  const intake = useTranslations('intake')
  const locale = useLocale()
  const nameOf = usePersonName()
  const termText = useTermText()
  const { q, kind, state, partner } = filters
  const university = { university: host.id }
  return (
    <Page
      title={t('people.title')}
      lead={<>{t('people.lead', { university: bilingual(host, locale).text })} <HelpLink topic="people" /></>}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manage(), label: manage('title') }]} />}
      action={<LinkButton tone="primary" to={paths.newAffiliation(university)}>{t('people.add')}</LinkButton>}
    >
      <ButtonRow>
        <LinkButton size="small" to={paths.adminPeople(university)}>{t('people.admission')}</LinkButton>
        <LinkButton size="small" to={paths.managePartners(university)}>{t('people.partners')}</LinkButton>
        <LinkButton size="small" to={paths.manageGroups()}>{groups('manage.title')}</LinkButton>
        <LinkButton size="small" to={paths.intakes()}>{intake('title')}</LinkButton>
        <LinkButton size="small" to={paths.mergePeople(university)}>{merge('open')}</LinkButton>
      </ButtonRow>
      <Tabs
        label={t('people.tabs')}
        tabs={STATE_FILTERS.map((each) => ({
          to: paths.managePeople({ ...university, q, kind, partner, state: each === 'running' ? null : each }),
          label: t(`people.tab.${each}`),
          count: counts[each],
          isCurrent: each === state,
        }))}
      />
      <Form method="get" aria-label={t('people.find')} className="flex flex-wrap items-end gap-3" data-screen-only>
        <input type="hidden" name="university" value={host.id} />
        <input type="hidden" name="state" value={state} />
        <InputField field={{ id: 'q', name: 'q', key: `q${q}`, initialValue: q }} label={t('people.search')} type="search" />
        <SelectField
          field={{ id: 'kind', name: 'kind', key: `k${kind}`, initialValue: kind ?? '' }}
          label={t('field.kind')}
          placeholder={t('people.all')}
          choices={AFFILIATION_KINDS.map((each) => ({ value: each, label: kinds(each) }))}
          required={false}
        />
        <SubmitButton tone="secondary">{t('people.find')}</SubmitButton>
      </Form>
      <p className="text-muted">{t('people.count', { count: total })}</p>
      {items.length === 0 ? (
        <EmptyState icon="people" title={t('people.none')}>{t('people.noneHint')}</EmptyState>
      ) : (
        <Table<StayView>
          caption={t('people.title')}
          isCaptionHidden
          rows={items}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'person',
              label: t('field.person'),
              isRowHeader: true,
              cell: ({ person }) => (
                <>
                  <Link to={paths.managePerson(person.id)} className={link}>{nameOf(person)}</Link>
                  <span className="block break-all text-sm text-muted">{person.email}</span>
                </>
              ),
            },
            { key: 'kind', label: t('field.kind'), cell: (row) => kinds(row.kind) },
            {
              key: 'basis',
              label: t('field.basis'),
              cell: (row) => (
                <span>
                  {t(`basis.${row.basis}`)}
                  <Backing stay={row} />
                </span>
              ),
            },
            { key: 'term', label: t('field.term'), cell: (row) => termText(row, now) },
            { key: 'state', label: t('field.status'), cell: (row) => <StayStatus state={row.state} /> },
          ]}
        />
      )}
      <Pagination page={filters.page} pages={pages} />
    </Page>
  )
}
