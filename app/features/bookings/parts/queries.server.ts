import { type Actor, can } from '~/domain/access/permission'
import { changeWish } from '~/domain/booking/change'
import { judgeExtendable, judgeExtension, MOST_EXTENSION_ENDS, extensionEnds } from '~/domain/booking/extend'
import { isGivenInTime, judgeRelease, piecesLeft } from '~/domain/booking/release'
import { isAcceptable, problem, type Problem } from '~/domain/problem'
import { type Quote, requote } from '~/domain/pricing/quote'
import { allocatedPeriod } from '~/domain/scheduling/occupancy'
import { addMinutes, type Period } from '~/domain/time/interval'
import { questionOf } from '~/features/bookings/create.server'
import { heldBooking } from '~/features/bookings/held.server'
import { heldUnits } from '~/features/bookings/parts/write.server'
import { readCarriedFacts } from '~/features/bookings/project-facts.server'
import { db } from '~/platform/db.server'

/** What would stay of a booking, without writing; the price where one is known, as it would be then. */
export type ReleasePreview = { problems: Problem[]; left: Period[]; fen: number | null; wasFen: number | null }

const NOTHING = { left: [], fen: null, wasFen: null }

export async function previewRelease(actor: Actor, bookingId: string, given: Period, now: Date): Promise<ReleasePreview> {
  const booking = await heldBooking(bookingId, now)
  if (!booking || !can(actor, 'update:booking', booking.target)) return { problems: [problem('not_allowed', {})], ...NOTHING }
  const problems = judgeRelease(booking, given, booking.keptPolicy, now)
  const { startsAt, endsAt } = booking
  if (!isAcceptable(problems) || !startsAt || !endsAt) return { problems, ...NOTHING }
  const left = piecesLeft({ start: startsAt, end: endsAt }, given)
  const kept = await quoteOf(bookingId)
  if (kept === null) return { problems, left, fen: null, wasFen: null }
  const fen = isGivenInTime(given, booking.keptPolicy, now)
    ? left.reduce((sum, piece) => sum + requote(kept, piece).totalFen, 0)
    : kept.totalFen
  return { problems, left, fen, wasFen: kept.totalFen }
}

/** Until when a running booking can go on, and what that costs more; else why it cannot. */
export type ExtensionPreview = { ends: { at: Date; moreFen: number | null }[]; problems: Problem[] }

export async function previewExtension(actor: Actor, bookingId: string, now: Date): Promise<ExtensionPreview> {
  const booking = await heldBooking(bookingId, now)
  if (!booking || !can(actor, 'update:booking', booking.target)) return { ends: [], problems: [problem('not_allowed', {})] }
  const item = booking.items[0]
  const { startsAt, endsAt } = booking
  if (!item || !startsAt || !endsAt) return { ends: [], problems: [problem('state_forbids', { status: booking.status })] }
  const early = judgeExtendable(booking, addMinutes(endsAt, 1), now)
  if (!isAcceptable(early)) return { ends: [], problems: early }

  const last = changeWish(booking, { endsAt: addMinutes(endsAt, 14 * 1440) }, actor)
  if (!last) return { ends: [], problems: [problem('state_forbids', { status: booking.status })] }
  const [facts, units, kept] = await Promise.all([
    readCarriedFacts({ ...questionOf(last, now, bookingId), projectId: booking.projectId }),
    heldUnits(db, item.id),
    quoteOf(bookingId),
  ])
  const policy = facts.resources[item.resourceId]?.policy
  const grid = policy?.wholeDays ? 1440 : (policy?.gridMinutes ?? 30)
  const ends: ExtensionPreview['ends'] = []
  let refused: Problem[] = []
  for (const at of extensionEnds(endsAt, grid)) {
    const wish = changeWish(booking, { endsAt: at }, actor)
    if (!wish) continue
    const { problems } = judgeExtension(facts, wish, { held: units, startsAt, newEnd: allocatedPeriod({ start: startsAt, end: at }, booking.keptPolicy).end }, now)
    if (isAcceptable(problems)) {
      const more = kept && requote(kept, { start: startsAt, end: at }).totalFen - kept.totalFen
      ends.push({ at, moreFen: more })
    } else if (refused.length === 0) refused = problems.filter(({ severity }) => severity === 'refuse')
    if (ends.length === MOST_EXTENSION_ENDS || problems.some(({ code }) => code === 'slot_taken' || code === 'duration_too_long')) break
  }
  return { ends, problems: ends.length === 0 ? refused : [] }
}

async function quoteOf(bookingId: string): Promise<Quote | null> {
  const row = await db.booking.findUnique({ where: { id: bookingId }, select: { quote: true } })
  return (row?.quote ?? null) as Quote | null
}
