import { useCallback, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { CalendarAnswer } from '~/features/bookings/calendar-entry'
import { BookingPanel } from '~/features/bookings/components/booking-panel'
import CalendarFrame, { type CalendarMove } from '~/features/bookings/components/calendar-frame'
import { CalendarLegend } from '~/features/bookings/components/calendar-legend'
import { MovePanel } from '~/features/bookings/components/move-panel'
import { paths, withQuery } from '~/platform/paths'
import { LinkButton } from '~/ui/button'

export type ResourceCalendarProps = {
  resourceId: string
  /** The campus's zone; every time is told on its clock. */
  timeZone: string
  /** The day to open on, YYYY-MM-DD: when it is next free, unless the address names another. */
  firstDay: string
  /** Booked in the owner's own system: what is known is shown, nothing is booked from here. */
  isReadOnly?: boolean
}

type Period = { start: string; end: string }

/**
 * The resource's calendar: drag over free time to book it, drag an own booking to move it. Large, so
 * load it lazily; the form beside it does the same for keyboards.
 */
export function ResourceCalendar({ resourceId, timeZone, firstDay, isReadOnly = false }: ResourceCalendarProps) {
  const t = useTranslations('calendar')
  const [wanted, setWanted] = useState<Period | null>(null)
  const [move, setMove] = useState<CalendarMove | null>(null)
  // A new number makes the calendar ask for its entries again.
  const [round, setRound] = useState(0)

  const load = useCallback(
    async (period: Period): Promise<CalendarAnswer> => {
      const response = await fetch(withQuery(`${paths.resource(resourceId)}/calendar.json`, period))
      if (!response.ok) throw new Error(`The calendar answered ${response.status}`)
      return response.json()
    },
    [resourceId],
  )
  const finish = useCallback(() => {
    setMove(null)
    setRound((each) => each + 1)
  }, [])
  const undo = () => {
    move?.undo()
    setMove(null)
  }
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      <CalendarFrame
        label={t('week')}
        key={resourceId}
        round={round}
        timeZone={timeZone}
        firstDay={firstDay}
        load={load}
        onSelect={isReadOnly ? undefined : setWanted}
        onMove={setMove}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <CalendarLegend />
        {isReadOnly ? null : (
          <LinkButton size="small" to={paths.book(resourceId)}>
            {t('book')}
          </LinkButton>
        )}
      </div>
      {isReadOnly ? null : <p className="text-sm text-muted">{t('dragHint')}</p>}
      <BookingPanel resourceId={resourceId} period={wanted} onClose={() => setWanted(null)} />
      <MovePanel move={move} timeZone={timeZone} onDone={finish} onUndo={undo} />
    </div>
  )
}
