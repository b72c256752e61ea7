import { useFetcher } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { CalendarMove } from '~/features/bookings/components/calendar-frame'
import { useVerdict } from '~/features/bookings/components/live-check'
import { PeriodText } from '~/features/bookings/components/booking-text'
import { VerdictPanel } from '~/features/bookings/components/verdict-panel'
import type { BookingReply, VerdictView } from '~/features/bookings/form'
import { paths } from '~/platform/paths'
import { Button, ButtonRow } from '~/ui/button'
import { Sheet } from '~/ui/dialog'
import { Skeleton } from '~/ui/skeleton'
import { useToast } from '~/ui/toast'

/** What the change page's action answers to a calendar, which stays where it is. */
export type ChangeReply = BookingReply & { done: 'moved' | 'proposed' | 'details' | null }

type MovePanelProps = {
  move: CalendarMove | null
  timeZone: string
  onDone: () => void
  onUndo: () => void
}

/** Asks before a dragged booking is really moved, and says what would become of it. */
export function MovePanel({ move, timeZone, onDone, onUndo }: MovePanelProps) {
  const t = useTranslations('bookings')
  const show = useToast()
  const { ask, isChecking } = useVerdict()
  const [checked, setChecked] = useState<VerdictView | null>(null)
  const sent = useFetcher<ChangeReply>()
  const action = move ? paths.changeBooking(move.entry.bookingId ?? '') : ''
  useEffect(() => {
    if (!move) return
    const body = new FormData()
    for (const [name, value] of Object.entries(fieldsOf(move))) body.set(name, value)
    void ask(paths.checkChange(move.entry.bookingId ?? ''), body).then((answer) => setChecked(answer ?? null))
    // oxlint-disable-next-line react/exhaustive-deps -- asked once for each move
  }, [move])

  const answered = useRef<ChangeReply>()
  useEffect(() => {
    const answer = sent.data
    if (!answer || answered.current === answer) return
    answered.current = answer
    if (!answer.done) return
    show({ tone: 'ok', text: t(`notice.${answer.done}`) })
    onDone()
  }, [sent.data, show, t, onDone])

  const now = new Date()
  const isSettled = sent.state === 'idle' && !isChecking
  const refused = sent.data && !sent.data.done && answered.current === sent.data ? sent.data.verdict : null
  const verdict = refused ?? checked
  return (
    <Sheet isOpen={move !== null} onOpenChange={(isOpen) => (isOpen ? undefined : onUndo())} title={t('change.moveTitle')}>
      {move ? (
        <div className="grid gap-5">
          <dl className="grid gap-2">
            <div>
              <dt className="text-sm text-muted">{t('detail.oldTime')}</dt>
              <dd className="tabular-nums">
                <PeriodText period={asPeriod(move.entry)} timeZone={timeZone} now={now} />
              </dd>
            </div>
            <div>
              <dt className="text-sm text-muted">{t('detail.newTime')}</dt>
              <dd className="font-medium tabular-nums">
                <PeriodText period={asPeriod(move)} timeZone={timeZone} now={now} />
              </dd>
            </div>
          </dl>
          <div aria-live="polite">
            {verdict && isSettled ? <VerdictPanel verdict={verdict} hasSlotButtons={false} timeZone={timeZone} now={now} /> : <Skeleton lines={2} />}
          </div>
          <ButtonRow>
            {verdict?.ok ? (
              <Button
                tone="primary"
                isPending={sent.state !== 'idle'}
                onClick={() => sent.submit({ ...fieldsOf(move), intent: 'change' }, { method: 'post', action })}
              >
                {t('action.confirmChange')}
              </Button>
            ) : null}
            <Button onClick={onUndo}>{t('action.keep')}</Button>
          </ButtonRow>
        </div>
      ) : null}
    </Sheet>
  )
}

const fieldsOf = ({ start, end, entry }: CalendarMove) => ({
  slot: `${start}/${end}`,
  version: String(entry.version ?? 1),
  stay: '1',
})
const asPeriod = ({ start, end }: { start: string; end: string }) => ({ start: new Date(start), end: new Date(end) })
