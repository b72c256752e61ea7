import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { noteReads } from '~/features/audit/note-reads.server'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { AdmissionTabs } from '~/features/people/admission/components/admission-tabs'
import { useAdmissionName } from '~/features/people/admission/components/held-lists'
import { admitToLab } from '~/features/people/admission/grant.server'
import { HELD_PAGE, heldAdmissions, verifiedCertificates } from '~/features/people/admission/held.server'
import { admissionLabs } from '~/features/people/admission/queries.server'
import { admitForm } from '~/features/people/admission/schema'
import { LastDay } from '~/features/people/qualifications/components/qualification-list'
import { answerCommand } from '~/features/people/training/answer.server'
import { TrainingTabs } from '~/features/people/training/components/manage-tabs'
import { CommandErrors, fieldsOf, usePersonName } from '~/features/people/training/components/reply-parts'
import { bilingual } from '~/i18n/bilingual'
import { formatPlainDate } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'grant:admission')
  const t = createTranslator(localeOfRequest(request, locale))
  const query = new URL(request.url).searchParams
  const q = (query.get('q') ?? '').replaceAll('\0', '').trim().slice(0, 100)
  const page = Math.max(1, Math.min(10_000, Math.trunc(Number(query.get('page'))) || 1))
  const [admissions, certificates, labs] = await Promise.all([heldAdmissions(actor, { q, page }, now), verifiedCertificates(actor, q, now), admissionLabs(actor)])
  await noteReads(actor, [...admissions.items, ...(certificates ?? [])].map((each) => each.person.id), 'people', now)
  return {
    pageTitle: t('common.pageTitle', { title: t('training.held.title') }), now, q, page, pages: Math.ceil(admissions.total / HELD_PAGE),
    admissions: admissions.items, certificates, labs, keepsAdmission: can(actor, 'manage:admission'),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'grant:admission')
  const answer = await answerCommand(request, admitForm, (input) => admitToLab(actor, input, new Date()))
  if (!answer.ok) return data(answer, { status: 422 })
  return redirectWithNotice(paths.heldAdmissions(), { tone: 'ok', key: 'training.notice.admitted' })
}

const link = 'underline decoration-line underline-offset-4 hover:decoration-current'

export default function Held() {
  const { admissions, certificates, labs, keepsAdmission, q, page, pages, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('training')
  const h = useTranslations('training.held')
  const a = useTranslations('training.admission')
  const words = useTranslations('training.qualifications')
  const form = useTranslations('common.form')
  const locale = useLocale()
  const personName = usePersonName()
  const admissionName = useAdmissionName()
  const field = fieldsOf(answer)
  type Admission = (typeof admissions)[number]
  type Certificate = NonNullable<typeof certificates>[number]
  const person = (row: { id: string; person: Admission['person'] }, kind: 'admission' | 'certificate') => (
    <>
      <Link to={paths.heldAdmission(kind, row.id)} className={link}>{personName(row.person)}</Link>
      <span className="block text-sm text-muted">{row.person.email}</span>
    </>
  )
  return (
    <Page title={h('title')} lead={h('lead')} action={<HelpLink topic="admission" />}>
      {keepsAdmission ? <AdmissionTabs /> : <TrainingTabs />}
      <Form method="get" aria-label={h('find')} className="flex flex-wrap items-end gap-3" data-screen-only>
        <InputField field={{ id: 'q', name: 'q', key: `q${q}`, initialValue: q }} label={h('search')} type="search" />
        <SubmitButton tone="secondary">{h('find')}</SubmitButton>
      </Form>
      <Section title={t('mine.admissions')}>
        {admissions.length === 0 ? (
          <p className="text-muted">{h('none')}</p>
        ) : (
          <Table<Admission>
            caption={t('mine.admissions')} isCaptionHidden rows={admissions} rowKey={(row) => row.id}
            columns={[
              { key: 'person', label: t('column.person'), isRowHeader: true, cell: (row) => person(row, 'admission') },
              { key: 'place', label: t('column.place'), cell: (row) => admissionName(row) },
              { key: 'until', label: t('column.until'), cell: (row) => <LastDay endsAt={row.validUntil} now={now} /> },
            ]}
          />
        )}
        <Pagination page={page} pages={pages} />
      </Section>
      {certificates === null ? null : (
        <Section title={h('certificates')}>
          {certificates.length === 0 ? (
            <p className="text-muted">{h('noCertificates')}</p>
          ) : (
            <Table<Certificate>
              caption={h('certificates')} isCaptionHidden rows={certificates} rowKey={(row) => row.id}
              columns={[
                { key: 'person', label: t('column.person'), isRowHeader: true, cell: (row) => person(row, 'certificate') },
                { key: 'kind', label: t('column.kind'), cell: (row) => t(`certificate.${row.kind}`) },
                { key: 'number', label: t('column.number'), cell: (row) => row.number },
                { key: 'until', label: t('column.until'), cell: (row) => <span className="tabular-nums">{formatPlainDate(row.lastDay, locale, now)}</span> },
              ]}
            />
          )}
        </Section>
      )}
      <Section title={a('admit')}>
        <Form method="post" action={`${paths.heldAdmissions()}?index`} className="grid max-w-form gap-4">
          <CommandErrors answer={answer} labels={{ email: words('email'), labId: a('lab'), lastDay: words('lastDay') }} />
          <InputField field={field('email')} label={words('email')} type="email" autoComplete="off" required />
          <SelectField field={field('labId')} label={a('lab')} placeholder={form('choose')} choices={labs.map((lab) => ({ value: lab.id, label: bilingual({ zh: lab.nameZh, en: lab.nameEn }, locale).text }))} required />
          <InputField field={field('lastDay')} label={words('lastDay')} hint={h('lastDayHint')} type="date" required={false} />
          <div><SubmitButton>{a('admitButton')}</SubmitButton></div>
        </Form>
      </Section>
    </Page>
  )
}
