import type { CalendarView } from '~/features/bookings/components/calendar-toolbar'

const VIEWS: readonly CalendarView[] = ['day', 'week', 'month', 'list']

/** What the address says the calendar shows; on a phone a day unless it says otherwise. */
export function viewOfAddress(): { view: CalendarView; day: string | null } {
  const query = new URLSearchParams(window.location.search)
  const asked = VIEWS.find((each) => each === query.get('show'))
  const day = /^\d{4}-\d{2}-\d{2}$/.exec(query.get('day') ?? '')?.[0] ?? null
  const isNarrow = window.matchMedia('(max-width: 639px)').matches
  return { view: asked ?? (isNarrow ? 'day' : 'week'), day }
}

/** Keeps the address in step without loading the page's data anew. */
export function rememberView(view: CalendarView, day: string): void {
  const url = new URL(window.location.href)
  url.searchParams.set('show', view)
  url.searchParams.set('day', day)
  window.history.replaceState(window.history.state, '', url)
}
