import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { requireActor } from '~/features/auth/require.server'
import { answerAfter } from '~/features/usage/machine/answer.server'
import { AfterForm } from '~/features/usage/machine/components/after-form'
import { findMachine, toldUse } from '~/features/usage/machine/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDuration } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const machine = await findMachine(actor, params.id ?? '')
  const use = machine && (await toldUse(actor, machine.id, params.item ?? '', new Date()))
  if (!machine || !use) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return {
    pageTitle: t('common.pageTitle', { title: t('usageMachine.afterTitle') }),
    machine, use, mayStop: can(actor, 'manage:resource', machine),
    formKeys: { key: crypto.randomUUID(), faultKey: crypto.randomUUID() },
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const now = new Date()
  const machine = await findMachine(actor, params.id ?? '')
  const use = machine && (await toldUse(actor, machine.id, params.item ?? '', now))
  if (!machine || !use) throw notFound()
  const answer = await answerAfter(actor, machine.id, use.itemId, await readForm(request), now)
  if ('saved' in answer) return redirectWithNotice(paths.atMachine(machine.id, { item: use.itemId }), { tone: 'ok', key: answer.saved })
  return data(answer, { status: 422 })
}

export default function AfterUse() {
  const { machine, use, mayStop, formKeys } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('usageMachine')
  const locale = useLocale()
  const name = bilingual({ zh: machine.nameZh, en: machine.nameEn }, locale).text
  return (
    <Page title={t('afterTitle')} lead={t('afterLead', { name, used: formatDuration(Math.round(use.usedSeconds / 60), locale) })}>
      <AfterForm {...{ use, reply, mayStop, formKeys }} />
    </Page>
  )
}
