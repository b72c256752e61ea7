import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { getResource } from '~/features/catalogue/queries.server'
import { eligibilityView } from '~/features/people/eligibility/queries.server'
import { stillRunningBefore } from '~/features/usage/machine/actions.server'
import { answerAct } from '~/features/usage/machine/answer.server'
import { MachineView } from '~/features/usage/machine/components/machine-view'
import { machinePage } from '~/features/usage/machine/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale: stored } = await requireViewer(request)
  const page = await machinePage(actor, params.id ?? '', new URL(request.url).searchParams.get('item'), now)
  if (page === null) throw notFound()
  const locale = localeOfRequest(request, stored)
  const { machine, own } = page
  const [still, resource] = await Promise.all([
    stillRunningBefore(own ? [own.itemId] : [], now),
    own && own.problems.length > 0 ? getResource(machine.id, actor) : null,
  ])
  return {
    pageTitle: createTranslator(locale)('common.pageTitle', { title: bilingual({ zh: machine.nameZh, en: machine.nameEn }, locale).text }),
    now,
    page,
    stillThere: (own && still[own.itemId]) ?? null,
    eligibility: resource ? await eligibilityView(actor, resource, now) : null,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const id = params.id ?? ''
  const answer = await answerAct(actor, id, await readForm(request), new Date())
  if (!('saved' in answer)) return data(answer, { status: 422 })
  const { itemId = '', intent, saved } = answer
  return redirectWithNotice(intent === 'out' ? paths.afterUse(id, itemId) : paths.atMachine(id, { item: itemId }), { tone: 'ok', key: saved })
}

export default function AtTheMachine() {
  const { page, eligibility, stillThere, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('usageMachine')
  const locale = useLocale()
  const { machine } = page
  return (
    <Page title={bilingual({ zh: machine.nameZh, en: machine.nameEn }, locale).text} lead={`${t('title')} · ${bilingual({ zh: machine.labZh, en: machine.labEn }, locale).text}`}>
      <MachineView {...{ page, eligibility, stillThere, now }} refused={reply?.problems ?? []} />
    </Page>
  )
}
