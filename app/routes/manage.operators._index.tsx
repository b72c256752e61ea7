import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { PeriodText } from '~/features/bookings/components/booking-text'
import { readPosted } from '~/features/bookings/form'
import { addOperator } from '~/features/bookings/operators/add.server'
import { OperatorForm } from '~/features/bookings/operators/components/operator-form'
import { type OperatorReply, splitProblems } from '~/features/bookings/operators/components/reply'
import { assistedResources, type OperatorRow, operatorsOf } from '~/features/bookings/operators/queries.server'
import { newOperatorForm } from '~/features/bookings/operators/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatHours, formatList } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { EmptyState } from '~/ui/states'
import { type Column, Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:resource')
  const t = createTranslator(localeOfRequest(request, locale))
  const [operators, resources] = await Promise.all([operatorsOf(actor, now), assistedResources(actor)])
  return { pageTitle: t('common.pageTitle', { title: t('operators.title') }), now, operators, resources, submissionKey: randomUUID() }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:resource')
  const body = await readForm(request)
  const posted = readPosted(body, newOperatorForm)
  const answer = (changes: Partial<OperatorReply>) =>
    data<OperatorReply>({ errors: {}, values: posted.values, problems: [], chosen: body.getAll('resourceIds').map(String), ...changes }, { status: 422 })
  if (!posted.ok) return answer({ errors: posted.errors })
  const outcome = await addOperator(actor, posted.value, new Date())
  if (!outcome.ok) return answer(splitProblems(outcome.problems))
  return redirectWithNotice(paths.manageOperator(outcome.value.id), { tone: 'ok', key: 'operators.notice.added' })
}

export default function Operators() {
  const { operators, resources, now, submissionKey } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('operators')
  const manage = useTranslations('bookings.manage')
  const locale = useLocale()
  const columns: Column<OperatorRow>[] = [
    {
      key: 'name', label: t('name'), isRowHeader: true,
      cell: (row) => (
        <>
          <Link to={paths.manageOperator(row.id)} className="underline decoration-line underline-offset-4 hover:decoration-current">{bilingual({ zh: row.nameZh, en: row.nameEn }, locale).text}</Link>
          <span className="block text-sm text-muted">{bilingual({ zh: row.labZh, en: row.labEn }, locale).text}</span>
        </>
      ),
    },
    { key: 'runs', label: t('runs'), cell: (row) => formatList(row.runs.map((each) => bilingual({ zh: each.nameZh, en: each.nameEn }, locale).text), locale) },
    { key: 'week', label: t('week'), isNumeric: true, cell: (row) => formatHours(row.weekSeconds, locale) },
    {
      key: 'leave', label: t('leave'),
      cell: (row) => row.leaves.map((each) => <span key={each.start.toISOString()} className="block"><PeriodText period={each} timeZone={defaultTimeZone} now={now} /></span>),
    },
    { key: 'account', label: t('account'), cell: (row) => row.email ?? <span className="text-muted">{t('noAccount')}</span> },
  ]
  return (
    <Page title={t('title')} lead={t('lead')} breadcrumbs={<Breadcrumbs items={[{ to: paths.manage(), label: manage('title') }]} />}>
      <div className="grid gap-8">
        {operators.length === 0 ? <EmptyState icon="people" title={t('none')}>{t('noneHint')}</EmptyState> : (
          <Table caption={t('title')} isCaptionHidden columns={columns} rows={operators} rowKey={(row) => row.id} />
        )}
        <Section title={t('add')}>
          {resources.length === 0 ? <p>{t('noResources')}</p> : (
            <OperatorForm key={operators.length} action={paths.manageOperators().concat('?index')} {...{ reply, resources, submissionKey }} />
          )}
        </Section>
      </div>
    </Page>
  )
}
