import { randomUUID } from 'node:crypto'
import type { BookingStatus, ItemStatus } from '~/domain/booking/states'
import type { Problem } from '~/domain/problem'
import { addMinutes } from '~/domain/time/interval'
import type { UseDetails } from '~/domain/usage/facts'
import { judgeCheckIn, judgeCheckOut } from '~/domain/usage/judge'
import { reduceUse } from '~/domain/usage/record'
import { graceEnd } from '~/domain/usage/rules'
import type { HeldUse } from '~/features/usage/facts.server'

/** A use of the reader's own as it stands now, and what can be done about it. */
export type OwnUse = {
  itemId: string
  bookingId: string
  resourceId: string
  status: ItemStatus
  bookingStatus: BookingStatus
  start: Date
  end: Date
  opensAt: Date
  /** Until when the place is held, as said so far; and at most, for who says to be late. */
  heldUntil: Date
  lateUntil: Date
  isRequired: boolean
  startedAt: Date | null
  endedAt: Date | null
  isMeasured: boolean
  usedSeconds: number
  details: Partial<UseDetails>
  may: { in: boolean; out: boolean; late: boolean; tell: boolean }
  /** Each press is one act, however often it is sent. */
  keys: { in: string; out: string; late: string }
  /** Why it cannot be begun now. */
  problems: Problem[]
}

/** From so long before its start on "I'm late" is offered. */
const LATE_FROM_MINUTES = 120
/** So long after its end the form after use is offered. */
const TELL_DAYS = 7

/** `unfit`: why the person may not use the machine now, whatever was booked. */
export function ownUse(use: HeldUse, unfit: readonly Problem[], now: Date): OwnUse | null {
  const { itemId, bookingId, bookingStatus, plan, rules, facts, resourceId } = use
  if (itemId === null || bookingId === null || bookingStatus === null || plan === null) return null
  const record = reduceUse(facts, { plan, rules, now })
  const isWaiting = record.status === 'not_started'
  const problems = isWaiting ? [...judgeCheckIn({ bookingStatus, plan }, record, rules, now), ...unfit] : []
  const refusing = problems.filter(({ severity }) => severity === 'refuse')
  const heldUntil = graceEnd(plan, rules, facts)
  const lateUntil = graceEnd(plan, rules, [{ kind: 'late', at: plan.start }])
  const stands = bookingStatus === 'approved' || bookingStatus === 'in_use'
  const isMeasured = record.startSource !== null && record.startSource !== 'assumed'
  return {
    itemId, bookingId, resourceId, status: record.status, bookingStatus, start: plan.start, end: plan.end,
    opensAt: addMinutes(plan.start, -rules.opensMinutes), heldUntil, lateUntil, isRequired: rules.checkIn === 'required',
    startedAt: record.startsAt, endedAt: record.endsAt, isMeasured, usedSeconds: record.usedSeconds, details: record.details,
    may: {
      in: isWaiting && refusing.length === 0,
      out: record.status === 'in_use' && judgeCheckOut({ bookingStatus, plan }, record, rules, now).length === 0,
      late: isWaiting && stands && now >= addMinutes(plan.start, -LATE_FROM_MINUTES) && now < heldUntil && heldUntil < lateUntil,
      tell: isMeasured && record.endsAt !== null && now < addMinutes(record.endsAt, TELL_DAYS * 1440),
    },
    keys: { in: randomUUID(), out: randomUUID(), late: randomUUID() },
    problems: refusing,
  }
}
