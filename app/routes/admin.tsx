import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData, useLocation } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { dutiesToFill } from '~/features/auth/queries.server'
import { requireActor } from '~/features/auth/require.server'
import { forbidden } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Tabs } from '~/ui/tabs'

/** The pages of administration, of which each reader sees those that are theirs. */
export async function loader({ request }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const vacant = await dutiesToFill(actor, new Date())
  const views = [
    { view: 'roles' as const, isOpen: can(actor, 'grant:role', {}) || vacant.length > 0 },
    { view: 'people' as const, isOpen: can(actor, 'grant:role') },
    { view: 'merge' as const, isOpen: can(actor, 'merge:person', {}) },
    { view: 'domains' as const, isOpen: can(actor, 'manage:domain', {}) },
    { view: 'mail' as const, isOpen: can(actor, 'manage:mail', {}) },
    { view: 'audit' as const, isOpen: can(actor, 'read:audit', {}) },
  ].flatMap(({ view, isOpen }) => (isOpen ? [view] : []))
  if (views.length === 0) throw forbidden()
  return { views }
}

const addresses = {
  roles: paths.admin(),
  people: paths.adminPeople(),
  merge: paths.mergePeople(),
  domains: paths.adminDomains(),
  mail: paths.adminMail(),
  audit: paths.adminAudit(),
}

export default function Admin() {
  const { views } = useLoaderData<typeof loader>()
  const t = useTranslations('admin.tabs')
  const { pathname } = useLocation()
  const tabs = views.map((view) => ({
    to: addresses[view],
    label: t(view),
    isCurrent: pathname === addresses[view],
  }))
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {tabs.length > 1 ? <Tabs label={t('label')} tabs={tabs} /> : null}
      <Outlet />
    </div>
  )
}
