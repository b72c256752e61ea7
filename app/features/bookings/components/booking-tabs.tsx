import { useTranslations } from 'use-intl'
import { paths } from '~/platform/paths'
import { Tabs } from '~/ui/tabs'

const TABS = ['coming', 'past', 'calendar', 'waits'] as const
export type BookingTab = (typeof TABS)[number]

/** What somebody has booked, had, and waits for. */
export function BookingTabs({ current }: { current: BookingTab }) {
  const t = useTranslations('bookings.tabs')
  const waits = useTranslations('waits')
  const to: Record<BookingTab, string> = {
    coming: paths.bookings(), past: paths.bookings({ when: 'past' }), calendar: paths.bookings({ view: 'calendar' }), waits: paths.waits(),
  }
  return <Tabs label={t('label')} tabs={TABS.map((tab) => ({ to: to[tab], label: tab === 'waits' ? waits('title') : t(tab), isCurrent: tab === current }))} />
}
