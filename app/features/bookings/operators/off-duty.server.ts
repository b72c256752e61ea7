import { type Actor, can } from '~/domain/access/permission'
import { assistedParts, chooseOperator, isOnDuty } from '~/domain/booking/operator'
import type { OperatorFacts } from '~/domain/booking/facts'
import type { Occupation } from '~/domain/booking/item'
import { isOpen } from '~/domain/booking/states'
import { done, type Outcome } from '~/domain/problem'
import { readOperators } from '~/features/bookings/facts.server'
import { openHeld } from '~/features/bookings/open-held.server'
import { successors } from '~/features/bookings/operators/take-leave.server'
import { reassign } from '~/features/bookings/operators/write.server'
import { hoursByPlace, type HoursRows, hoursRows, type Place } from '~/features/bookings/previews/facts.server'
import { type Fallen, type HeldItem, heldItemsWhere, type Preview } from '~/features/bookings/previews/held-items.server'
import type { OwnerRef } from '~/features/scheduling/owner.server'
import { db, isOverlap } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

type Named = { id: string; nameZh: string; nameEn: string | null }
/** A booking to come whose operator would be off duty, and who could take over; null: nobody. */
export type OffDuty = Fallen & { itemId: string; operator: Named; to: Named | null }

const SCOPE: Record<OwnerRef['kind'], (id: string) => Prisma.Sql> = {
  resource: (id) => Prisma.sql`x.id = ${id}`,
  lab: (id) => Prisma.sql`x.lab_id = ${id}`,
  campus: (id) => Prisma.sql`x.campus_id = ${id}`,
  university: (id) => Prisma.sql`x.university_id = ${id}`,
  alliance: () => Prisma.sql`TRUE`,
}

/** The promised bookings whose operator is on duty by the hours that hold, and would not be after a change of an owner's. Nothing is written. */
export async function offDutyAfter({ kind, id }: OwnerRef, change: (rows: HoursRows) => HoursRows, now: Date): Promise<OffDuty[]> {
  const items = await heldItemsWhere(Prisma.sql`i.operator_id IN (SELECT x.id FROM operator o JOIN resource x ON x.id = o.resource_id WHERE ${SCOPE[kind](id)})`, now)
  if (items.length === 0) return []
  const colleagues = await db.operator.findMany({
    where: { skills: { some: { resourceId: { in: [...new Set(items.map(({ resourceId }) => resourceId))] } } } },
    select: { resource: { select: { id: true, nameZh: true, nameEn: true, labId: true, campusId: true, universityId: true } } },
  })
  const people = new Map(colleagues.map(({ resource }): [string, Named & Place] => [resource.id, { ...resource, resourceId: resource.id }]))
  const before = await hoursRows([...people.values()], now)
  const [was, will] = [hoursByPlace(before), hoursByPlace(change(before))]
  const given: Occupation[] = []
  const found: OffDuty[] = []
  for (const item of items) {
    const place = item.operatorId === null ? undefined : people.get(item.operatorId)
    if (!place || !isThere(was(place), item, place) || isThere(will(place), item, place)) continue
    const to = await nextBest(item, place.id, (operator) => ({ ...operator, ...will(people.get(operator.id) ?? place) }), given, now)
    found.push({ ...item, operator: named(place), to: to ? named(people.get(to)!) : null })
  }
  return found
}

const named = ({ id, nameZh, nameEn }: Named): Named => ({ id, nameZh, nameEn })

function isThere(hours: ReturnType<ReturnType<typeof hoursByPlace>>, item: HeldItem, place: Place): boolean {
  const operator: OperatorFacts = { ...hours, id: place.resourceId, universityId: place.universityId, timeZone: item.timeZone, taken: [], runs: [], promised: [] }
  return isOnDuty(operator, assistedParts(item, item.attendance), item)
}

/** Whoever would be chosen instead; what is given goes into `given`, so that nobody is proposed twice for the same time. */
async function nextBest(item: HeldItem, operatorId: string, byNewHours: (operator: OperatorFacts) => OperatorFacts, given: Occupation[], now: Date): Promise<string | null> {
  const { all } = await readOperators(db, { resourceIds: [item.resourceId], window: item, now, ownBookingId: item.bookingId })
  const chosen = chooseOperator(
    { operators: { kept: {}, all: all.filter(({ id }) => id !== operatorId).map(byNewHours) } },
    { resourceId: item.resourceId, mode: item.mode, period: item, attendance: item.attendance, earlier: given },
  )
  given.push(...chosen.occupations)
  return chosen.operatorId
}

/**
 * Saves a change of hours, and then, where that was chosen, gives each booking that it leaves without its operator to
 * whoever can assist by the hours that hold now. What nobody can take stays as it is, as does what somebody changed
 * meanwhile; done twice, it is done once.
 */
export async function saveWithDuty<T>(
  actor: Actor, asked: { isSwapping: boolean; preview: () => Promise<Preview>; save: () => Promise<Outcome<T>> }, now: Date,
): Promise<Outcome<T>> {
  const off = asked.isSwapping ? ((await asked.preview()).offDuty ?? []) : []
  const outcome = await asked.save()
  if (outcome.ok) for (const each of off) await handOver(actor, each, now)
  return outcome
}

async function handOver(actor: Actor, { bookingId, itemId, operator }: OffDuty, now: Date): Promise<void> {
  try {
    await openHeld(
      bookingId, now,
      (seen) => seen.items.some((each) => each.id === itemId && can(actor, 'manage:resource', each)),
      async (tx, booking) => {
        const promised = await tx.bookingItem.findUnique({ where: { id: itemId, bookingId }, select: { operatorId: true } })
        if (promised?.operatorId !== operator.id || !isOpen(booking.status) || booking.change) return done(null)
        const [fate] = await successors(tx, [{ ...booking, items: booking.items.filter(({ id }) => id === itemId) }], operator.id, now)
        await reassign(tx, fate?.handovers ?? [], { actorId: actor.personId, reason: null, now })
        return done(null)
      },
    )
  } catch (error) {
    // Whoever was free is promised meanwhile.
    if (!isOverlap(error)) throw error
  }
}
