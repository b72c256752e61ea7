import type { FrozenRules } from '~/domain/booking/freeze'
import { statusAt } from '~/domain/booking/states'
import { DEFAULT_POLICY, type Policy } from '~/domain/scheduling/policy'
import { db, type Tx } from '~/platform/db.server'

const SELECT = {
  id: true, status: true, version: true, bookerId: true, attendeeId: true, holdMode: true, holdExpiresAt: true, policyHash: true,
  groupId: true, projectId: true, purpose: true, activity: true, title: true, notes: true,
  policy: { select: { rules: true } },
  items: {
    orderBy: { position: 'asc' },
    select: {
      id: true, resourceId: true, mode: true, quantity: true, startsAt: true, endsAt: true,
      resource: { select: { labId: true, universityId: true, campus: { select: { timeZone: true } } } },
    },
  },
  changes: { where: { status: 'pending' }, select: { id: true, expiresAt: true, items: true, proposedById: true } },
} as const

/** A booking as a command needs it: with its items, the rules kept with it, and a change that waits. */
export async function heldBooking(id: string, now: Date, client: Tx | typeof db = db) {
  if (!UUID.test(id)) return null
  const row = await client.booking.findUnique({ where: { id }, select: SELECT })
  const first = row?.items[0]
  if (!row || !first) return null
  const starts = row.items.flatMap((each) => (each.startsAt ? [each.startsAt.getTime()] : []))
  const ends = row.items.flatMap((each) => (each.endsAt ? [each.endsAt.getTime()] : []))
  const startsAt = starts.length > 0 ? new Date(Math.min(...starts)) : null
  const endsAt = ends.length > 0 ? new Date(Math.max(...ends)) : null
  const change = row.changes.find((each) => !each.expiresAt || each.expiresAt > now) ?? null
  return {
    ...row,
    status: statusAt({ ...row, endsAt }, now),
    startsAt,
    endsAt,
    change,
    /** Whose it is and where it belongs, for `can`. */
    target: {
      ownerIds: [row.bookerId, row.attendeeId],
      labIds: row.items.map((each) => each.resource.labId),
      universityIds: row.items.map((each) => each.resource.universityId),
    },
    labId: first.resource.labId,
    universityId: first.resource.universityId,
    keptPolicy: keptPolicy(row.policy.rules as unknown as FrozenRules, first.resourceId),
  }
}
export type HeldBooking = NonNullable<Awaited<ReturnType<typeof heldBooking>>>

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function keptPolicy(rules: FrozenRules, resourceId: string): Policy {
  return { ...DEFAULT_POLICY, ...rules.policies?.[resourceId] }
}
