import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { INTAKE_KINDS } from '~/domain/intake/fields'
import type { FormReply } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { ImportCounts, ImportStatusBadge } from '~/features/catalogue/import/components/import-status'
import { listIntakes } from '~/features/people/intake/queries.server'
import { uploadIntake } from '~/features/people/intake/upload.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { RadioGroup } from '~/ui/choice'
import { InputField, SelectField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { EmptyState } from '~/ui/states'
import { type Column, Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'admit:person')
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('intake.title') }), now: new Date(), ...(await listIntakes(actor)) }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'admit:person')
  const form = await readForm(request)
  const file = form.get('file')
  const universityId = String(form.get('universityId') ?? '')
  const kind = INTAKE_KINDS.find((each) => each === form.get('kind'))
  const reply = (errors: FormReply['errors']) => data({ errors, values: { universityId, kind: kind ?? '' } }, { status: 422 })
  if (kind === undefined) return reply({ kind: ['intake.rule.choose_kind'] })
  if (!(file instanceof File) || (file.name === '' && file.size === 0)) return reply({ file: ['inventory.rule.choose_file'] })
  const outcome = await uploadIntake(actor, { universityId, kind, fileName: file.name, bytes: Buffer.from(await file.arrayBuffer()) })
  if (outcome.ok) return redirectWithNotice(paths.intake(outcome.value.id), { tone: 'ok', key: 'inventory.uploaded' })
  const [first] = outcome.problems
  if (first?.code === 'field_invalid') return reply({ [first.params.field]: [first.params.rule] })
  return reply({ '': [`problems.${first?.code ?? 'not_allowed'}`] })
}

export default function Intakes() {
  const { universities, intakes, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('intake')
  const words = useTranslations('inventory')
  const locale = useLocale()
  const columns: Column<(typeof intakes)[number]>[] = [
    {
      key: 'file', label: words('list.file'), isRowHeader: true,
      cell: (row) => <Link to={paths.intake(row.id)} className="underline decoration-line underline-offset-4 hover:decoration-current">{row.file.fileName}</Link>,
    },
    { key: 'kind', label: t('list.kind'), cell: (row) => t(`kind.${row.kind}`) },
    { key: 'status', label: words('list.status'), cell: (row) => <ImportStatusBadge status={row.status} /> },
    { key: 'counts', label: words('list.counts'), cell: (row) => <ImportCounts counts={row.counts} /> },
    { key: 'when', label: words('list.when'), cell: (row) => formatDateTime(row.createdAt, { locale, timeZone: defaultTimeZone, now }) },
  ]
  return (
    <Page title={t('title')} lead={<>{t('lead')} <HelpLink topic="intake" /></>}>
      <Section title={t('upload.title')}>
        <Form method="post" action={`${paths.intakes()}?index`} encType="multipart/form-data" className="grid max-w-form gap-4">
          <ReplyErrors reply={reply} labels={{ kind: t('upload.kind'), file: words('upload.file'), universityId: words('upload.university') }} />
          {universities.length === 1 ? (
            <input type="hidden" name="universityId" value={universities[0]?.id} />
          ) : (
            <SelectField
              field={fieldOf(reply, 'universityId')}
              label={words('upload.university')}
              placeholder=""
              choices={universities.map((each) => ({ value: each.id, label: bilingual({ zh: each.nameZh, en: each.nameEn }, locale).text }))}
              required
            />
          )}
          <RadioGroup
            name="kind"
            legend={t('upload.kind')}
            choices={INTAKE_KINDS.map((value) => ({ value, label: t(`kind.${value}`), hint: t(`kindHint.${value}`) }))}
            defaultValue={reply?.values.kind || 'people'}
            errors={reply?.errors.kind}
          />
          <InputField
            field={{ ...fieldOf(reply, 'file'), initialValue: undefined }}
            label={words('upload.file')}
            hint={`${words('upload.fileHint')} · ${t('upload.privacy')}`}
            type="file"
            accept=".csv,.xlsx,.txt,text/csv"
            required
          />
          <div>
            <SubmitButton>{words('upload.button')}</SubmitButton>
          </div>
        </Form>
      </Section>
      <Section title={words('list.title')}>
        {intakes.length === 0 ? (
          <EmptyState title={t('list.none')} heading="h3" />
        ) : (
          <Table caption={words('list.title')} isCaptionHidden columns={columns} rows={intakes} rowKey={(row) => row.id} />
        )}
      </Section>
    </Page>
  )
}
