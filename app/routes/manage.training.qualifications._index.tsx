import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { TIME_BANDS } from '~/domain/eligibility/facts'
import { plainDateOf } from '~/domain/time/zone'
import { noteReads } from '~/features/audit/note-reads.server'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { RefusedTable } from '~/features/bookings/previews/components/loss-notice'
import { refusedIn } from '~/features/bookings/previews/rights.server'
import { managedScope } from '~/features/catalogue/managed.server'
import { LastDay, QualificationStatus, useQualificationName } from '~/features/people/qualifications/components/qualification-list'
import { grantQualification } from '~/features/people/qualifications/grant.server'
import { grantingUniversities, managedQualifications, trainingSubjects } from '~/features/people/qualifications/queries.server'
import { ReadyList } from '~/features/people/ready/components/ready-list'
import { readyToGrant } from '~/features/people/ready/queries.server'
import { recordStep } from '~/features/people/qualifications/record-step.server'
import { grantForm, STEP_KINDS, stepForm } from '~/features/people/qualifications/schema'
import { answerCommand, type CommandReply } from '~/features/people/training/answer.server'
import { TrainingTabs } from '~/features/people/training/components/manage-tabs'
import { CommandErrors, fieldsOf, usePersonName, useResourceChoices } from '~/features/people/training/components/reply-parts'
import { bilingual } from '~/i18n/bilingual'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

const PAGE = 50
const READY_PAGE = 20

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'read:qualification')
  const now = new Date()
  const query = new URL(request.url).searchParams
  const pageOf = (param: string) => Math.max(1, Math.min(10_000, Math.trunc(Number(query.get(param))) || 1))
  const [page, readyPage] = [pageOf('page'), pageOf('ready')]
  const [held, { resources, kinds }, hosts, refused, ready] = await Promise.all([
    managedQualifications(actor, now, { take: PAGE, skip: (page - 1) * PAGE }), trainingSubjects(actor), grantingUniversities(actor), refusedIn(managedScope(actor, 'train:person'), now),
    readyToGrant(actor, now, { take: READY_PAGE, skip: (readyPage - 1) * READY_PAGE }),
  ])
  await noteReads(actor, refused.map((each) => each.attendeeId), 'bookings', now)
  const t = createTranslator(localeOfRequest(request, locale))
  return {
    pageTitle: t('common.pageTitle', { title: t('training.qualifications.title') }),
    now, page, pages: Math.ceil(held.total / PAGE), items: held.items, resources, kinds, hosts,
    ready: ready.items, readyPage, readyPages: Math.ceil(ready.total / READY_PAGE),
    mayGrant: can(actor, 'grant:qualification'), mayTrain: can(actor, 'train:person'), hasRules: can(actor, 'manage:qualification'), refused, today: plainDateOf(now, defaultTimeZone),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

type Answer = CommandReply & { form: 'grant' | 'step' | 'ready' }

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'train:person')
  const now = new Date()
  const form = new URL(request.url).searchParams.get('form')
  if (form === 'step') {
    const answer = await answerCommand(request, stepForm, (input) => recordStep(actor, input, now))
    if (!answer.ok) return data<Answer>({ ...answer, form: 'step' }, { status: 422 })
    return redirectWithNotice(paths.manageQualifications(), { tone: 'ok', key: `training.notice.${answer.value.granted ? 'stepGranted' : 'stepRecorded'}` })
  }
  const answer = await answerCommand(request, grantForm, (input) => grantQualification(actor, input, now))
  if (!answer.ok) return data<Answer>({ ...answer, form: form === 'ready' ? 'ready' : 'grant' }, { status: 422 })
  return redirectWithNotice(paths.manageQualifications(), { tone: 'ok', key: 'training.notice.granted' })
}

export default function ManageQualifications() {
  const { items, ready, readyPage, readyPages, resources, kinds, hosts, page, pages, mayGrant, mayTrain, hasRules, refused, today, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('training')
  const q = useTranslations('training.qualifications')
  const form = useTranslations('common.form')
  const modes = useTranslations('common.mode')
  const name = useQualificationName()
  const personName = usePersonName()
  const locale = useLocale()
  const choices = useResourceChoices(resources)
  const subjects = [
    ...choices.map(({ value, label }) => ({ value: `resource:${value}`, label })),
    ...hosts.flatMap((host) => kinds.map((kind) => ({
      value: `kind:${host.id}:${kind.id}`,
      label: q('allOfKind', { university: bilingual({ zh: host.nameZh, en: host.nameEn }, locale).text, kind: bilingual(kind, locale).text }),
    }))),
  ]
  const of = (form: Answer['form']) => (answer?.form === form ? answer : null)
  const grant = fieldsOf(of('grant'))
  const step = (field: string, initial?: string) => ({ ...fieldsOf(of('step'))(field, initial), id: `step-${field}` })
  const labels = { subject: q('resource'), ...Object.fromEntries((['email', 'resource', 'mode', 'band', 'lastDay', 'kind', 'day', 'note'] as const).map((key) => [key, q(key)])) }
  return (
    <Page title={q('title')} lead={q('lead')} breadcrumbs={mayTrain ? <Breadcrumbs items={[{ to: paths.manageTraining(), label: t('manage.title') }]} /> : null} action={<HelpLink topic="training" />}>
      {mayTrain ? <TrainingTabs hasRules={hasRules} /> : null}
      {mayGrant ? (
        <div id="ready"><Section title={q('ready')}>
          <CommandErrors answer={of('ready')} labels={labels} />
          {ready.length === 0 ? <p className="text-muted">{q('noneReady')}</p> : <ReadyList rows={ready} action={`${paths.manageQualifications()}?index&form=ready`} now={now} />}
          <Pagination page={readyPage} pages={readyPages} param="ready" />
        </Section></div>
      ) : null}
      {refused.length === 0 ? null : <Section title={t('loss.refused')}><RefusedTable rows={refused} now={now} /></Section>}
      <Section title={q('list')}>
        {items.length === 0 ? (
          <p className="text-muted">{q('none')}</p>
        ) : (
          <Table
            caption={q('list')}
            isCaptionHidden
            rows={items}
            rowKey={(row) => row.id}
            columns={[
              {
                key: 'person', label: t('column.person'), isRowHeader: true,
                cell: (row) => (
                  <>
                    <Link to={paths.manageQualification(row.id)} className="underline decoration-line underline-offset-4">{personName(row.person)}</Link>
                    <span className="block text-sm text-muted">{row.person.email}</span>
                  </>
                ),
              },
              { key: 'resource', label: t('column.resource'), cell: (row) => name(row) },
              { key: 'until', label: t('column.until'), cell: (row) => <LastDay endsAt={row.endsAt} now={now} /> },
              { key: 'state', label: t('column.state'), cell: (row) => <QualificationStatus state={row.state} /> },
            ]}
          />
        )}
        <Pagination page={page} pages={pages} />
      </Section>
      {mayGrant ? (
        <Section title={q('grant')}>
          <Form method="post" action={`${paths.manageQualifications()}?index&form=grant`} className="grid max-w-form gap-4">
            <CommandErrors answer={of('grant')} labels={labels} />
            <InputField field={grant('email')} label={q('email')} type="email" autoComplete="off" required />
            <SelectField field={grant('subject')} label={q('resource')} placeholder={form('choose')} choices={subjects} required />
            <SelectField field={grant('mode', 'self_operation')} label={q('mode')} choices={RESOURCE_MODES.map((mode) => ({ value: mode, label: modes(mode) }))} />
            <SelectField field={grant('band', 'any')} label={q('band')} choices={TIME_BANDS.map((band) => ({ value: band, label: t(`band.${band}`) }))} />
            <InputField field={grant('lastDay')} label={q('lastDay')} hint={q('lastDayHint')} type="date" min={today} required={false} />
            <div><SubmitButton>{q('grantButton')}</SubmitButton></div>
          </Form>
        </Section>
      ) : null}
      {mayTrain ? <Section title={q('step')}>
        <Form method="post" action={`${paths.manageQualifications()}?index&form=step`} className="grid max-w-form gap-4">
          <CommandErrors answer={of('step')} labels={{}} />
          <InputField field={step('email')} label={q('email')} type="email" autoComplete="off" required />
          <SelectField field={step('resourceId')} label={q('resource')} placeholder={form('choose')} choices={choices} required />
          <SelectField field={step('kind', 'practical')} label={q('kind')} choices={STEP_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} />
          <InputField field={step('day', today)} label={q('day')} type="date" max={today} required />
          <InputField field={step('note')} label={q('note')} maxLength={500} required={false} />
          <div><SubmitButton>{q('stepButton')}</SubmitButton></div>
        </Form>
      </Section> : null}
    </Page>
  )
}
