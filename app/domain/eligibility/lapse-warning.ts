import type { QualificationFact } from './facts'
import { idleLapse, lapsesAt } from './qualification'

const DAY_MS = 86_400_000

type Held = Pick<QualificationFact, 'idleDays' | 'lastUsedAt' | 'validFrom' | 'validUntil'> & {
  /** When the coming end was announced; an end that moves is announced anew. */
  warnedAt: Date | null
}

/**
 * Whether the coming end of a qualification is to be announced: within `warnDays` of it, once for each
 * end. One that lapses for want of use is announced in the last third of the idle time at the earliest,
 * or whoever uses a machine now and then would hear of it after each use.
 */
export function isLapseWarningDue(held: Held, warnDays: number, now: Date): boolean {
  const end = lapsesAt(held)
  if (end === null || end <= now) return false
  const isByIdling = end.getTime() === idleLapse(held)?.getTime() && held.idleDays !== null
  const days = isByIdling ? Math.min(warnDays, held.idleDays! / 3) : warnDays
  const from = new Date(end.getTime() - days * DAY_MS)
  return from <= now && (held.warnedAt === null || held.warnedAt < from)
}
