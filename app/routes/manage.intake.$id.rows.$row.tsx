import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, type ShouldRevalidateFunction, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { FIELDS_OF, LONGEST } from '~/domain/intake/fields'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { correctIntakeRow } from '~/features/people/intake/correct.server'
import { ALL_WORKS } from '~/features/usage/intake/works.server'
import { fieldName, problemText, ruleText } from '~/features/people/intake/field-name'
import { readIntakeRow } from '~/features/people/intake/form'
import { intakeRow } from '~/features/people/intake/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { ruleMessage } from '~/i18n/rules'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { InputField, TextareaField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'admit:person')
  const row = await intakeRow(actor, params.id ?? '', Number(params.row), new Date())
  if (row === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('inventory.correct.title', { row: row.row }) }), intakeId: params.id ?? '', row }
}

/** A row that is still wrong was saved nevertheless, and judged anew. */
export const shouldRevalidate: ShouldRevalidateFunction = () => true

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'admit:person')
  const id = params.id ?? ''
  const number = Number(params.row)
  const before = await intakeRow(actor, id, number, new Date())
  if (before === null) throw notFound()
  const values = readIntakeRow(await readForm(request), before.kind)
  const outcome = await correctIntakeRow(actor, id, number, values, new Date(), ALL_WORKS)
  if (!outcome.ok) {
    const [first] = outcome.problems
    const refusal = first?.code === 'field_invalid' ? first.params.rule : `problems.${first?.code ?? 'not_allowed'}`
    return data({ isSaved: false, refusal, values }, { status: 422 })
  }
  if (outcome.value.outcome === 'refused') return data({ isSaved: true, refusal: null, values }, { status: 422 })
  return redirectWithNotice(paths.intake(id), { tone: 'ok', key: 'inventory.correct.fixed', values: { row: number } })
}

export default function CorrectIntakeRow() {
  const { intakeId, row } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations()
  const values = reply ? { ...row.values, ...reply.values } : row.values
  const errors = reply?.refusal
    ? [{ message: ruleMessage(t, reply.refusal) }]
    : row.problems.map((problem) => ({ ...(problem.field && { id: problem.field }), message: problemText(t, row.kind, problem) }))
  return (
    <Page
      width="form"
      title={t('inventory.correct.title', { row: row.row })}
      lead={t('intake.correctLead')}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.intake(intakeId), label: t('inventory.checked.title') }]} />}
    >
      {reply?.isSaved ? <Notice tone="warn">{t('inventory.correct.stillWrong')}</Notice> : null}
      <FormErrors errors={errors} />
      <Form method="post" className="grid gap-4">
        {FIELDS_OF[row.kind].map((field) => {
          const meta = {
            id: field, name: field, initialValue: values[field] ?? '',
            errors: row.problems.filter((problem) => problem.field === field).map((problem) => ruleText(t, problem)),
          }
          const props = { field: meta, label: fieldName(t, row.kind, field), maxLength: Math.max(LONGEST[field], (values[field] ?? '').length) }
          return field === 'members' ? <TextareaField key={field} {...props} /> : <InputField key={field} {...props} autoComplete="off" />
        })}
        <ButtonRow>
          <SubmitButton>{t('inventory.correct.button')}</SubmitButton>
          <LinkButton to={paths.intake(intakeId)}>{t('inventory.correct.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </Page>
  )
}
