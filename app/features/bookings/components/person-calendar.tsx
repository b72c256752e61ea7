import { useCallback, useState } from 'react'
import { useTranslations } from 'use-intl'
import CalendarFrame, { type CalendarLoad, type CalendarMove } from '~/features/bookings/components/calendar-frame'
import { MovePanel } from '~/features/bookings/components/move-panel'
import { defaultTimeZone } from '~/i18n/locale'
import { paths, withQuery } from '~/platform/paths'

/** The reader's own bookings on every campus. The campuses share one zone, in which all is told. */
export default function PersonCalendar() {
  const t = useTranslations('bookings')
  const [move, setMove] = useState<CalendarMove | null>(null)
  const [round, setRound] = useState(0)
  const timeZone = move?.entry.resource?.timeZone ?? defaultTimeZone

  const load = useCallback(async (period: { start: string; end: string }): Promise<CalendarLoad> => {
    const response = await fetch(withQuery(`${paths.bookings()}/calendar.json`, period))
    if (!response.ok) throw new Error(`The calendar answered ${response.status}`)
    const { entries }: Pick<CalendarLoad, 'entries'> = await response.json()
    return { entries, closed: [] }
  }, [])
  const finish = useCallback(() => {
    setMove(null)
    setRound((each) => each + 1)
  }, [])
  const undo = () => {
    move?.undo()
    setMove(null)
  }
  return (
    <>
      <CalendarFrame label={t('title')} round={round} timeZone={defaultTimeZone} load={load} onMove={setMove} />
      <MovePanel move={move} timeZone={timeZone} onDone={finish} onUndo={undo} />
    </>
  )
}
