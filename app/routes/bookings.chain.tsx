import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { MOST_ITEMS } from '~/domain/booking/chain'
import { plainDateOf } from '~/domain/time/zone'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { answerChain } from '~/features/bookings/chains/answer.server'
import { ChainForm } from '~/features/bookings/chains/components/chain-form'
import { openChain } from '~/features/bookings/chains/open.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const opened = await openChain(actor, new URL(request.url).searchParams, now)
  if (opened === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return {
    pageTitle: t('common.pageTitle', { title: t('chains.title') }),
    now,
    today: plainDateOf(now, opened.page.timeZone),
    submissionKey: randomUUID(),
    ...opened,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const answer = await answerChain(actor, await readForm(request), new Date())
  if (answer.kind === 'shown') return data(answer.page, { status: answer.status })
  const { id, status, replayed } = answer.made
  const key = replayed ? 'replayed' : status === 'pending' ? 'requested' : 'booked'
  return redirectWithNotice(paths.booking(id), { tone: 'ok', key: `bookings.notice.${key}` })
}

export default function BookChain() {
  const { template, page, submissionKey, today, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()
  const t = useTranslations('chains')
  const words = useTranslations('bookings')
  const locale = useLocale()
  return (
    <Page
      width="reading"
      title={template ? bilingual({ zh: template.nameZh, en: template.nameEn }, locale).text : t('title')}
      lead={t('lead', { count: MOST_ITEMS })}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.bookings(), label: words('title') }]} />}
    >
      <ChainForm page={reply ?? page} {...{ submissionKey, today, now }} />
    </Page>
  )
}
