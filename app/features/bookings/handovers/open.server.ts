import { recordAll } from '~/features/audit/record.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { db, transaction, type Tx } from '~/platform/db.server'

/**
 * Lays out what a leaver's end leaves behind: every waiting or approved booking they attend that ends
 * after their home does is put to the leader of its group, else to the home's coordinators. Where the
 * end has moved, what nobody has decided yet is taken back. Run again, it changes nothing.
 */
export async function openHandovers(personId: string, now: Date): Promise<number> {
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM person WHERE id = ${personId}::uuid FOR NO KEY UPDATE`
    const [home] = await tx.$queryRaw<{ endsAt: Date | null; universityId: string }[]>`
      SELECT ends_at AS "endsAt", university_id AS "universityId" FROM affiliation
       WHERE person_id = ${personId}::uuid AND is_home AND (ends_at IS NULL OR ends_at > starts_at)
       ORDER BY ends_at DESC NULLS FIRST LIMIT 1`
    const leavesAt = home?.endsAt ?? null
    await tx.$executeRaw`
      DELETE FROM booking_handover WHERE person_id = ${personId}::uuid AND status = 'open'
         AND leaves_at IS DISTINCT FROM ${leavesAt}::timestamptz`
    if (home === undefined || leavesAt === null) return 0
    const made = await tx.$queryRaw<{ id: string; bookingId: string; deciderId: string | null }[]>`
      INSERT INTO booking_handover (booking_id, person_id, decider_id, leaves_at, created_at)
      SELECT b.id, ${personId}::uuid, CASE WHEN l.id <> ${personId}::uuid THEN l.id END, ${leavesAt}::timestamptz, ${now}::timestamptz
        FROM booking b
        LEFT JOIN research_group g ON g.id = b.group_id AND g.closed_at IS NULL
        LEFT JOIN person l ON l.id = g.leader_id AND l.status = 'active'
       WHERE b.attendee_id = ${personId}::uuid AND b.status IN ('pending', 'approved')
         AND EXISTS (SELECT 1 FROM booking_item i WHERE i.booking_id = b.id AND (i.ends_at IS NULL OR i.ends_at > greatest(${leavesAt}::timestamptz, ${now}::timestamptz)))
         AND NOT EXISTS (SELECT 1 FROM booking_handover h WHERE h.booking_id = b.id AND h.person_id = ${personId}::uuid AND h.leaves_at = ${leavesAt}::timestamptz)
      ON CONFLICT DO NOTHING
      RETURNING id::text, booking_id::text AS "bookingId", decider_id::text AS "deciderId"`
    await recordAll(tx, made.map((each) => ({
      actorId: null, action: 'handover.opened', subjectKind: 'booking', subjectId: each.bookingId, universityId: home.universityId,
      data: { personId, deciderId: each.deciderId, leavesAt },
    })))
    await tellDeciders(tx, { personId, leavesAt, universityId: home.universityId, made }, now)
    return made.length
  })
}

type Opened = { personId: string; leavesAt: Date; universityId: string; made: readonly { id: string; deciderId: string | null }[] }

async function tellDeciders(tx: Tx, { personId, leavesAt, universityId, made }: Opened, now: Date): Promise<void> {
  if (made.length === 0) return
  const coordinators = made.some((each) => each.deciderId === null) ? await coordinatorsOf(universityId, now, tx) : []
  const deciders = new Set([...made.flatMap((each) => each.deciderId ?? []), ...coordinators])
  for (const decider of deciders) {
    const key = `handovers-waiting:${personId}:${leavesAt.toISOString()}:${decider}:${made[0]!.id}`
    await orderMail(tx, { key, kind: 'handovers-waiting', personId: decider, subjectId: personId })
  }
}

async function coordinatorsOf(universityId: string, now: Date, client: Tx | typeof db): Promise<string[]> {
  const rows = await client.roleGrant.findMany({
    where: { role: 'coordinator', universityId, startsAt: { lte: now }, person: { status: 'active' }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    select: { personId: true },
    distinct: ['personId'],
  })
  return rows.map((each) => each.personId)
}
