import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { requireActor } from '~/features/auth/require.server'
import { ProblemNotices } from '~/features/catalogue/components/entry-problems'
import { answerFault } from '~/features/usage/machine/answer.server'
import { errorsOf } from '~/features/usage/machine/components/after-form'
import { FaultFields } from '~/features/usage/machine/components/fault-fields'
import { findMachine } from '~/features/usage/machine/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const machine = await findMachine(actor, params.id ?? '')
  if (machine === null || machine.status === 'retired') throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return { pageTitle: t('common.pageTitle', { title: t('usageMachine.fault') }), machine, mayStop: can(actor, 'manage:resource', machine), formKey: crypto.randomUUID() }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const machine = await findMachine(actor, params.id ?? '')
  if (machine === null) throw notFound()
  const answer = await answerFault(actor, machine.id, await readForm(request), new Date())
  if ('saved' in answer) return redirectWithNotice(paths.atMachine(machine.id), { tone: 'ok', key: answer.saved })
  return data(answer, { status: 422 })
}

export default function ReportFault() {
  const { machine, mayStop, formKey } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('usageMachine')
  const locale = useLocale()
  const name = bilingual({ zh: machine.nameZh, en: machine.nameEn }, locale).text
  const field = (each: string) => ({ id: each, name: each, errors: reply?.errors[each], initialValue: reply?.values[each] })
  return (
    <Page title={t('faultTitle', { name })} breadcrumbs={<Breadcrumbs items={[{ to: paths.atMachine(machine.id), label: t('title') }]} />}>
      <Form method="post" encType="multipart/form-data" className="grid max-w-form gap-4">
        <FormErrors errors={errorsOf(reply, { what: t('what'), photo: t('photo') })} />
        {reply ? <ProblemNotices problems={reply.problems} /> : null}
        <input type="hidden" name="key" value={reply?.values.key || formKey} />
        <FaultFields field={field} mayStop={mayStop} isRequired />
        <SubmitButton className="min-h-14 w-full text-lg">{t('faultSend')}</SubmitButton>
      </Form>
    </Page>
  )
}
