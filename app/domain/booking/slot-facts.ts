import { timesOfAble } from '~/domain/booking/assisted-slots'
import { chooseAttendance } from '~/domain/booking/attendance'
import type { BookingFacts, ResourceFacts, WantedItem } from '~/domain/booking/facts'
import type { SlotFacts } from '~/domain/booking/free-slots'
import { targetsOf } from '~/domain/booking/targets'
import { gridClock } from '~/domain/scheduling/grid-clock'
import { horizonEnd } from '~/domain/scheduling/judge-policy'
import { openingPeriods } from '~/domain/scheduling/opening'
import { policyFor } from '~/domain/scheduling/policy'
import { addMinutes, type Period } from '~/domain/time/interval'

/**
 * What a search of the free slots of one resource needs, from the facts that a verdict is made of, which were read
 * for the window: with those who assist, where the use would be assisted.
 */
export function slotFactsOf(
  facts: Pick<BookingFacts, 'operators'>,
  resource: ResourceFacts,
  wanted: Pick<WantedItem, 'mode' | 'quantity' | 'attendance' | 'keptAttendance'>,
  window: Period,
  now: Date,
): SlotFacts {
  const { timeZone } = resource
  const mode = wanted.mode ?? resource.modes[0] ?? 'self_operation'
  const policy = policyFor(resource.policy, mode)
  const around = { start: addMinutes(window.start, -1440), end: addMinutes(window.end, 1440) }
  return {
    policy,
    timeZone,
    attendance: chooseAttendance(policy, mode, wanted).attendance,
    clock: gridClock(timeZone, window.start.getTime(), window.end.getTime()),
    opening: openingPeriods({ ...resource, window: around }).map(inMs),
    horizonEnd: horizonEnd(policy, now, timeZone).getTime(),
    targets: targetsOf(resource, wanted.quantity).map(({ id, capacity, quantity }) => ({
      capacity,
      quantity,
      held: resource.taken
        .filter((each) => each.resourceId === id)
        .map((each) => ({ ...inMs(each), unit: each.unit, isBooking: each.cause === 'booking' }))
        .toSorted((a, b) => a.start - b.start),
    })),
    operators: mode === 'assisted_booking' ? timesOfAble(facts.operators?.all ?? [], resource.id, window) : undefined,
  }
}

const inMs = ({ start, end }: Period) => ({ start: start.getTime(), end: end.getTime() })
