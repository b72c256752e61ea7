import type { Actor } from '~/domain/access/permission'
import { done, type Outcome } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { transaction } from '~/platform/db.server'

/** Ends one of the actor's own tokens; a second time, or somebody else's id, changes nothing. */
export async function revokeApiToken(actor: Actor, id: string, now: Date): Promise<Outcome<null>> {
  await transaction(async (tx) => {
    const own = { id, personId: actor.personId, revokedAt: null }
    const { count } = await tx.apiToken.updateMany({ where: own, data: { revokedAt: now } })
    if (count === 0) return
    const subject = { subjectKind: 'api_token', subjectId: id }
    await record(tx, { actorId: actor.personId, action: 'api_token.revoked', ...subject })
  })
  return done(null)
}
