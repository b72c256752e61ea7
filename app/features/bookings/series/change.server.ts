import type { Actor } from '~/domain/access/permission'
import { changeWish } from '~/domain/booking/change'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import type { Period } from '~/domain/time/interval'
import { addDays, minutesOfDay, plainDateOf, wallToInstant } from '~/domain/time/zone'
import { type Changed, changeBooking, changeHeld } from '~/features/bookings/change.server'
import { questionOf } from '~/features/bookings/create.server'
import { lockBooking } from '~/features/bookings/facts.server'
import { type HeldBooking, heldBooking } from '~/features/bookings/held.server'
import { lockCarriedFacts, lockProjectHours } from '~/features/bookings/project-facts.server'
import { lockQuotas, withQuotaLocks } from '~/features/bookings/quota-facts.server'
import type { ChangeInput } from '~/features/bookings/schema'
import { conflictOf, SeriesMoved } from '~/features/bookings/series/cancel.server'
import { endMinuteOf } from '~/features/bookings/series/facts.server'
import { type LeftAlone, locksOf, mayChange, membersOf, openMembers, seriesRow } from '~/features/bookings/series/held.server'
import type { SeriesScope } from '~/features/bookings/series/schema'
import { bumpSeries, nameOccurrences, recordSeries, tellOfSeries } from '~/features/bookings/series/write.server'
import { isOverlap, transaction, type Tx } from '~/platform/db.server'

export type ChangedSeries = { changed: { bookingId: string; change: Changed['change'] }[]; left: LeftAlone[] }

type Asked = {
  scope: SeriesScope
  change: ChangeInput
  /** What becomes of those that do not fit: they keep their time, or nothing is changed. */
  onClash: 'keep' | 'fail'
  version?: number | null
  seriesVersion?: number | null
  /** Judges everything and writes nothing. */
  isTrial?: boolean
}

/**
 * Moves a booking of a series, it and those after it, or all that are to come, to the wall-clock time asked for: those
 * others on the day that the rule gives them, moved by as many days as this one. Each is judged anew, as if it were
 * changed alone. What has begun is left and named; what does not fit is too, or refuses the whole.
 */
export async function changeSeries(actor: Actor, bookingId: string, asked: Asked, now: Date): Promise<Outcome<ChangedSeries>> {
  const seen = await heldBooking(bookingId, now)
  const series = seen && (await seriesRow(seen.seriesId))
  if (!seen || !series || asked.scope === 'this') {
    const one = await changeBooking(actor, bookingId, asked.change, { version: asked.version, now })
    return one.ok ? done({ changed: [{ bookingId, change: one.value.change }], left: [] }) : one
  }
  if (!mayChange(actor, seen)) return refused(problem('not_allowed', {}))
  const target = targetOf(seen, asked.change, series.timeZone)
  if (!target) return refused(problem('state_forbids', { status: seen.status }))
  const expected = asked.seriesVersion ?? series.version
  let trial: ChangedSeries | null = null
  try {
    return await withQuotaLocks((quotaKeys) => transaction(async (tx): Promise<Outcome<ChangedSeries>> => {
      const members = await membersOf(series.id, seen, asked.scope)
      const locks = locksOf(members, now)
      // Persons and projects, quotas, then resources and bookings: the one order.
      await lockProjectHours(tx, seen)
      await lockQuotas(tx, { personIds: locks.personIds, quotaKeys })
      await lockBooking(tx, locks)
      const { open, left } = await openMembers(tx, members, now)
      const result: ChangedSeries = { changed: [], left: [...left] }
      const named: { bookingId: string; key: Date }[] = []
      // Away from where they go, so that none runs into the time another is just leaving.
      for (const booking of target.isLater ? open.toReversed() : open) {
        const period = target.of(booking)
        const one = await changeOne(tx, { actor, booking, period, input: asked.change, quotaKeys, now })
        if (one.ok) {
          result.changed.push({ bookingId: booking.id, change: one.value.change })
          named.push({ bookingId: booking.id, key: period.start })
        } else if (!one.problems.some((each) => each.code === 'nothing_changed')) {
          result.left.push({ bookingId: booking.id, startsAt: booking.startsAt, problems: one.problems })
        }
      }
      const clashes = result.left.length - left.length
      if (asked.onClash === 'fail' && clashes > 0) throw new Refused(result, clashes)
      if (result.changed.length === 0) return refused(...(result.left[0]?.problems ?? [problem('nothing_changed', {})]))
      if (!(await bumpSeries(tx, { ...series, version: expected }, { isAltered: true, now }))) throw new SeriesMoved()
      await nameOccurrences(tx, named)
      await recordSeries(tx, {
        actorId: actor.personId, action: 'changed', seriesId: series.id, universityId: seen.universityId, now,
        data: { scope: asked.scope, bookings: result.changed.length, left: result.left.length },
      })
      await tellMoved(tx, { seriesId: series.id, version: expected + 1, actorId: actor.personId, result })
      if (asked.isTrial) {
        trial = result
        throw new Trial()
      }
      return done(result)
    }))
  } catch (error) {
    if (error instanceof Trial && trial) return done(trial)
    if (error instanceof Refused) return refused(problem('series_clash', { count: error.clashes }), ...error.reasons())
    if (isOverlap(error)) return refused(problem('slot_taken', { nextFree: [] }))
    return conflictOf(series.version)(error)
  }
}

/** Thrown so that nothing of a trial stays. */
class Trial extends Error {}
class Refused extends Error {
  constructor(readonly result: ChangedSeries, readonly clashes: number) {
    super('some of the series do not fit')
  }
  reasons() {
    return this.result.left.at(-1)?.problems ?? []
  }
}

async function changeOne(
  tx: Tx,
  { actor, booking, period, input, quotaKeys, now }: { actor: Actor; booking: HeldBooking; period: Period; input: ChangeInput; quotaKeys: readonly string[]; now: Date },
): Promise<Outcome<Changed>> {
  if (!mayChange(actor, booking)) return refused(problem('not_allowed', {}))
  const moved = { ...input, startsAt: period.start, endsAt: period.end }
  const wish = changeWish(booking, moved, actor)
  if (!wish) return refused(problem('state_forbids', { status: booking.status }))
  const facts = await lockCarriedFacts(tx, {
    ...questionOf(wish, now, booking.id), projectId: booking.projectId, personIds: [booking.attendeeId], bookingIds: [booking.id], quotaKeys,
  })
  return changeHeld(tx, { actor, booking, facts, wish, input: moved, now })
}

/** Where the bookings of a series go when one of them goes where it is asked to. */
function targetOf(from: HeldBooking, { startsAt, endsAt }: ChangeInput, timeZone: string) {
  if (!from.startsAt || !from.endsAt) return null
  const start = startsAt ?? from.startsAt
  const end = endsAt ?? new Date(from.endsAt.getTime() + start.getTime() - from.startsAt.getTime())
  const date = plainDateOf(start, timeZone)
  const origin = from.occurrenceAt ?? from.startsAt
  const days = daysBetween(plainDateOf(origin, timeZone), date)
  const startMinute = minutesOfDay(start, timeZone)
  const endMinute = endMinuteOf(date, end, timeZone)
  return {
    isLater: start > from.startsAt,
    of: (booking: HeldBooking): Period => {
      const day = addDays(plainDateOf(booking.occurrenceAt ?? booking.startsAt ?? start, timeZone), days)
      return { start: wallToInstant(day, startMinute, timeZone), end: wallToInstant(day, endMinute, timeZone) }
    },
  }
}

const daysBetween = (from: string, to: string) => (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000

async function tellMoved(tx: Tx, about: { seriesId: string; version: number; actorId: string; result: ChangedSeries }): Promise<void> {
  const { result, ...rest } = about
  const ids = (change: Changed['change']) => result.changed.filter((each) => each.change === change).map((each) => each.bookingId)
  const [moved, proposed] = [ids('moved'), ids('proposed')]
  if (moved.length > 0) await tellOfSeries(tx, { ...rest, event: 'moved', bookingIds: moved })
  if (proposed.length > 0) await tellOfSeries(tx, { ...rest, event: 'proposed', bookingIds: proposed })
}
