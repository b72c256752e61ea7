import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { randomUUID } from 'node:crypto'
import { useLocale, useTranslations } from 'use-intl'
import { addMinutes } from '~/domain/time/interval'
import { instantToLocalDateTime } from '~/domain/time/zone'
import { requireActor } from '~/features/auth/require.server'
import { answerOutages, OUTAGE_FORMS } from '~/features/bookings/outages/answer.server'
import { OutageList } from '~/features/bookings/outages/components/outage-list'
import { PlanForm } from '~/features/bookings/outages/components/plan-form'
import { MessageForm, ShiftForm, SupplyForm } from '~/features/bookings/outages/components/upkeep-forms'
import { outagesOf, pastOutagesOf, stoppableResource, supplyChoices, suppliesOf } from '~/features/bookings/outages/queries.server'
import { ProblemNotices } from '~/features/catalogue/components/entry-problems'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { ButtonRow, buttonClass, LinkButton } from '~/ui/button'
import { HelpLink } from '~/ui/help-link'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const target = await stoppableResource(actor, params.id ?? '')
  if (!target?.mayKeep) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  const [coming, past, supplies, choices] = await Promise.all([
    outagesOf(target.id, now), pastOutagesOf(target.id, now), suppliesOf(target.id), supplyChoices(actor, target.id),
  ])
  const local = (instant: Date) => instantToLocalDateTime(instant, target.timeZone)
  return {
    pageTitle: t('common.pageTitle', { title: t('outages.tab') }),
    now, target, coming, past, choices, ...supplies,
    formKey: randomUUID(),
    message: { from: local(now), to: local(addMinutes(now, 7 * 1440)) },
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const target = await stoppableResource(actor, params.id ?? '')
  if (!target?.mayKeep) throw notFound()
  const form = OUTAGE_FORMS.find((each) => each === new URL(request.url).searchParams.get('form'))
  if (form === undefined) throw badRequest('No such form')
  const answer = await answerOutages(await readForm(request), form, actor, target, now)
  if ('saved' in answer) return redirectWithNotice(paths.resourceOutages(target.id), { tone: 'ok', key: answer.saved })
  return data(answer, { status: answer.plan !== null && answer.problems.length === 0 ? 200 : 422 })
}

export default function Outages() {
  const { target, coming, past, supplies, hangingOn, choices, formKey, message, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('outages')
  const locale = useLocale()
  const { id, timeZone } = target
  const shared = { id, formKey, reply, timeZone, now }
  const list = { id, timeZone, now }
  const isPlanning = reply?.form === 'plan' && reply.plan !== null
  return (
    <div className="grid gap-8">
      <p className="max-w-reading">{t('lead')} <HelpLink topic="outages" /></p>
      <ButtonRow>
        <LinkButton tone="danger" to={paths.stopResource(id)}>{t('stop')}</LinkButton>
        <a href="#shift" className={buttonClass()}>{t('shift')}</a>
      </ButtonRow>
      {reply?.form === 'end' ? <ProblemNotices problems={reply.problems} /> : null}
      {isPlanning ? null : (
        <Section title={t('current')}>
          {coming.length === 0 ? <p className="text-muted">{t('none')}</p> : <OutageList {...list} rows={coming} caption={t('current')} canEnd />}
        </Section>
      )}
      <Section title={t('plan')}>
        <PlanForm {...shared} />
      </Section>
      {isPlanning ? null : (
        <>
          <ShiftForm {...shared} />
          <MessageForm {...shared} from={message.from} to={message.to} />
          <SupplyForm {...shared} name={bilingual({ zh: target.zh, en: target.en }, locale).text} supplies={supplies} hangingOn={hangingOn} choices={choices} />
          {past.length > 0 ? <Section title={t('past')}><OutageList {...list} rows={past} caption={t('past')} /></Section> : null}
        </>
      )}
    </div>
  )
}
