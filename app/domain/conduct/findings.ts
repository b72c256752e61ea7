import type { BookingStatus } from '~/domain/booking/states'
import { intersectAll, overlaps, type Period, seconds } from '~/domain/time/interval'
import type { UseRecord } from '~/domain/usage/record'
import type { ConductKind } from './kinds'
import type { ConductRules } from './rules'

/** What was found, when, and the facts that show it: instants as ISO 8601, durations in seconds. */
export type Finding = { kind: Exclude<ConductKind, 'misuse'>; at: Date; evidence: Readonly<Record<string, string | number>> }

export type Circumstances = {
  plan: Period
  bookingStatus: BookingStatus
  record: Pick<UseRecord, 'status' | 'spells' | 'startsAt' | 'endsAt' | 'startSource' | 'endSource' | 'isVoid'>
  rules: ConductRules
  /** When the resource was out of service, whyever. */
  outages: readonly Period[]
}

const STANDS: readonly BookingStatus[] = ['approved', 'in_use', 'completed', 'no_show']

/**
 * What a booked use shows of its person's conduct. Only what was measured counts, never what was assumed. What the
 * lab cancelled or displaced, what was cancelled in time, and whatever happened around a fault or maintenance
 * counts against nobody.
 */
export function findConduct({ plan, bookingStatus, record, rules, outages }: Circumstances): Finding[] {
  if (!STANDS.includes(bookingStatus) || record.isVoid) return []
  const touched = { start: plan.start, end: record.endsAt && record.endsAt > plan.end ? record.endsAt : plan.end }
  if (outages.some((each) => overlaps(each, touched))) return []
  const booked = { bookedFrom: plan.start.toISOString(), bookedTo: plan.end.toISOString() }
  if (record.status === 'no_show') return [{ kind: 'no_show', at: plan.start, evidence: booked }]

  const found: Finding[] = []
  const start = measured(record.startsAt, record.startSource)
  const end = record.status === 'completed' ? measured(record.endsAt, record.endSource) : null
  if (start) {
    const lateSeconds = secondsBetween(plan.start, start)
    if (lateSeconds > rules.lateAfterMinutes * 60) {
      found.push({ kind: 'late', at: start, evidence: { ...booked, startedAt: start.toISOString(), lateSeconds } })
    }
  }
  if (start && end) {
    const usedSeconds = intersectAll(record.spells, [plan]).reduce((sum, each) => sum + seconds(each), 0)
    const isWasted = rules.leastUsedPercent !== null && usedSeconds * 100 < seconds(plan) * rules.leastUsedPercent
    // Who came late is told of that; leaving early is leaving.
    if (isWasted && end < plan.end) {
      found.push({ kind: 'early_leave', at: end, evidence: { ...booked, endedAt: end.toISOString(), usedSeconds, bookedSeconds: seconds(plan) } })
    }
  }
  if (end) {
    const overrunSeconds = secondsBetween(plan.end, end)
    if (overrunSeconds > rules.overrunAfterMinutes * 60) {
      found.push({ kind: 'overrun', at: end, evidence: { ...booked, endedAt: end.toISOString(), overrunSeconds } })
    }
  }
  return found
}

const measured = (at: Date | null, source: UseRecord['startSource']) => (source === 'assumed' ? null : at)
const secondsBetween = (from: Date, to: Date) => Math.floor((to.getTime() - from.getTime()) / 1000)
