import { useLocation } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { paths } from '~/platform/paths'
import { Tabs } from '~/ui/tabs'

/** The parts of a resource's entry, each with its own address. */
export function ResourceTabs({ id }: { id: string }) {
  const t = useTranslations('listing.tabs')
  const hours = useTranslations('hours')
  const policies = useTranslations('policies')
  const asking = useTranslations('asking')
  const waits = useTranslations('waits')
  const outages = useTranslations('outages')
  const { pathname } = useLocation()
  const base = paths.manageResource(id)
  const tabs = [
    { to: base, label: t('details') },
    { to: paths.resourceHours(id), label: hours('tab') },
    { to: paths.resourceRules(id), label: policies('tab') },
    { to: paths.resourceQuestions(id), label: asking('tab') },
    { to: paths.resourceLine(id), label: waits('line.tab') },
    { to: paths.resourceOutages(id), label: outages('tab') },
    { to: `${base}/prices`, label: t('prices') },
    { to: `${base}/files`, label: t('files') },
    { to: `${base}/status`, label: t('status') },
    { to: paths.resourceFeed(id), label: t('feed') },
    { to: `${base}/history`, label: t('history') },
  ]
  return <Tabs label={t('label')} tabs={tabs.map((tab) => ({ ...tab, isCurrent: pathname.replace(/\/$/, '') === tab.to }))} />
}

export function LabTabs({ id }: { id: string }) {
  const t = useTranslations('listing.tabs')
  const hours = useTranslations('hours')
  const policies = useTranslations('policies')
  const chains = useTranslations('chains')
  const kiosk = useTranslations('usageKiosk')
  const { pathname } = useLocation()
  const base = paths.manageLab(id)
  const tabs = [
    { to: base, label: t('details') },
    { to: paths.labHours(id), label: hours('tab') },
    { to: paths.labRules(id), label: policies('tab') },
    { to: paths.labChains(id), label: chains('tab') },
    { to: paths.labDevices(id), label: kiosk('devices.tab') },
    { to: `${base}/files`, label: t('files') },
    { to: `${base}/history`, label: t('history') },
  ]
  return <Tabs label={t('label')} tabs={tabs.map((tab) => ({ ...tab, isCurrent: pathname.replace(/\/$/, '') === tab.to }))} />
}

/** The lists of the catalogue, and how an inventory comes into them. */
export function ListingTabs() {
  const t = useTranslations('listing.nav')
  const { pathname } = useLocation()
  const tabs = [
    { to: paths.manageResources(), label: t('resources') },
    { to: paths.manageLabs(), label: t('labs') },
    { to: paths.manageRooms(), label: t('rooms') },
    { to: paths.imports(), label: t('imports') },
  ]
  return <Tabs label={t('label')} tabs={tabs.map((tab) => ({ ...tab, isCurrent: pathname === tab.to }))} />
}
