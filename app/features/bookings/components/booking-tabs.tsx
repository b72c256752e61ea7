import { useTranslations } from 'use-intl'
import { paths } from '~/platform/paths'
import { Tabs } from '~/ui/tabs'

const TABS = ['coming', 'past', 'calendar', 'waits', 'orders'] as const
export type BookingTab = (typeof TABS)[number]

/** What somebody has booked, had, and waits for. */
export function BookingTabs({ current }: { current: BookingTab }) {
  const t = useTranslations('bookings.tabs')
  const waits = useTranslations('waits')
  const orders = useTranslations('orders')
  const to: Record<BookingTab, string> = {
    coming: paths.bookings(), past: paths.bookings({ when: 'past' }), calendar: paths.bookings({ view: 'calendar' }), waits: paths.waits(), orders: paths.orders(),
  }
  return <Tabs label={t('label')} tabs={TABS.map((tab) => ({ to: to[tab], label: tab === 'waits' ? waits('title') : tab === 'orders' ? orders('tab') : t(tab), isCurrent: tab === current }))} />
}
