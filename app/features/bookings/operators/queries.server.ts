import { type Actor, can } from '~/domain/access/permission'
import { assistedParts, isFree, isOnDuty, minutesThatWeek } from '~/domain/booking/operator'
import { isOpen } from '~/domain/booking/states'
import { addMinutes, type Period } from '~/domain/time/interval'
import { plainDateOf, startOfWeek, startOfDay } from '~/domain/time/zone'
import { readOperators } from '~/features/bookings/facts.server'
import { heldBooking, UUID } from '~/features/bookings/held.server'
import { heldOperator, isOwn, keeps } from '~/features/bookings/operators/write.server'
import { type BookingView, viewBookings } from '~/features/bookings/queries.server'
import { showPeople } from '~/features/bookings/shown-people.server'
import { managedScope, resourcesIn } from '~/features/catalogue/managed.server'
import { defaultTimeZone } from '~/i18n/locale'
import { db } from '~/platform/db.server'

type Named = { id: string; nameZh: string; nameEn: string | null }
const named = { id: true, nameZh: true, nameEn: true } as const

export type OperatorRow = Named & { labZh: string; labEn: string; email: string | null; runs: Named[]; weekSeconds: number; leaves: Period[] }

/** Who assists in the labs that the actor keeps, with the hours promised this week and the leave to come. */
export async function operatorsOf(actor: Actor, now: Date): Promise<OperatorRow[]> {
  const rows = await db.operator.findMany({
    where: { resource: { AND: [resourcesIn(managedScope(actor, 'manage:resource')), { status: { not: 'retired' } }] } },
    select: {
      person: { select: { email: true } },
      resource: {
        select: {
          ...named, lab: { select: { nameZh: true, nameEn: true } },
          outages: { where: { endedAt: null, endsAt: { gt: now } }, select: { startsAt: true, endsAt: true }, orderBy: { startsAt: 'asc' }, take: 3 },
        },
      },
      skills: { select: { resource: { select: named } }, orderBy: { resourceId: 'asc' } },
    },
    orderBy: { resourceId: 'asc' },
    take: 300,
  })
  const week = await promisedSeconds(rows.map(({ resource }) => resource.id), now)
  return rows.map(({ resource, person, skills }) => ({
    id: resource.id, nameZh: resource.nameZh, nameEn: resource.nameEn,
    labZh: resource.lab.nameZh, labEn: resource.lab.nameEn,
    email: person?.email ?? null,
    runs: skills.map((each) => each.resource),
    weekSeconds: week.get(resource.id) ?? 0,
    leaves: resource.outages.map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt })),
  }))
}

async function promisedSeconds(operatorIds: readonly string[], now: Date): Promise<Map<string, number>> {
  const start = startOfDay(startOfWeek(plainDateOf(now, defaultTimeZone)), defaultTimeZone)
  const end = addMinutes(start, 7 * 1440)
  const rows = await db.$queryRaw<{ id: string; seconds: number }[]>`
    SELECT resource_id AS id, sum(extract(epoch FROM least(ends_at, ${end}::timestamptz) - greatest(starts_at, ${start}::timestamptz)))::int AS seconds
      FROM allocation
     WHERE resource_id = ANY (${[...operatorIds]}::text[]) AND cause = 'booking'
       AND tstzrange(starts_at, ends_at) && tstzrange(${start}::timestamptz, ${end}::timestamptz)
     GROUP BY 1`
  return new Map(rows.map(({ id, seconds }) => [id, seconds]))
}

/** What the actor keeps that can be used with assistance. */
export const assistedResources = (actor: Actor): Promise<Named[]> =>
  db.resource.findMany({
    where: { AND: [resourcesIn(managedScope(actor, 'manage:resource')), { status: { not: 'retired' }, modes: { has: 'assisted_booking' } }] },
    select: named, orderBy: [{ sortKey: 'asc' }, { id: 'asc' }], take: 500,
  })

export type LeaveRow = { id: string; startsAt: Date; endsAt: Date; reason: string; version: number }
export type PlanRow = { booking: BookingView; parts: Period[] }
export type OperatorPage = Named & {
  version: number
  timeZone: string
  email: string | null
  runs: string[]
  leaves: LeaveRow[]
  plan: PlanRow[]
  mayKeep: boolean
}

/** How far ahead a plan is shown. */
const PLAN_DAYS = 60

/** An operator's plan and leave, for whoever keeps the lab and for the operator; null for everybody else. */
export async function operatorPage(actor: Actor, operatorId: string, now: Date): Promise<OperatorPage | null> {
  if (operatorId.includes('\0')) return null
  const operator = await heldOperator(operatorId)
  if (operator === null || operator.resource.status === 'retired' || !(keeps(actor, operator) || isOwn(actor, operator))) return null
  const [person, leaves, plan] = await Promise.all([
    operator.personId ? db.person.findUnique({ where: { id: operator.personId }, select: { email: true } }) : null,
    db.outage.findMany({
      where: { resourceId: operatorId, endedAt: null, endsAt: { gt: now } },
      select: { id: true, startsAt: true, endsAt: true, reason: true, version: true }, orderBy: { startsAt: 'asc' }, take: 50,
    }),
    planOf(actor, operatorId, now),
  ])
  const { resource } = operator
  return {
    id: operatorId, nameZh: resource.nameZh, nameEn: resource.nameEn, version: resource.version, timeZone: resource.campus.timeZone,
    email: person?.email ?? null,
    runs: operator.skills.map(({ resourceId }) => resourceId),
    leaves, plan,
    mayKeep: keeps(actor, operator),
  }
}

async function planOf(actor: Actor, operatorId: string, now: Date): Promise<PlanRow[]> {
  const rows = await db.allocation.findMany({
    where: { resourceId: operatorId, cause: 'booking', endsAt: { gt: now }, startsAt: { lt: addMinutes(now, PLAN_DAYS * 1440) } },
    select: { startsAt: true, endsAt: true, item: { select: { bookingId: true } } }, orderBy: { startsAt: 'asc' }, take: 200,
  })
  const ids = [...new Set(rows.flatMap(({ item }) => (item ? [item.bookingId] : [])))]
  const views = await viewBookings(ids, now)
  const shown = await showPeople(actor, ids.flatMap((id) => views.get(id) ?? []), 'booking', now)
  return shown.map((booking) => ({
    booking,
    parts: rows.filter(({ item }) => item?.bookingId === booking.id).map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt })),
  }))
}

/** Bookings as the preview of leave names them. */
export async function bookingsInLeave(actor: Actor, ids: readonly string[], now: Date): Promise<BookingView[]> {
  const views = await viewBookings(ids, now)
  return showPeople(actor, ids.flatMap((id) => views.get(id) ?? []), 'booking', now)
}

/** The operators that the actor is, as a rule one or none. */
export const ownOperators = (actor: Actor): Promise<{ resourceId: string }[]> =>
  db.operator.findMany({ where: { personId: actor.personId, resource: { status: { not: 'retired' } } }, select: { resourceId: true }, orderBy: { resourceId: 'asc' } })

/** What the operators given can run, by name. */
export const machinesOf = (operatorIds: readonly string[]): Promise<Named[]> =>
  operatorIds.length === 0
    ? Promise.resolve([])
    : db.resource.findMany({
        where: { status: { not: 'retired' }, operators: { some: { operatorId: { in: [...operatorIds] } } } },
        select: named, orderBy: [{ sortKey: 'asc' }, { id: 'asc' }], take: 200,
      })

export type Assistant = { itemId: string; operator: Named }

/** Who assists with a booking's items, for whoever may read the booking. */
export async function assistantsOf(bookingId: string): Promise<Assistant[]> {
  const rows = await db.bookingItem.findMany({
    where: { bookingId, operatorId: { not: null } }, select: { id: true, operator: { select: named } }, orderBy: { position: 'asc' },
  })
  return rows.flatMap(({ id, operator }) => (operator ? [{ itemId: id, operator }] : []))
}

export type SwapChoice = Named & { state: 'current' | 'free' | 'taken' | 'off_duty'; weekMinutes: number }
export type SwapItem = { itemId: string; period: Period; choices: SwapChoice[] }

/** Who could assist instead; null where the actor may not swap, or nothing is assisted. */
export async function swapPage(actor: Actor, bookingId: string, now: Date): Promise<{ booking: BookingView; items: SwapItem[] } | null> {
  if (!UUID.test(bookingId)) return null
  const held = await heldBooking(bookingId, now)
  if (!held || !isOpen(held.status)) return null
  const promised = await assistantsOf(bookingId)
  const items: SwapItem[] = []
  for (const { itemId, operator } of promised) {
    const item = held.items.find(({ id }) => id === itemId)
    if (!item?.startsAt || !item.endsAt || !can(actor, 'manage:resource', item)) continue
    const period = { start: item.startsAt, end: item.endsAt }
    const parts = assistedParts(period, item.attendance)
    const { all } = await readOperators(db, { resourceIds: [item.resourceId], window: period, now, ownBookingId: bookingId })
    const names = await db.resource.findMany({ where: { id: { in: [operator.id, ...all.map(({ id }) => id)] } }, select: named, orderBy: { id: 'asc' } })
    items.push({
      itemId, period,
      choices: names.map((each): SwapChoice => {
        const found = all.find(({ id }) => id === each.id)
        const state = each.id === operator.id ? 'current' : !found || !isOnDuty(found, parts, period) ? 'off_duty' : isFree(found, parts, []) ? 'free' : 'taken'
        return { ...each, state, weekMinutes: found ? minutesThatWeek(found, period.start) : 0 }
      }),
    })
  }
  const view = (await viewBookings([bookingId], now)).get(bookingId)
  const [booking] = view ? await showPeople(actor, [view], 'booking', now) : []
  return booking && items.length > 0 ? { booking, items } : null
}
