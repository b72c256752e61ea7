import type { Prisma } from '~/platform/generated/prisma/client'
import type { Tx } from '~/platform/db.server'

export type AuditEntry = {
  /** Null when the system acts by itself. */
  actorId: string | null
  /** noun.verb in the past tense: booking.created, role.granted. */
  action: string
  subjectKind: string
  subjectId: string
  universityId?: string | null
  /** Facts that explain the event; never a secret, never more personal data than needed. */
  data?: Record<string, unknown>
}

/** Writes the audit row of a change in the change's own transaction: both happen or neither does. */
export async function record(tx: Tx, entry: AuditEntry): Promise<void> {
  await recordAll(tx, [entry])
}

/** The same for many changes at once, in one statement. */
export async function recordAll(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  await tx.auditEvent.createMany({
    data: entries.map(({ actorId, action, subjectKind, subjectId, universityId, data }) => ({
      actorId, action, subjectKind, subjectId,
      universityId: universityId ?? null,
      data: (data ?? {}) as Prisma.InputJsonObject,
    })),
  })
}
