import { gridClock, type GridClock } from '~/domain/scheduling/grid-clock'
import type { HeldUnit, SlotFacts, Span } from '~/domain/booking/free-slots'
import { attendanceOf } from '~/domain/booking/attendance'
import type { ResourceMode } from '~/domain/booking/facts'
import { narrowest, narrowestByDate, OWNER_KINDS, type OwnerKind } from '~/domain/scheduling/layers'
import { type OpeningException, openingPeriods, type OpeningSchedule } from '~/domain/scheduling/opening'
import { horizonEnd } from '~/domain/scheduling/judge-policy'
import { effectivePolicy, type Policy, policyFor } from '~/domain/scheduling/policy'
import { addMinutes, type Period } from '~/domain/time/interval'
import type { CalendarDay } from '~/domain/time/working-calendar'
import { operatorTimes } from '~/features/finder/slots/operators.server'
import { rawSlots, type RawSlots, type SlotScope } from '~/features/finder/slots/rows.server'

/** A resource with what a search of its free slots needs. */
export type Searchable = {
  id: string
  campusId: string
  universityId: string
  timeZone: string
  /** Fen an hour for the reader; null: by agreement, or not asked for. */
  perHourFen: number | null
  facts: SlotFacts
}

/**
 * The resources of the scope in the order of their names, read in one query. Rules and hours are laid
 * out once for each set of owners that states any, since most resources state none of their own.
 */
export async function searchables(scope: SlotScope, window: Period, now: Date, mode: ResourceMode | null): Promise<Searchable[]> {
  const raw = await rawSlots(scope, window, now, mode)
  const layers = layersOf(raw)
  const clocks = new Map<string, GridClock>()
  const policies = new Map<string, Policy>()
  const openings = new Map<string, Span[]>()
  const horizons = new Map<string, number>()
  const held = heldUnits(raw.taken)
  const operators = operatorTimes(raw.operators, raw.calendarDays, window)

  return raw.resources.map((row): Searchable => {
    const { timeZone, universityId } = row
    const used = mode ?? row.modes[0] ?? 'self_operation'
    const policyKey = `${used} ${layers.rules.keyOf(row)}`
    const policy = remembered(policies, policyKey, () => policyFor(effectivePolicy(layers.rules.of(row).toReversed().map((each) => each.rules)).policy, used))
    const hoursKey = `${layers.schedules.keyOf(row)} ${layers.exceptions.keyOf(row)} ${timeZone} ${universityId}`
    const [own, ...inside] = [{ no: row.no, capacity: row.capacity, quantity: 1 }, ...row.inside.map((each) => ({ ...each, quantity: each.capacity }))]
    return {
      id: row.id,
      campusId: row.campusId,
      universityId,
      timeZone,
      perHourFen: row.perHourFen,
      facts: {
        policy,
        timeZone,
        attendance: attendanceOf(policy, used),
        clock: remembered(clocks, timeZone, () => gridClock(timeZone, window.start.getTime(), window.end.getTime())),
        opening: remembered(openings, hoursKey, () => openingSpans(layers, row, raw.calendarDays, window)),
        horizonEnd: remembered(horizons, `${policy.horizonDays} ${timeZone}`, () => horizonEnd(policy, now, timeZone).getTime()),
        targets: [own!, ...inside].map(({ no, capacity, quantity }) => ({ capacity, quantity, held: held.get(no) ?? NONE })),
        operators: used === 'assisted_booking' ? operators.get(row.id) : undefined,
      },
    }
  })
}

const NONE: HeldUnit[] = []

type Placed = { id: string; labId: string; campusId: string; universityId: string; timeZone: string }
type Owned = { ownerKind: OwnerKind; ownerId: string }

const ownerIdOf: Record<OwnerKind, (row: Placed) => string> = {
  resource: (row) => row.id,
  lab: (row) => row.labId,
  campus: (row) => row.campusId,
  university: (row) => row.universityId,
  alliance: () => '*',
}

/** Rows by their owners: those that concern a resource, the narrowest owner's first, and a key for the set of them. */
class Layer<Row extends Owned> {
  readonly #rows = new Map<string, Row[]>()

  constructor(rows: readonly Row[]) {
    for (const row of rows) {
      const key = `${row.ownerKind}:${row.ownerId}`
      const known = this.#rows.get(key)
      if (known) known.push(row)
      else this.#rows.set(key, [row])
    }
  }

  keyOf(place: Placed): string {
    return this.#owners(place).join(' ')
  }

  of(place: Placed): Row[] {
    return this.#owners(place).flatMap((key) => this.#rows.get(key) ?? [])
  }

  #owners(place: Placed): string[] {
    const owners: string[] = []
    for (const kind of OWNER_KINDS) {
      const key = `${kind}:${ownerIdOf[kind](place)}`
      if (this.#rows.has(key)) owners.push(key)
    }
    return owners
  }
}

type Layers = {
  rules: Layer<Owned & { rules: Partial<Policy> }>
  schedules: Layer<Owned & OpeningSchedule>
  exceptions: Layer<Owned & OpeningException>
}

const layersOf = (raw: RawSlots): Layers => ({
  rules: new Layer(raw.rules),
  schedules: new Layer(raw.schedules),
  exceptions: new Layer(raw.exceptions),
})

/** A day more on both sides, since a night may begin before the window, and parts attended are judged by themselves. */
function openingSpans(layers: Layers, row: Placed, calendarDays: readonly CalendarDay[], window: Period): Span[] {
  const { universityId, timeZone } = row
  return openingPeriods({
    schedules: narrowest(layers.schedules.of(row)),
    exceptions: narrowestByDate(layers.exceptions.of(row)),
    calendarDays: calendarDays.filter((day) => day.universityId === null || day.universityId === universityId),
    timeZone,
    universityId,
    window: { start: addMinutes(window.start, -1440), end: addMinutes(window.end, 1440) },
  }).map(({ start, end }) => ({ start: start.getTime(), end: end.getTime() }))
}

/** Numbers parted by blanks, five to an allocation: resource, unit, whether a booking, start and end in milliseconds. */
function heldUnits(text: string): Map<number, HeldUnit[]> {
  const byResource = new Map<number, HeldUnit[]>()
  let at = 0
  const number = () => {
    let value = 0
    for (; at < text.length; at += 1) {
      const digit = text.charCodeAt(at) - 48
      if (digit < 0) break
      value = value * 10 + digit
    }
    at += 1
    return value
  }
  while (at < text.length) {
    const no = number()
    const held = { unit: number(), isBooking: number() === 1, start: number(), end: number() }
    const known = byResource.get(no)
    if (known) known.push(held)
    else byResource.set(no, [held])
  }
  for (const list of byResource.values()) list.sort((a, b) => a.start - b.start)
  return byResource
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  known.set(key, made)
  return made
}
