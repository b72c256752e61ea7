import { type WaitStatus, waitStatusAt } from '~/domain/booking/waiting'
import type { BookingFacts, ResourceFacts, Wish } from '~/domain/booking/facts'
import { UUID } from '~/features/bookings/held.server'
import { type WaitInput, waitInput } from '~/features/bookings/waits/schema'
import { db, type Tx } from '~/platform/db.server'

/** A wait as a command needs it; `status` is that of the instant. */
export type HeldWait = {
  id: string
  resourceId: string
  /** Of a block its other resources; the period is that of the whole. */
  also: string[]
  personId: string
  startsAt: Date
  endsAt: Date
  status: WaitStatus
  offerExpiresAt: Date | null
  bookingId: string | null
  /** What had to give way to a fault: its person goes first. */
  displacedId: string | null
  version: number
  universityId: string
  labId: string
  input: WaitInput
}

export async function heldWait(id: string, now: Date, client: Tx | typeof db = db): Promise<HeldWait | null> {
  if (!UUID.test(id)) return null
  const row = await client.wait.findUnique({
    where: { id },
    select: {
      id: true, resourceId: true, also: true, personId: true, startsAt: true, endsAt: true, status: true, offerExpiresAt: true, bookingId: true,
      displacedId: true, version: true, input: true, resource: { select: { universityId: true, labId: true } },
    },
  })
  if (row === null) return null
  const { resource, input, ...wait } = row
  return { ...wait, ...resource, status: waitStatusAt(wait, now), input: waitInput.parse(input) }
}

/** The wish of who waits, as the booking would be; what the resources ask is answered when it is booked. */
export function wishOfWait(personId: string, input: WaitInput): Wish {
  return {
    items: input.items.map(({ resourceId, startsAt, endsAt, mode, quantity, attendance }) => ({
      resourceId, period: { start: startsAt, end: endsAt }, mode: mode ?? null, quantity, attendance: attendance ?? null,
    })),
    bookerId: personId,
    attendeeId: personId,
    isVouched: false,
    groupId: input.groupId ?? null,
    projectId: input.projectId ?? null,
    declaration: input.declaration ?? null,
    purpose: input.purpose ?? 'research',
    headCount: input.headCount ?? null,
  }
}

/** The facts as if the given allocations were not there: an offer is not in the way of who accepts it. */
export function withoutAllocations(facts: BookingFacts, ids: ReadonlySet<string>): BookingFacts {
  const without = <T extends Pick<ResourceFacts, 'taken'>>(each: T): T => ({ ...each, taken: each.taken.filter(({ allocationId }) => !ids.has(allocationId)) })
  const resources = Object.fromEntries(Object.entries(facts.resources).map(([id, each]) => [id, without(each)]))
  return { ...facts, resources, operators: facts.operators && { ...facts.operators, all: facts.operators.all.map(without) } }
}
