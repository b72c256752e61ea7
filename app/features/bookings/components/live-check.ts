import { useFetcher } from '@remix-run/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { BookingReply, PeriodFields, VerdictView } from '~/features/bookings/form'

/** Long enough for a run of changes to end, short enough to feel immediate. */
const CHECK_AFTER_MS = 400

/**
 * The period being edited and the verdict on the form. With JavaScript the form's own address is asked
 * a moment after each change; the latest answer counts, whether it came by itself or with the form.
 */
export function useLiveCheck(question: {
  action: string
  period: PeriodFields
  verdict: VerdictView | null
  reply: BookingReply | null
}) {
  const { action, reply } = question
  const fetcher = useFetcher<BookingReply>()
  const form = useRef<HTMLFormElement>(null)
  const timer = useRef<number>()
  const [period, setPeriod] = useState(() => periodIn(reply) ?? question.period)
  const [verdict, setVerdict] = useState(reply ? reply.verdict : question.verdict)
  const [seen, setSeen] = useState<{ reply: BookingReply | null; live: BookingReply | undefined }>({ reply, live: undefined })
  if (seen.reply !== reply) {
    setSeen({ ...seen, reply })
    setVerdict(reply?.verdict ?? null)
    // A slot taken from the answer comes back as the form's values.
    setPeriod(periodIn(reply) ?? period)
  } else if (seen.live !== fetcher.data) {
    setSeen({ ...seen, live: fetcher.data })
    setVerdict(fetcher.data?.verdict ?? null)
  }
  useEffect(() => () => window.clearTimeout(timer.current), [])

  const { submit } = fetcher
  const check = useCallback(() => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      if (!form.current) return
      const data = new FormData(form.current)
      data.set('intent', 'check')
      submit(data, { method: 'post', action })
    }, CHECK_AFTER_MS)
  }, [submit, action])
  const changePeriod = (next: PeriodFields) => {
    setPeriod(next)
    check()
  }
  return { form, period, changePeriod, check, verdict, isChecking: fetcher.state !== 'idle' }
}

function periodIn(reply: BookingReply | null): PeriodFields | null {
  const { startDate, startTime, endDate, endTime } = reply?.values ?? {}
  return startDate && startTime && endDate && endTime ? { startDate, startTime, endDate, endTime } : null
}
