import { type Actor, can } from '~/domain/access/permission'
import { noteReads } from '~/features/audit/note-reads.server'
import { db, type Tx } from '~/platform/db.server'

type Someone = { id: string; email: string; nameZh: string | null; nameEn: string | null }
export type HandoverView = {
  id: string
  leavesAt: Date
  person: Someone
  booking: { id: string; code: string; title: string | null; status: string; /** Goes with the booking. */ declaration: string | null }
  items: { resourceZh: string | null; resourceEn: string | null; timeZone: string; startsAt: Date | null; endsAt: Date | null }[]
  /** Who can take it over: the other members of the group that runs it. */
  members: Someone[]
}

const someone = { id: true, email: true, nameZh: true, nameEn: true } as const

/** Waits for the actor: as leader of the group, or as coordinator of the leaver's home. */
function waitsFor(actor: Actor) {
  const universities = actor.grants.flatMap(({ role, scopeId }) => (role === 'coordinator' && scopeId ? [scopeId] : []))
  const asCoordinator = { deciderId: null, person: { affiliations: { some: { isHome: true, universityId: { in: universities } } } } }
  return {
    status: 'open' as const,
    booking: { status: { in: ['pending' as const, 'approved' as const] } },
    OR: [{ deciderId: actor.personId }, ...(universities.length > 0 ? [asCoordinator] : [])],
  }
}

/** How many bookings of leavers the actor has to decide about. */
export function countHandovers(actor: Actor): Promise<number> {
  return db.bookingHandover.count({ where: waitsFor(actor) })
}

/** What the actor has to decide: as leader of the group, or as coordinator of the leaver's home. */
export async function handoversFor(actor: Actor, now: Date): Promise<HandoverView[]> {
  const rows = await db.bookingHandover.findMany({
    where: waitsFor(actor),
    orderBy: [{ leavesAt: 'asc' }, { id: 'asc' }],
    take: 200,
    select: {
      id: true, leavesAt: true, personId: true, person: { select: someone },
      booking: {
        select: {
          id: true, code: true, title: true, status: true, declaration: true,
          items: {
            orderBy: { position: 'asc' },
            select: { startsAt: true, endsAt: true, resource: { select: { nameZh: true, nameEn: true, campus: { select: { timeZone: true } } } } },
          },
          group: { select: { members: { where: { OR: [{ endsAt: null }, { endsAt: { gt: now } }], person: { status: 'active' } }, select: { person: { select: someone } } } } },
        },
      },
    },
  })
  await noteReads(actor, rows.map(({ personId }) => personId), 'bookings', now)
  return rows.map(({ booking: { items, group, ...booking }, personId, ...row }) => ({
    ...row,
    booking: { ...booking, declaration: (booking.declaration as { text?: string } | null)?.text ?? null },
    items: items.map(({ resource, startsAt, endsAt }) => ({
      resourceZh: resource.nameZh, resourceEn: resource.nameEn, timeZone: resource.campus.timeZone, startsAt, endsAt,
    })),
    members: (group?.members ?? []).flatMap(({ person }) => (person.id === personId ? [] : [person])),
  }))
}

/** Whether the actor decides about a handover: its decider, or where there is none a coordinator of the leaver's home. */
export async function mayDecide(actor: Actor, handover: { deciderId: string | null; personId: string }, client: Tx | typeof db = db): Promise<boolean> {
  if (handover.personId === actor.personId) return false
  if (handover.deciderId !== null) return handover.deciderId === actor.personId
  const homes = await client.affiliation.findMany({ where: { personId: handover.personId, isHome: true }, select: { universityId: true } })
  return homes.some(({ universityId }) => can(actor, 'manage:affiliation', { universityId }))
}
