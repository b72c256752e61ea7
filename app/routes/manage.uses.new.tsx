import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { answerCommand } from '~/features/people/training/answer.server'
import { CommandErrors, fieldsOf } from '~/features/people/training/components/reply-parts'
import { DetailFields } from '~/features/usage/logbook/components/detail-fields'
import { keptResources } from '~/features/usage/logbook/queries.server'
import { DETAIL_FIELDS, newUseForm } from '~/features/usage/logbook/schema'
import { writeUse } from '~/features/usage/logbook/tell.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { queryText, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'record:use')
  const t = createTranslator(localeOfRequest(request, locale))
  return {
    pageTitle: t('common.pageTitle', { title: t('usageLogbook.create.title') }), key: crypto.randomUUID(),
    resources: await keptResources(actor), resourceId: queryText(new URL(request.url).searchParams, 'resource', 100),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'record:use')
  const answer = await answerCommand(request, newUseForm, (input) => writeUse(actor, input, new Date()))
  if (!answer.ok) return data({ reply: answer.reply, problems: answer.problems }, { status: 422 })
  return redirectWithNotice(paths.use(answer.value.recordId), { tone: 'ok', key: 'usageLogbook.create.done' })
}

export default function NewUse() {
  const { resources, resourceId, key } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('usageLogbook')
  const c = useTranslations('usageLogbook.create')
  const locale = useLocale()
  const field = fieldsOf(answer)
  const labels = {
    resourceId: c('resource'), email: c('email'), startsAt: c('startsAt'), endsAt: c('endsAt'), ...Object.fromEntries(DETAIL_FIELDS.map((each) => [each, t(`fields.${each}`)])),
  }
  return (
    <Page title={c('title')} lead={c('lead')} width="reading" breadcrumbs={<Breadcrumbs items={[{ to: paths.uses(), label: t('title') }]} />}>
      {resources.length === 0 ? (
        <EmptyState icon="tool" title={c('none')} />
      ) : (
        <Form method="post" className="grid gap-4">
          <CommandErrors answer={answer} labels={labels} />
          <input type="hidden" name="key" value={key} />
          <SelectField
            field={field('resourceId', resourceId)} label={c('resource')} placeholder={c('choose')} required
            choices={resources.map((each) => ({ value: each.id, label: bilingual({ zh: each.nameZh, en: each.nameEn }, locale).text }))}
          />
          <InputField field={field('email')} label={c('email')} type="email" autoComplete="off" required />
          <div className="grid gap-4 sm:grid-cols-2">
            <InputField field={field('startsAt')} label={c('startsAt')} hint={c('zone')} type="datetime-local" required />
            <InputField field={field('endsAt')} label={c('endsAt')} hint={c('zone')} type="datetime-local" required />
          </div>
          <DetailFields field={field} initial={{ operation: 'self', purpose: 'research' }} isNew />
          <div><SubmitButton>{c('button')}</SubmitButton></div>
        </Form>
      )}
    </Page>
  )
}
