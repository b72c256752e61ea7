import type { Actor } from '~/domain/access/permission'
import { done, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { transaction } from '~/platform/db.server'

/** Ends one of the actor's own sessions by its stored hash, or all but the current one. */
export async function revokeSession(
  actor: Actor,
  session: string,
  currentHash: string | null,
): Promise<Outcome<{ ended: number }>> {
  const idHash = session === 'others' ? { not: currentHash ?? '' } : session
  const ended = await transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { personId: actor.personId, idHash } })
    if (count > 0) {
      const subject = { subjectKind: 'person', subjectId: actor.personId }
      const entry = { actorId: actor.personId, action: 'session.revoked', ...subject }
      await record(tx, { ...entry, data: { sessions: count } })
    }
    return count
  })
  return done({ ended })
}
