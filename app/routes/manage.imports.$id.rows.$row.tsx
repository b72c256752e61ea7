import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, type ShouldRevalidateFunction, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { INVENTORY_FIELDS, LONGEST } from '~/domain/inventory/fields'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { useProblemText } from '~/features/catalogue/import/components/row-texts'
import { correctRow } from '~/features/catalogue/import/correct.server'
import { readRow } from '~/features/catalogue/import/form'
import { importRow } from '~/features/catalogue/import/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
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
  const actor = await requirePermission(request, 'manage:resource')
  const row = await importRow(actor, params.id ?? '', Number(params.row))
  if (row === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('inventory.correct.title', { row: row.row }) }), importId: params.id ?? '', row }
}

/** A row that is still wrong was saved nevertheless, and judged anew. */
export const shouldRevalidate: ShouldRevalidateFunction = () => true

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:resource')
  const id = params.id ?? ''
  const number = Number(params.row)
  const before = await importRow(actor, id, number)
  if (before === null) throw notFound()
  const values = readRow(await readForm(request))
  const outcome = await correctRow(actor, id, number, values)
  if (!outcome.ok) return data({ isSaved: false, refusal: `problems.${outcome.problems[0]?.code ?? 'not_allowed'}`, values }, { status: 422 })
  if (outcome.value.outcome === 'refused') return data({ isSaved: true, refusal: null, values }, { status: 422 })
  return redirectWithNotice(paths.import(id), { tone: 'ok', key: 'inventory.correct.fixed', values: { row: number } })
}

export default function CorrectRow() {
  const { importId, row } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('inventory')
  const locale = useLocale()
  const say = useProblemText()
  const values = reply ? { ...row.values, ...reply.values } : row.values
  const errors = reply?.refusal
    ? [{ message: reply.refusal }]
    : row.problems.map((problem) => ({ ...(problem.field && { id: problem.field, label: t(`field.${problem.field}`) }), message: say(problem) }))
  return (
    <Page width="form" title={t('correct.title', { row: row.row })} lead={t('correct.lead')} breadcrumbs={<Breadcrumbs items={[{ to: paths.import(importId), label: t('checked.title') }]} />}>
      {reply?.isSaved ? <Notice tone="warn">{t('correct.stillWrong')}</Notice> : null}
      <FormErrors errors={errors} />
      <Form method="post" className="grid gap-4">
        {INVENTORY_FIELDS.map((field) => {
          const meta = {
            id: field, name: field, initialValue: values[field] ?? '',
            errors: row.problems.filter((problem) => problem.field === field).map(say),
          }
          const props = { field: meta, label: t(`field.${field}`), maxLength: Math.max(LONGEST[field], (values[field] ?? '').length) }
          if (field === 'summary' || field === 'spec') return <TextareaField key={field} {...props} />
          return <InputField key={field} {...props} autoComplete="off" {...(field === 'lab' && { list: 'labs' })} />
        })}
        <datalist id="labs" aria-label={t('correct.labs')}>
          {row.choices.labs.map((lab) => (
            <option key={lab.id}>{bilingual({ zh: lab.nameZh, en: lab.nameEn }, locale).text}</option>
          ))}
        </datalist>
        <ButtonRow>
          <SubmitButton>{t('correct.button')}</SubmitButton>
          <LinkButton to={paths.import(importId)}>{t('correct.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </Page>
  )
}
