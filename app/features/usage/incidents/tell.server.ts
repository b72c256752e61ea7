import { orderMail } from '~/features/jobs/order-mail.server'
import type { Tx } from '~/platform/db.server'

/** Those who see to incidents of a place now: safety officers of its university, managers of its lab; where there are none, the coordinators. */
export async function incidentKeepers(tx: Tx, { labId, universityId }: { labId: string | null; universityId: string }, now: Date): Promise<string[]> {
  const rows = await tx.roleGrant.findMany({
    where: {
      role: { in: ['lab_manager', 'safety_officer', 'coordinator'] }, startsAt: { lte: now }, person: { status: 'active' },
      AND: [{ OR: [{ endsAt: null }, { endsAt: { gt: now } }] }, { OR: [...(labId === null ? [] : [{ labId }]), { scopeKind: 'university', universityId }] }],
    },
    select: { personId: true, role: true },
    take: 100,
  })
  const keepers = rows.filter(({ role }) => role !== 'coordinator')
  return [...new Set((keepers.length > 0 ? keepers : rows).map(({ personId }) => personId))]
}

/** Tells people of an incident, in the transaction of what happened to it; the actor knows. */
export async function tellOfIncident(tx: Tx, kind: 'incident-reported' | 'incident-closed', incidentId: string, personIds: readonly string[], actorId: string): Promise<void> {
  for (const personId of new Set(personIds)) {
    if (personId !== actorId) await orderMail(tx, { key: `${kind}:${incidentId}:${personId}`, kind, personId, subjectId: incidentId })
  }
}
