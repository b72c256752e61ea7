import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { LineTable } from '~/features/bookings/waits/components/line-table'
import { lineOf } from '~/features/bookings/waits/queries.server'
import { resourceBasics } from '~/features/catalogue/queries.server'
import { keptResource } from '~/features/catalogue/resources/queries.server'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const resource = await keptResource(actor, params.id ?? '')
  if (resource === null) throw notFound()
  const { id, values: { labId, universityId } } = resource
  const [line, basics] = await Promise.all([lineOf(actor, { id, labId, universityId }, now), resourceBasics([id])])
  const t = createTranslator(localeOfRequest(request))
  return {
    pageTitle: t('common.pageTitle', { title: t('waits.line.title') }),
    now,
    timeZone: basics.get(id)?.campus.timeZone ?? defaultTimeZone,
    ...line,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export default function Line() {
  const { line, alerts, timeZone, now } = useLoaderData<typeof loader>()
  const t = useTranslations('waits.line')
  return (
    <Section title={t('title')}>
      <p className="max-w-reading text-muted">{t('lead')}</p>
      {line.length === 0 ? <p>{t('none')}</p> : <LineTable line={line} timeZone={timeZone} now={now} />}
      <p>{t('alerts', { count: alerts })}</p>
    </Section>
  )
}
