import { allocatedPeriod } from '~/domain/scheduling/occupancy'
import { openingPeriods } from '~/domain/scheduling/opening'
import { effectivePolicy, type Policy } from '~/domain/scheduling/policy'
import { addMinutes, contains, minutes, overlaps, type Period } from '~/domain/time/interval'
import { addDays, datesBetween, plainDateOf, startOfDay, wallToInstant } from '~/domain/time/zone'
import { alliance } from './data'
import { isEasy } from './demo-rules'
import type { DemoResource } from './demo-resources'
import { type Random, randomOf } from './random'

const ZONE = 'Asia/Shanghai'
const DAYS_BEHIND = 21
const DAYS_AHEAD = 28
/** At most this share of a day's opening hours is taken. */
const MOST_TAKEN = 0.45
/** Days around today that are busier than the rest. */
const BUSY_DAYS = 7

/** A use of a resource that fits its hours, rules and what else is planned. */
export type Planned = {
  resource: DemoResource
  policy: Policy
  unit: number
  period: Period
  /** What it takes: the period with set-up and clean-up. */
  block: Period
}

export type PlannedOutage = {
  resource: DemoResource
  period: Period
  reason: string
  kind: 'maintenance' | 'fault' | 'closure'
}

/** Days from today and hours of the day at which something is out of service. */
const OUTAGES: {
  id: string
  day: number
  from: number
  lengthMinutes: number
  kind: PlannedOutage['kind']
  reason: string
}[] = [
  { id: 'cqu-mg-i03', day: -12, from: 9, lengthMinutes: 480, kind: 'maintenance', reason: '更换X射线管并校准' },
  { id: 'swust-efem-i01', day: -5, from: 8, lengthMinutes: 3 * 1440, kind: 'fault', reason: '真空异常，检修' },
  { id: 'scu-polymer-i01', day: 0, from: 8, lengthMinutes: 2 * 1440, kind: 'maintenance', reason: '补充液氦' },
  { id: 'cqu-power-i01', day: 1, from: 8, lengthMinutes: 600, kind: 'maintenance', reason: '年度绝缘检测' },
  { id: 'swjtu-transbig-i01', day: 5, from: 0, lengthMinutes: 1440, kind: 'maintenance', reason: '节点升级' },
  { id: 'cqmu-child-i01', day: 8, from: 9, lengthMinutes: 540, kind: 'maintenance', reason: '激光器保养' },
  { id: 'sicau-crop-i03', day: 12, from: 0, lengthMinutes: 3 * 1440, kind: 'closure', reason: '培养室消毒' },
]

export type DemoCalendar = { planned: Planned[]; outages: PlannedOutage[] }

/** Who uses what from three weeks ago to four weeks ahead, without persons yet; depends on the date of `now` alone. */
export function demoCalendar(resources: readonly DemoResource[], now: Date): DemoCalendar {
  const today = plainDateOf(now, ZONE)
  const outages = OUTAGES.flatMap(({ id, day, from, lengthMinutes, kind, reason }) => {
    const resource = resources.find((each) => each.seed.id === id)
    const start = wallToInstant(addDays(today, day), from * 60, ZONE)
    return resource ? [{ resource, kind, reason, period: { start, end: addMinutes(start, lengthMinutes) } }] : []
  })
  // The whole lab is left free: what is inside it is taken often enough.
  const planned = resources
    .filter((each) => each.isBookable && !each.isSpace)
    .flatMap((resource) =>
      planOf(
        resource,
        today,
        outages.filter((each) => each.resource === resource).map((each) => each.period),
      ),
    )
  return { planned, outages }
}

function planOf(resource: DemoResource, today: string, blocked: readonly Period[]): Planned[] {
  const random = randomOf(`calendar:${resource.seed.id}`)
  const { policy } = effectivePolicy([resource.policy])
  const window = {
    start: startOfDay(addDays(today, -DAYS_BEHIND), ZONE),
    end: startOfDay(addDays(today, DAYS_AHEAD), ZONE),
  }
  const opening = openingPeriods({
    schedules: [{ validFrom: '2000-01-01', validTo: null, observesHolidays: resource.observesHolidays, weekly: resource.weekly }],
    exceptions: [],
    calendarDays: alliance.calendarDays.map((day) => ({ ...day, universityId: null })),
    timeZone: ZONE,
    window,
  })
  const taken: Planned[] = []
  const add = (period: Period): boolean => {
    const block = allocatedPeriod(period, policy)
    const isFree = (unit: number) => !taken.some((each) => each.unit === unit && overlaps(each.block, block))
    const unit = Array.from({ length: resource.capacity }, (_, at) => at + 1).find(isFree)
    const fits =
      unit !== undefined &&
      opening.some((each) => contains(each, period)) &&
      !blocked.some((each) => overlaps(each, block))
    if (fits) taken.push({ resource, policy, unit, period, block })
    return fits
  }
  if (policy.minMinutes >= 1440 || policy.attendance === 'none') planRuns(random, policy, window, add)
  else {
    const appetite = 0.08 + random.next() * 0.14
    for (const day of opening) planDay(random, { resource, policy, day, today, appetite }, add)
  }
  return taken
}

/** One or two uses on an open day, in the part of it that leaves room for others. */
function planDay(
  random: Random,
  facts: { resource: DemoResource; policy: Policy; day: Period; today: string; appetite: number },
  add: (period: Period) => boolean,
): void {
  const { resource, policy, day, today } = facts
  const distance = datesApart(today, plainDateOf(day.start, ZONE))
  const near = Math.abs(distance) <= BUSY_DAYS
  const eased = isEasy(resource.seed.id) && distance >= 0 && distance <= 2 * BUSY_DAYS
  const chance = facts.appetite * (eased ? 0.6 : near ? 1.6 : 0.55)
  const uses = eased || policy.minMinutes >= 240 ? 1 : 2 * resource.capacity
  const open = minutes(day)
  let left = Math.max(open * (eased ? 0.25 : MOST_TAKEN), policy.minMinutes <= open / 2 ? policy.minMinutes : open * 0.65)
  for (let use = 0; use < uses; use += 1) {
    if (!random.chance(chance)) continue
    const most = Math.min(policy.maxMinutes, left, Math.max(policy.minMinutes, 240))
    const steps = Math.floor((most - policy.minMinutes) / policy.gridMinutes)
    if (steps < 0) return
    const length = policy.minMinutes + random.int(0, steps) * policy.gridMinutes
    const places = Math.floor((open - length) / policy.gridMinutes)
    for (let attempt = 0; attempt < 3; attempt += 1) {
      // Easy resources keep their mornings free on the coming days.
      const first = eased ? Math.ceil(places / 2) : 0
      const start = addMinutes(day.start, random.int(Math.min(first, places), places) * policy.gridMinutes)
      if (add({ start, end: addMinutes(start, length) })) {
        left -= length
        break
      }
    }
  }
}

/** Long runs day and night, each followed by at least as long a pause. */
function planRuns(random: Random, policy: Policy, window: Period, add: (period: Period) => boolean): void {
  const unit = policy.minMinutes >= 1440 ? 1440 : 240
  const least = Math.ceil(policy.minMinutes / unit)
  let date = 0
  const days = datesBetween(window, ZONE)
  date += random.int(0, 3)
  while (date < days.length) {
    const length = Math.min(policy.maxMinutes, (least + random.int(0, 3)) * unit)
    const start = wallToInstant(days[date] ?? days[0] ?? '', 9 * 60, ZONE)
    if (random.chance(0.7)) add({ start, end: addMinutes(start, length) })
    date += Math.max(2, Math.ceil((2 * length) / 1440)) + random.int(0, 4)
  }
}

const datesApart = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
