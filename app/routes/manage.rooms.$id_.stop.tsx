import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { answerOutages } from '~/features/bookings/outages/answer.server'
import { StopPage } from '~/features/bookings/outages/components/stop-page'
import { stoppableRoom } from '~/features/bookings/outages/queries.server'
import { stopPage } from '~/features/bookings/outages/stop-facts.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const target = await stoppableRoom(actor, params.id ?? '')
  if (target === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return {
    pageTitle: t('common.pageTitle', { title: t('outages.room') }),
    target,
    page: await stopPage(actor, target, new URL(request.url).searchParams, new Date()),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const target = await stoppableRoom(actor, params.id ?? '')
  if (target === null) throw notFound()
  const answer = await answerOutages(await readForm(request), 'stop', actor, target, new Date())
  if ('saved' in answer) return redirectWithNotice(paths.stopRoom(target.id), { tone: 'ok', key: answer.saved })
  return data(answer, { status: 422 })
}

export default function StopRoom() {
  const { target, page } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('outages')
  const locale = useLocale()
  return (
    <Page
      title={t('stopTitle', { name: bilingual({ zh: target.zh, en: target.en }, locale).text })}
      lead={t('stopLead')}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manageRoom(target.id), label: bilingual({ zh: target.zh, en: target.en }, locale).text }]} />}
    >
      <StopPage to={paths.stopRoom(target.id)} reply={reply} roomCount={target.resourceIds.length} mayKeep={target.mayKeep} {...page} />
    </Page>
  )
}
