import { useCallback, useEffect, useRef, useState } from 'react'
import { CHOSEN_FILE } from '~/domain/booking/questions'
import type { BookingReply, PeriodFields, VerdictView } from '~/features/bookings/form'
import { readDatedJson } from '~/platform/dated-json'

/** Long enough for a run of changes to end, short enough to feel immediate. */
const CHECK_AFTER_MS = 400

/**
 * Asks what the rules say to a form. Not by a fetcher of the router: an answer that arrives while a
 * sent form is being followed would make the router finish that navigation with the routes of the old
 * page. Resolves to nothing where the question was overtaken or not answered; the form itself will be.
 */
export function useVerdict() {
  const [isChecking, setIsChecking] = useState(false)
  const running = useRef<AbortController>()
  const stop = useCallback(() => {
    running.current?.abort()
    setIsChecking(false)
  }, [])
  const ask = useCallback(async (address: string, body: FormData): Promise<VerdictView | null | undefined> => {
    withoutFiles(body)
    running.current?.abort()
    const asked = new AbortController()
    running.current = asked
    setIsChecking(true)
    try {
      const response = await fetch(address, { method: 'POST', body, signal: asked.signal })
      const text = await response.text()
      return response.ok && !response.redirected ? readDatedJson<VerdictView | null>(text) : undefined
    } catch {
      return undefined
    } finally {
      if (running.current === asked) setIsChecking(false)
    }
  }, [])
  useEffect(() => () => running.current?.abort(), [])
  return { ask, stop, isChecking }
}

/**
 * The period being edited and the verdict on the form. With JavaScript the rules are asked a moment
 * after each change; the latest answer counts, whether it came by itself or with the form.
 */
export function useLiveCheck(question: {
  address: string
  period: PeriodFields
  verdict: VerdictView | null
  reply: BookingReply | null
}) {
  const { address, reply } = question
  const { ask, stop, isChecking } = useVerdict()
  const form = useRef<HTMLFormElement>(null)
  const timer = useRef<number>()
  const [period, setPeriod] = useState(() => periodIn(reply) ?? question.period)
  const [verdict, setVerdict] = useState(reply ? reply.verdict : question.verdict)
  const [seenReply, setSeenReply] = useState(reply)
  if (seenReply !== reply) {
    setSeenReply(reply)
    setVerdict(reply?.verdict ?? null)
    // A slot taken from the answer comes back as the form's values.
    setPeriod(periodIn(reply) ?? period)
  }

  /** A form that is sent answers for itself. */
  const settle = useCallback(() => {
    window.clearTimeout(timer.current)
    stop()
  }, [stop])
  useEffect(() => settle, [settle])

  const check = useCallback(() => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(async () => {
      if (!form.current) return
      const answer = await ask(address, new FormData(form.current))
      if (answer !== undefined) setVerdict(answer)
    }, CHECK_AFTER_MS)
  }, [ask, address])
  const changePeriod = (next: PeriodFields) => {
    setPeriod(next)
    check()
  }
  return { form, period, changePeriod, check, settle, verdict, isChecking }
}

function periodIn(reply: BookingReply | null): PeriodFields | null {
  const { startDate, startTime, endDate, endTime } = reply?.values ?? {}
  return startDate && startTime && endDate && endTime ? { startDate, startTime, endDate, endTime } : null
}

/** A file goes with the form itself, not with every question about it: the answer says only that there is one. */
function withoutFiles(body: FormData): void {
  const entries = [...body]
  for (const [name, value] of entries) {
    if (typeof value === 'string') continue
    body.delete(name)
    if (value.name !== '') body.set(name.replace(/^file\./, 'answer.'), CHOSEN_FILE)
  }
}
