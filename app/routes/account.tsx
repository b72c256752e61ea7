import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLocation } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { paths } from '~/platform/paths'
import { Page } from '~/ui/page'
import { Tabs } from '~/ui/tabs'

export async function loader({ request }: LoaderFunctionArgs) {
  await requireViewer(request)
  return null
}

export default function Account() {
  const t = useTranslations('account')
  const affiliations = useTranslations('affiliations')
  const rights = useTranslations('rights')
  const chains = useTranslations('chains')
  const conduct = useTranslations('conduct')
  const { pathname } = useLocation()
  const views = [
    { to: paths.account(), label: t('tabs.profile') },
    { to: paths.accountAffiliations(), label: affiliations('title') },
    { to: paths.accountPassword(), label: t('tabs.password') },
    { to: paths.accountSessions(), label: t('tabs.sessions') },
    { to: paths.accountTokens(), label: t('tabs.tokens') },
    { to: paths.accountRights(), label: rights('own.tab') },
    { to: paths.accountDelegates(), label: chains('delegates.tab') },
    { to: paths.conduct(), label: conduct('title') },
    { to: paths.accountPrivacy(), label: rights('held.tab') },
  ]
  return (
    <Page title={t('title')} width="reading">
      <Tabs
        label={t('tabs.label')}
        tabs={views.map((view) => ({ ...view, isCurrent: view.to === pathname }))}
      />
      <Outlet />
    </Page>
  )
}
