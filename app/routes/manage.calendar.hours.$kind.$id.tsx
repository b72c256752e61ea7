import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { answerHours } from '~/features/bookings/previews/answer-hours.server'
import { HoursEditor } from '~/features/bookings/previews/components/hours-editor'
import { hoursPage } from '~/features/scheduling/hours/queries.server'
import { keptOwner, parseOwnerKind } from '~/features/scheduling/owner.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'

/** Hours of a campus, a university or the alliance. */
async function ownerOf(request: Request, params: Record<string, string | undefined>) {
  const actor = await requireActor(request)
  const kind = parseOwnerKind(params.kind)
  const owner = kind === null || kind === 'resource' || kind === 'lab' ? null : await keptOwner(actor, { kind, id: params.id ?? '' })
  if (owner === null) throw notFound()
  return { actor, owner }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { owner } = await ownerOf(request, params)
  const t = createTranslator(localeOfRequest(request))
  return {
    pageTitle: t('common.pageTitle', { title: t('hours.title') }),
    calendar: paths.workingCalendar({ for: owner.universityId ?? 'alliance' }),
    page: await hoursPage(owner, new Date()),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, owner } = await ownerOf(request, params)
  const answer = await answerHours(request, actor, owner, new Date())
  if ('saved' in answer) return redirectWithNotice(paths.hoursOf(owner.kind, owner.id), { tone: 'ok', key: answer.saved })
  return data(answer, { status: answer.reply === null ? 200 : 422 })
}

export default function OwnerHours() {
  const { page, calendar } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('hours')
  const locale = useLocale()
  const { zh, en } = page.owner
  const name = zh === null ? t('alliance') : bilingual({ zh, en: en ?? zh }, locale).text
  return (
    <Page title={t('pageTitle', { name })} breadcrumbs={<Breadcrumbs items={[{ to: calendar, label: t('calendar.title') }]} />}>
      <HoursEditor page={page} answer={answer} />
    </Page>
  )
}
