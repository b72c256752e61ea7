import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { TRAINING_KINDS } from '~/domain/eligibility/facts'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { offerSession } from '~/features/bookings/trainings/offer.server'
import { trainingSubjects } from '~/features/people/qualifications/queries.server'
import { answerCommand } from '~/features/people/training/answer.server'
import { TrainingTabs } from '~/features/people/training/components/manage-tabs'
import { CommandErrors, fieldsOf, isTicked, usePersonName, useSubjectChoices } from '~/features/people/training/components/reply-parts'
import { SessionWhen, SessionWhere, useSessionTitle } from '~/features/people/training/components/session-table'
import { managedSessions, queueOf } from '~/features/people/training/queries.server'
import { sessionForm } from '~/features/people/training/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { Checkbox } from '~/ui/choice'
import { InputField, SelectField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'train:person')
  const t = createTranslator(localeOfRequest(request, locale))
  const [sessions, queue, subjects] = await Promise.all([managedSessions(actor), queueOf(actor, new Date()), trainingSubjects(actor)])
  return { pageTitle: t('common.pageTitle', { title: t('training.manage.title') }), now: new Date(), key: randomUUID(), hasRules: can(actor, 'manage:qualification'), sessions, queue, subjects }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'train:person')
  const answer = await answerCommand(request, sessionForm, (input) => offerSession(actor, input, new Date()))
  if (!answer.ok) return data(answer, { status: 422 })
  return redirectWithNotice(paths.manageTrainingSession(answer.value.id), { tone: 'ok', key: 'training.notice.offered' })
}

const TONES = { offered: 'waiting', held: 'ok', cancelled: 'muted' } as const
const link = 'underline decoration-line underline-offset-4 hover:decoration-current'

export default function ManageTraining() {
  const { sessions, queue, subjects, key, hasRules, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('training')
  const form = useTranslations('common.form')
  const manage = useTranslations('bookings.manage')
  const locale = useLocale()
  const title = useSessionTitle()
  const personName = usePersonName()
  const field = fieldsOf(answer)
  const choices = useSubjectChoices(subjects)
  const text = (name: 'titleZh' | 'titleEn' | 'placeZh' | 'placeEn', isRequired = false) => (
    <InputField field={field(name)} label={t(`manage.${name}`)} required={isRequired} maxLength={100} autoComplete="off" lang={name.endsWith('En') ? 'en' : 'zh-CN'} />
  )
  const labels = Object.fromEntries((['subject', 'kind', 'titleZh', 'titleEn', 'placeZh', 'placeEn', 'day', 'from', 'to', 'seats'] as const).map((name) => [name, t(`manage.${name}`)]))
  return (
    <Page title={t('manage.title')} lead={t('manage.lead')} breadcrumbs={<Breadcrumbs items={[{ to: paths.manage(), label: manage('title') }]} />} action={<HelpLink topic="training" />}>
      <TrainingTabs hasRules={hasRules} />
      <Section title={t('manage.queue')}>
        {queue.length === 0 ? (
          <p className="text-muted">{t('manage.noQueue')}</p>
        ) : (
          <Table
            caption={t('manage.queue')}
            isCaptionHidden
            rows={queue}
            rowKey={(row) => row.id}
            columns={[
              { key: 'person', label: t('column.person'), isRowHeader: true, cell: (row) => <>{personName(row.person)} <span className="block text-sm text-muted">{row.person.email}</span></> },
              { key: 'resource', label: t('column.resource'), cell: (row) => bilingual({ zh: row.resource.nameZh, en: row.resource.nameEn }, locale).text },
              { key: 'day', label: t('column.day'), cell: (row) => <span className="tabular-nums">{formatDate(row.createdAt, { locale, timeZone: defaultTimeZone, now })}</span> },
              { key: 'note', label: t('column.note'), cell: (row) => row.note },
            ]}
          />
        )}
      </Section>
      <Section title={t('manage.sessions')}>
        {sessions.length === 0 ? (
          <p className="text-muted">{t('manage.noSessions')}</p>
        ) : (
          <Table
            caption={t('manage.sessions')}
            isCaptionHidden
            rows={sessions}
            rowKey={(row) => row.id}
            columns={[
              {
                key: 'what', label: t('column.what'), isRowHeader: true,
                cell: (row) => (
                  <>
                    <Link to={paths.manageTrainingSession(row.id)} className={link}>{title(row)}</Link>
                    <span className="block text-sm text-muted">{t(`kind.${row.kind}`)}</span>
                  </>
                ),
              },
              { key: 'when', label: t('column.when'), cell: (row) => <SessionWhen session={row} now={now} /> },
              { key: 'where', label: t('column.where'), cell: (row) => <SessionWhere session={row} /> },
              { key: 'seats', label: t('column.seats'), cell: (row) => t('manage.taken', { booked: row.booked, seats: row.seats }) },
              { key: 'state', label: t('column.state'), cell: (row) => <Status tone={TONES[row.status]}>{t(`status.${row.status}`)}</Status> },
            ]}
          />
        )}
      </Section>
      <Section title={t('manage.offer')}>
        <Form method="post" action={`${paths.manageTraining()}?index`} className="grid max-w-form gap-4">
          <CommandErrors answer={answer} labels={labels} />
          <input type="hidden" name="key" value={answer?.reply.values.key ?? key} />
          <SelectField field={field('subject')} label={t('manage.subject')} hint={t('manage.subjectHint')} placeholder={form('choose')} choices={choices} required />
          <SelectField field={field('kind', 'practical')} label={t('manage.kind')} choices={TRAINING_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} required />
          {text('titleZh', true)}
          {text('titleEn')}
          <div className="grid gap-4 sm:grid-cols-3">
            <InputField field={field('day')} label={t('manage.day')} type="date" required />
            <InputField field={field('from')} label={t('manage.from')} type="time" required />
            <InputField field={field('to')} label={t('manage.to')} type="time" required />
          </div>
          <InputField field={field('seats', '6')} label={t('manage.seats')} type="number" min={1} max={200} required />
          {text('placeZh')}
          {text('placeEn')}
          <Checkbox id="holds" name="holds" defaultChecked={isTicked(answer, 'holds')} label={t('manage.holds')} />
          <div><SubmitButton>{t('manage.offerButton')}</SubmitButton></div>
        </Form>
      </Section>
    </Page>
  )
}
