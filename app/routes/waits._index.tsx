import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { BookingTabs } from '~/features/bookings/components/booking-tabs'
import { AlertRow, WaitRow } from '~/features/bookings/waits/components/wait-row'
import { ownAlerts, ownWaits } from '~/features/bookings/waits/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { EmptyState } from '~/ui/states'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const t = createTranslator(localeOfRequest(request, locale))
  const [waits, alerts] = await Promise.all([ownWaits(actor, now), ownAlerts(actor)])
  return { pageTitle: t('common.pageTitle', { title: t('waits.mine') }), now, ...waits, alerts }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Waits() {
  const { open, ended, alerts, now } = useLoaderData<typeof loader>()
  const t = useTranslations('waits')
  const bookings = useTranslations('bookings')
  const isEmpty = open.length + ended.length + alerts.length === 0
  return (
    <Page title={bookings('title')} action={<LinkButton tone="primary" to={paths.resources()}>{bookings('action.find')}</LinkButton>}>
      <BookingTabs current="waits" />
      {isEmpty ? (
        <EmptyState icon="calendar" title={t('empty.title')} action={<LinkButton tone="primary" to={paths.resources()}>{bookings('action.find')}</LinkButton>}>
          <p>{t('empty.wait')}</p>
          <p>{t('empty.alert')}</p>
        </EmptyState>
      ) : (
        <div className="grid gap-8">
          <Section title={t('mine')}>
            {open.length === 0 ? <p className="text-muted">{t('empty.wait')}</p> : (
              <ol>{open.map((wait) => <li key={wait.id}><WaitRow wait={wait} now={now} /></li>)}</ol>
            )}
          </Section>
          <Section title={t('alert.mine')}>
            {alerts.length === 0 ? <p className="text-muted">{t('empty.alert')}</p> : (
              <ul>{alerts.map((alert) => <li key={alert.id}><AlertRow alert={alert} /></li>)}</ul>
            )}
          </Section>
          {ended.length > 0 ? (
            <Section title={t('ended')}>
              <ol>{ended.map((wait) => <li key={wait.id}><WaitRow wait={wait} now={now} /></li>)}</ol>
            </Section>
          ) : null}
        </div>
      )}
    </Page>
  )
}
