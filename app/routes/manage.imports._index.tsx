import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { FormReply } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { ImportCounts, ImportStatusBadge } from '~/features/catalogue/import/components/import-status'
import { listImports } from '~/features/catalogue/import/queries.server'
import { uploadInventory } from '~/features/catalogue/import/upload.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { ListingTabs } from '~/features/catalogue/components/entry-tabs'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { HelpLink } from '~/ui/help-link'
import { InputField, SelectField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { EmptyState } from '~/ui/states'
import { type Column, Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:resource')
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('inventory.title') }), now: new Date(), ...(await listImports(actor)) }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:resource')
  const form = await readForm(request)
  const file = form.get('file')
  const universityId = String(form.get('universityId') ?? '')
  const reply = (errors: FormReply['errors']) => data({ errors, values: { universityId } }, { status: 422 })
  if (!(file instanceof File) || (file.name === '' && file.size === 0)) return reply({ file: ['inventory.rule.choose_file'] })
  const outcome = await uploadInventory(actor, { universityId, fileName: file.name, bytes: Buffer.from(await file.arrayBuffer()) })
  if (outcome.ok) return redirectWithNotice(paths.import(outcome.value.id), { tone: 'ok', key: 'inventory.uploaded' })
  const [first] = outcome.problems
  if (first?.code === 'field_invalid') return reply({ [first.params.field]: [first.params.rule] })
  return reply({ '': [`problems.${first?.code ?? 'not_allowed'}`] })
}

export default function Imports() {
  const { scopes, imports, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('inventory')
  const words = useTranslations('bookings.manage')
  const locale = useLocale()
  const columns: Column<(typeof imports)[number]>[] = [
    {
      key: 'file', label: t('list.file'), isRowHeader: true,
      cell: (row) => <Link to={paths.import(row.id)} className="underline decoration-line underline-offset-4 hover:decoration-current">{row.file.fileName}</Link>,
    },
    { key: 'university', label: t('list.university'), cell: ({ university }) => bilingual({ zh: university.nameZh, en: university.nameEn }, locale).text },
    { key: 'status', label: t('list.status'), cell: (row) => <ImportStatusBadge status={row.status} /> },
    { key: 'counts', label: t('list.counts'), cell: (row) => <ImportCounts counts={row.counts} /> },
    { key: 'when', label: t('list.when'), cell: (row) => formatDateTime(row.createdAt, { locale, timeZone: defaultTimeZone, now }) },
  ]
  return (
    <Page title={t('title')} lead={<>{t('lead')} <HelpLink topic="import" /></>} breadcrumbs={<Breadcrumbs items={[{ to: paths.manage(), label: words('title') }]} />}>
      <ListingTabs />
      {scopes.length === 0 ? null : (
        <Section title={t('upload.title')}>
          <Form method="post" action={`${paths.imports()}?index`} encType="multipart/form-data" className="grid max-w-form gap-4">
            <ReplyErrors reply={reply} labels={{ file: t('upload.file'), universityId: t('upload.university') }} />
            {scopes.length === 1 ? (
              <input type="hidden" name="universityId" value={scopes[0]?.universityId} />
            ) : (
              <SelectField
                field={fieldOf(reply, 'universityId')}
                label={t('upload.university')}
                placeholder=""
                choices={scopes.map((each) => ({ value: each.universityId, label: bilingual({ zh: each.nameZh, en: each.nameEn }, locale).text }))}
                required
              />
            )}
            <InputField field={{ ...fieldOf(reply, 'file'), initialValue: undefined }} label={t('upload.file')} hint={t('upload.fileHint')} type="file" accept=".csv,.xlsx,.txt,text/csv" required />
            <div>
              <SubmitButton>{t('upload.button')}</SubmitButton>
            </div>
          </Form>
        </Section>
      )}
      <Section title={t('list.title')}>
        {imports.length === 0 ? (
          <EmptyState title={t('list.none')} heading="h3" />
        ) : (
          <Table caption={t('list.title')} isCaptionHidden columns={columns} rows={imports} rowKey={(row) => row.id} />
        )}
      </Section>
    </Page>
  )
}
