import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { answerForm } from '~/features/auth/answer-form.server'
import { ReplyErrors } from '~/features/auth/components/form-reply'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { HeldItem, PleaItem } from '~/features/usage/conduct/components/waiting-items'
import { decideConsequence, liftConsequence } from '~/features/usage/conduct/decide-consequence.server'
import { decidePlea } from '~/features/usage/conduct/decide-plea.server'
import { CONDUCT_TABS, decideConsequenceSchema, decidePleaSchema, liftSchema } from '~/features/usage/conduct/schema'
import { countWaiting, decidesConduct, heldConsequences, waitingPleas } from '~/features/usage/conduct/waiting.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, forbidden, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'
import { Tabs } from '~/ui/tabs'

async function decider(request: Request) {
  const actor = await requireActor(request)
  if (!decidesConduct(actor)) throw forbidden()
  return actor
}

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale } = await requireViewer(request)
  const actor = await decider(request)
  const tab = CONDUCT_TABS.find((each) => each === new URL(request.url).searchParams.get('tab')) ?? 'pleas'
  const [counts, pleas, held] = await Promise.all([
    countWaiting(actor), tab === 'pleas' ? waitingPleas(actor, now) : [], tab === 'pleas' ? [] : heldConsequences(actor, tab === 'proposals' ? 'proposed' : 'in_force', now),
  ])
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('conduct.manage.title') }), now, tab, counts, pleas, held, reports: can(actor, 'decide:conduct') }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await decider(request)
  const now = new Date()
  const act = new URL(request.url).searchParams.get('do')
  const answer =
    act === 'plea' ? await answerForm(request, decidePleaSchema, ({ id, ...input }) => decidePlea(actor, id, input, now))
    : act === 'proposal' ? await answerForm(request, decideConsequenceSchema, ({ id, ...input }) => decideConsequence(actor, id, input, now))
    : act === 'lift' ? await answerForm(request, liftSchema, ({ id, ...input }) => liftConsequence(actor, id, input, now))
    : null
  if (answer === null || act === null) throw badRequest()
  if (!answer.ok) return data(answer.reply, { status: 422 })
  const tab = act === 'plea' ? null : act === 'proposal' ? 'proposals' : 'in_force'
  return redirectWithNotice(paths.manageConduct({ tab }), { tone: 'ok', key: `conduct.manage.${act as 'plea' | 'proposal' | 'lift'}Done` })
}

/** Pleas and proposals that wait for the reader, and what is in force. */
export default function ManageConduct() {
  const { tab, counts, pleas, held, reports, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('conduct.manage')
  const manage = useTranslations('bookings.manage')
  const of = (id: string) => (reply?.values['id'] === id ? reply : null)
  const isShown = [...pleas, ...held].some(({ id }) => of(id) !== null)
  const tabs = [{ key: 'pleas', count: counts.pleas }, { key: 'proposals', count: counts.proposals }, { key: 'in_force', count: undefined }] as const
  return (
    <Page
      title={t('title')} lead={t('lead')} breadcrumbs={<Breadcrumbs items={[{ to: paths.manage(), label: manage('title') }]} />}
      action={
        <ButtonRow>
          {reports ? <LinkButton to={paths.reportMisuse()}>{t('report')}</LinkButton> : null}
          <LinkButton tone="quiet" to={paths.conductRules()}>{t('rules')}</LinkButton>
        </ButtonRow>
      }
    >
      <Tabs label={t('tabs')} tabs={tabs.map(({ key, count }) => ({ to: paths.manageConduct({ tab: key === 'pleas' ? null : key }), label: t(`tab.${key}`), count, isCurrent: key === tab }))} />
      {reply && !isShown ? <ReplyErrors reply={reply} labels={{}} /> : null}
      {pleas.length + held.length === 0 ? <EmptyState icon="check" title={t(tab === 'pleas' ? 'nonePleas' : tab === 'proposals' ? 'noneProposals' : 'noneInForce')}>{t('noneHint')}</EmptyState> : null}
      <ul className="grid max-w-4xl gap-6">
        {pleas.map((plea) => <PleaItem key={plea.id} plea={plea} reply={of(plea.id)} now={now} />)}
        {held.map((each) => <HeldItem key={each.id} held={each} isProposed={tab === 'proposals'} reply={of(each.id)} now={now} />)}
      </ul>
    </Page>
  )
}
