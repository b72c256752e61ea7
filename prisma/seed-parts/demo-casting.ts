import { attendanceOf, attendedParts } from '~/domain/booking/attendance'
import type { Attendance, ResourceMode } from '~/domain/booking/facts'
import type { BookingStatus, Purpose } from '~/domain/booking/states'
import { originClass, type OriginClass, ORIGIN_CLASSES, quote, type Quote } from '~/domain/pricing/quote'
import { addMinutes, overlaps, type Period } from '~/domain/time/interval'
import { isEasy, MANAGED } from './demo-rules'
import type { Planned } from './demo-calendar'
import { demoPerson, type DemoPerson } from './demo-people'
import { type Random, randomOf } from './random'

/**
 * Accounts that visitors of the demo sign in with to book: what they have ahead of them needs nobody
 * on a campus, so that no date is closed to them by an invented appointment.
 */
const VISITORS = [
  'researcher@swjtu.example',
  'researcher@cqu.example',
  'student@cqjtu.example',
  'visitor@scu.example',
  'pi@swjtu.example',
  'pi@cqjtu.example',
].map(demoPerson)

const STAFF = [
  'manager@cqu.example',
  'manager@scu.example',
  'manager@swjtu.example',
  'operator@cqu.example',
  'safety@swjtu.example',
  'coordinator@cqu.example',
].map(demoPerson)

const PENDING_PER_UNIVERSITY = 4
/** A request waits for a slot within so many days, so that its hold outlives a few days of looking around. */
const PENDING_FROM_DAYS = 2
const PENDING_TO_DAYS = 12

const TITLES: [string, string][] = [
  ['样品测试（第一批）', 'Samples, first batch'],
  ['样品复测', 'Repeat measurements'],
  ['方法摸索', 'Method trial'],
  ['联合课题数据采集', 'Data for a joint project'],
  ['毕业论文实验', 'Thesis experiment'],
  ['对照组测试', 'Control group'],
  ['预实验', 'Pilot run'],
  ['标样校验', 'Reference check'],
]

/** A planned use with its person, state and price. */
export type Cast = Planned & {
  person: DemoPerson
  mode: ResourceMode
  attendance: Attendance
  attended: Period[]
  status: BookingStatus
  /** Asks somebody, now or back then. */
  needsApproval: boolean
  completionSource: 'assumed' | 'checked_out' | null
  originClass: OriginClass
  price: Quote | null
  purpose: Purpose
  title: string
  createdAt: Date
  endedReason: string | null
  random: Random
}

/** Gives every planned use a person who can be there, a state that fits the time, and its price. */
export function castBookings(planned: readonly Planned[], now: Date, since: Date): Cast[] {
  const whereabouts = new Map<string, (Period & { campusId: string })[]>()
  const waiting = new Map<string, number>()
  return planned.map((each) => {
    const random = randomOf(`booking:${each.resource.seed.id}:${each.period.start.toISOString()}`)
    const mode = modeOf(each, random)
    const isAhead = each.period.end > now
    const wanted = attendanceOf(each.policy, mode)
    const waits = waitsForDecision({ each, mode, now, waiting })
    const pool = waits ? VISITORS : poolOf({ each, mode, random, isAhead })
    const { person, attendance } = personFor({ each, random, isAhead, wanted, whereabouts, pool })
    const attended = attendedParts(each.period, attendance)
    const needsApproval =
      asks(each, mode) &&
      (mode === 'entrusted_test' ||
        !(each.policy.autoApproveOwnUniversity && person.home === each.resource.university.id))
    const fate = waits && needsApproval ? WAITING : fateOf({ each, random, now, needsApproval })
    if (fate.status !== 'cancelled' && fate.status !== 'declined') {
      const campusId = each.resource.lab.campusId
      const known = whereabouts.get(person.id) ?? []
      whereabouts.set(person.id, [...known, ...attended.map((part) => ({ ...part, campusId }))])
    }
    const origin = originClass({
      personUniversityId: person.home,
      personKind: person.kind,
      resourceUniversityId: each.resource.university.id,
    })
    const [titleZh, titleEn] = random.pick(TITLES)
    return {
      ...each,
      ...fate,
      random,
      person,
      mode,
      attendance,
      attended,
      needsApproval,
      originClass: origin,
      price: quote({
        prices: ORIGIN_CLASSES.map((originClass, at) => ({
          originClass,
          perHourFen: (each.resource.seed.yuanPerHour[at] ?? 0) * 100,
          validFrom: since,
          validTo: null,
          mode: null,
        })),
        originClass: origin,
        mode,
        period: each.period,
        quantity: 1,
      }),
      purpose: random.chance(0.75) ? 'research' : random.chance(0.6) ? 'teaching' : 'social_service',
      title: person.locale === 'en' ? titleEn : titleZh,
      createdAt: createdBefore(each.period.start, now, random),
    }
  })
}

function modeOf(each: Planned, random: Random): ResourceMode {
  const modes = each.resource.seed.modes
  const first = modes[0]
  if (!first) throw new Error(`seed data: ${each.resource.seed.id} has no mode`)
  return modes.includes('entrusted_test') && random.chance(0.7) ? 'entrusted_test' : random.pick(modes)
}

type Whereabouts = Map<string, (Period & { campusId: string })[]>

const asks = (each: Planned, mode: ResourceMode) =>
  mode === 'entrusted_test' || each.policy.approval === 'lab_manager'

/** A few requests at each university with a manager are left open. */
function waitsForDecision(facts: {
  each: Planned
  mode: ResourceMode
  now: Date
  waiting: Map<string, number>
}): boolean {
  const { each, mode, now, waiting } = facts
  const universityId = each.resource.university.id
  const count = waiting.get(universityId) ?? 0
  const ahead = (each.period.start.getTime() - now.getTime()) / 86_400_000
  const waits =
    asks(each, mode) &&
    !each.policy.autoApproveOwnUniversity &&
    !operatesAlone(each, mode) &&
    MANAGED.includes(universityId) &&
    count < PENDING_PER_UNIVERSITY &&
    ahead >= PENDING_FROM_DAYS &&
    ahead <= PENDING_TO_DAYS
  if (waits) waiting.set(universityId, count + 1)
  return waits
}

/** Needs a qualification, which few accounts of the demo have. */
const operatesAlone = ({ resource }: Planned, mode: ResourceMode) =>
  mode === 'self_operation' && resource.seed.trainingRequired && !isEasy(resource.seed.id)

function poolOf(facts: { each: Planned; mode: ResourceMode; random: Random; isAhead: boolean }): readonly DemoPerson[] {
  const { each, mode, random, isAhead } = facts
  const local = STAFF.filter((person) => person.home === each.resource.university.id)
  if (local.length > 0 && random.chance(0.5)) return local
  if (operatesAlone(each, mode)) return STAFF
  return random.chance(isAhead ? 0.2 : 0.5) ? VISITORS : STAFF
}

function personFor(facts: {
  each: Planned
  random: Random
  isAhead: boolean
  wanted: Attendance
  whereabouts: Whereabouts
  pool: readonly DemoPerson[]
}): { person: DemoPerson; attendance: Attendance } {
  const { each, random, isAhead, wanted, whereabouts, pool } = facts
  const first = random.int(0, pool.length - 1)
  const order = [...pool.slice(first), ...pool.slice(0, first)]
  const parts = attendedParts(each.period, wanted)
  const person = order.find(
    (candidate) =>
      parts.length > 0 &&
      !(isAhead && VISITORS.includes(candidate)) &&
      !isElsewhere(whereabouts.get(candidate.id) ?? [], parts, each.resource.lab.campusId),
  )
  if (person) return { person, attendance: wanted }
  return { person: order[0] ?? demoPerson('operator@cqu.example'), attendance: 'none' }
}

/** Taken at that time, or on another campus the same day: nobody commutes in the demo. */
function isElsewhere(
  known: readonly (Period & { campusId: string })[],
  parts: readonly Period[],
  campusId: string,
): boolean {
  return parts.some((part) =>
    known.some((each) => {
      const margin = each.campusId === campusId ? 0 : 12 * 60
      return overlaps({ start: addMinutes(each.start, -margin), end: addMinutes(each.end, margin) }, part)
    }),
  )
}

type Fate = Pick<Cast, 'status' | 'completionSource' | 'endedReason'>

const WAITING: Fate = { status: 'pending', completionSource: null, endedReason: null }

function fateOf(facts: { each: Planned; random: Random; now: Date; needsApproval: boolean }): Fate {
  const { each, random, now, needsApproval } = facts
  const none = { completionSource: null, endedReason: null }
  if (each.period.end <= now) {
    const lot = random.next()
    if (lot < 0.04 && needsApproval) {
      return { ...none, status: 'declined', endedReason: '样品不符合本设备的送样要求，请先与实验室沟通。' }
    }
    if (lot < 0.12) return { ...none, status: 'cancelled', endedReason: random.pick(['计划有变', '样品未准备好']) }
    if (lot < 0.16) return { ...none, status: 'no_show' }
    return { ...none, status: 'completed', completionSource: random.chance(0.6) ? 'assumed' : 'checked_out' }
  }
  if (each.period.start <= now) return { ...none, status: random.chance(0.6) ? 'in_use' : 'approved' }
  return random.chance(0.05)
    ? { ...none, status: 'cancelled', endedReason: '时间冲突' }
    : { ...none, status: 'approved' }
}

function createdBefore(start: Date, now: Date, random: Random): Date {
  const planned = addMinutes(start, -random.int(1, 9 * 24) * 60)
  const latest = addMinutes(now, -random.int(30, 30 * 60))
  return planned < latest ? planned : latest
}
