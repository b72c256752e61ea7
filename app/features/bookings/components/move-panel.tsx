import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { CalendarMove } from '~/features/bookings/components/calendar-frame'
import { useVerdict } from '~/features/bookings/components/live-check'
import { PeriodText } from '~/features/bookings/components/booking-text'
import { VerdictPanel } from '~/features/bookings/components/verdict-panel'
import type { VerdictView } from '~/features/bookings/form'
import { readDatedJson } from '~/platform/dated-json'
import { paths } from '~/platform/paths'
import { Button, ButtonRow } from '~/ui/button'
import { Sheet } from '~/ui/dialog'
import { Notice } from '~/ui/notice'
import { Skeleton } from '~/ui/skeleton'
import { useToast } from '~/ui/toast'

/** What a calendar is told of a booking that it moves; a verdict where it may not. */
export type MoveReply = { done: 'moved' | 'proposed' | 'details' | null; verdict: VerdictView | null }

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
  const sent = useMove()
  useEffect(() => {
    sent.forget()
    setChecked(null)
    if (!move) return
    void ask(paths.checkChange(move.entry.bookingId ?? ''), bodyOf(move)).then((answer) => setChecked(answer ?? null))
    // oxlint-disable-next-line react/exhaustive-deps -- asked once for each move
  }, [move])

  const confirm = async (asked: CalendarMove) => {
    const done = await sent.send(paths.moveBooking(asked.entry.bookingId ?? ''), bodyOf(asked))
    if (done === null) return
    show({ tone: 'ok', text: t(`notice.${done}`) })
    onDone()
  }

  const now = new Date()
  const isSettled = !sent.isSending && !isChecking
  const verdict = sent.refused ?? checked
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
            {sent.isLost ? <Notice tone="refused" announce="now">{t('change.lost')}</Notice> : null}
            {verdict && isSettled ? <VerdictPanel verdict={verdict} hasSlotButtons={false} timeZone={timeZone} now={now} /> : <Skeleton lines={2} />}
          </div>
          <ButtonRow>
            {verdict?.ok ? (
              <Button
                tone="primary"
                isPending={sent.isSending}
                onClick={() => void confirm(move)}
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

/**
 * Sends a move by a plain request, for the reason that live-check gives: an answer to the router that arrives while
 * somebody walks on would bring the page that they have left. Gives what was done; null: refused, lost or left.
 */
function useMove() {
  const [isSending, setIsSending] = useState(false)
  const [isLost, setIsLost] = useState(false)
  const [refused, setRefused] = useState<VerdictView | null>(null)
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  const forget = () => {
    setIsLost(false)
    setRefused(null)
  }
  const send = async (address: string, body: FormData): Promise<MoveReply['done']> => {
    forget()
    setIsSending(true)
    const answer = await post(address, body)
    if (!isHere.current) return null
    setIsSending(false)
    setIsLost(answer === null)
    setRefused(answer?.verdict ?? null)
    return answer?.done ?? null
  }
  return { send, forget, isSending, isLost, refused }
}

/** Null: no answer, or none of ours, as when one is no longer signed in. */
async function post(address: string, body: FormData): Promise<MoveReply | null> {
  try {
    const response = await fetch(address, { method: 'POST', body })
    const isOurs = !response.redirected && (response.ok || response.status === 422)
    return isOurs ? readDatedJson<MoveReply>(await response.text()) : null
  } catch {
    return null
  }
}

function bodyOf({ start, end, entry }: CalendarMove): FormData {
  const body = new FormData()
  body.set('slot', `${start}/${end}`)
  body.set('version', String(entry.version ?? 1))
  return body
}
const asPeriod = ({ start, end }: { start: string; end: string }) => ({ start: new Date(start), end: new Date(end) })
