import type { Actor } from '~/domain/access/permission'
import { problem } from '~/domain/problem'
import { localDateTimeToInstant } from '~/domain/time/zone'
import { readPosted } from '~/features/bookings/form'
import type { LeaveReply } from '~/features/bookings/operators/components/reply'
import { endLeave } from '~/features/bookings/operators/end-leave.server'
import { bookingsInLeave, type OperatorPage } from '~/features/bookings/operators/queries.server'
import { endLeaveForm, leaveForm } from '~/features/bookings/operators/schema'
import { type LeaveTaken, previewLeave, takeLeave } from '~/features/bookings/operators/take-leave.server'

type Answer = { ok: true; taken: LeaveTaken | null } | { ok: false; reply: LeaveReply; status: 200 | 422 }

/** The forms of leave, on the lab's page and on the operator's own: look, take, call off. */
export async function answerLeave(actor: Actor, operator: Pick<OperatorPage, 'id' | 'timeZone'>, form: 'leave' | 'end', body: FormData, now: Date): Promise<Answer> {
  const refuse = (reply: Partial<LeaveReply>): Answer => ({ ok: false, status: 422, reply: { errors: {}, values: {}, problems: [], fates: null, ...reply } })
  if (form === 'end') {
    const posted = readPosted(body, endLeaveForm)
    if (!posted.ok) return refuse({ problems: [problem('not_allowed', {})] })
    const outcome = await endLeave(actor, operator.id, posted.value, now)
    return outcome.ok ? { ok: true, taken: null } : refuse({ problems: outcome.problems })
  }
  const posted = readPosted(body, leaveForm)
  const { values } = posted
  if (!posted.ok) return refuse({ values, errors: posted.errors })
  const { key, from, to, reason, stuck, step } = posted.value
  const [start, end] = [localDateTimeToInstant(from, operator.timeZone), localDateTimeToInstant(to, operator.timeZone)]
  if (start === null) return refuse({ values, errors: { from: ['date'] } })
  if (end === null) return refuse({ values, errors: { to: ['date'] } })
  if (!(start < end)) return refuse({ values, problems: [problem('period_reversed', {})] })
  const fates = async () => {
    const found = await previewLeave(actor, operator.id, { start: start > now ? start : now, end }, now)
    const views = await bookingsInLeave(actor, found.map(({ bookingId }) => bookingId), now)
    return views.map((booking) => ({ booking, to: found.find(({ bookingId }) => bookingId === booking.id)?.to ?? null }))
  }
  if (end <= now) return refuse({ values, problems: [problem('period_in_past', {})] })
  if (step === 'look') return { ok: false, status: 200, reply: { errors: {}, values, problems: [], fates: await fates() } }
  const outcome = await takeLeave(actor, operator.id, { key, period: { start, end }, reason, stuck }, now)
  return outcome.ok ? { ok: true, taken: outcome.value } : refuse({ values, problems: outcome.problems, fates: await fates() })
}
