import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { reportMisuse } from '~/features/usage/conduct/report-misuse.server'
import { reportMisuseSchema } from '~/features/usage/conduct/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { queryText, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { InputField, TextareaField } from '~/ui/form-field'
import { Page } from '~/ui/page'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  await requirePermission(request, 'decide:conduct')
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('conduct.report.title') }), key: randomUUID(), code: queryText(new URL(request.url).searchParams, 'code', 12) }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'decide:conduct')
  const answer = await answerForm(request, reportMisuseSchema, (input) => reportMisuse(actor, input, new Date()))
  if (!answer.ok) return data(answer.reply, { status: 422 })
  return redirectWithNotice(paths.conductFinding(answer.value.id), { tone: 'ok', key: 'conduct.report.sent' })
}

export default function ReportMisuse() {
  const { key, code } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('conduct.report')
  const manage = useTranslations('conduct.manage')
  return (
    <Page title={t('title')} lead={t('lead')} width="form" breadcrumbs={<Breadcrumbs items={[{ to: paths.manageConduct(), label: manage('title') }]} />}>
      <Form method="post" className="grid gap-4">
        <ReplyErrors reply={reply} labels={{ code: t('code'), what: t('what') }} />
        <input type="hidden" name="key" value={reply?.values['key'] ?? key} />
        <InputField field={fieldOf(reply, 'code', code)} label={t('code')} hint={t('codeHint')} autoComplete="off" required />
        <TextareaField field={fieldOf(reply, 'what')} label={t('what')} hint={t('whatHint')} rows={6} maxLength={2000} required />
        <SubmitButton>{t('send')}</SubmitButton>
      </Form>
    </Page>
  )
}
