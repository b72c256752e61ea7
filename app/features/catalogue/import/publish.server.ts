import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { recordAll } from '~/features/audit/record.server'
import { transaction } from '~/platform/db.server'

const MOST_AT_ONCE = 500

/**
 * A manager vouches for drafts that an import brought: from now on they are in service. Drafts of
 * labs that are not the actor's, and what is no draft any more, stay as they are.
 */
export async function publishDrafts(actor: Actor, importId: string, ids: readonly string[]): Promise<Outcome<{ published: number }>> {
  return transaction(async (tx) => {
    const drafts = await tx.resource.findMany({
      where: { id: { in: ids.slice(0, MOST_AT_ONCE) }, importId, status: 'draft' },
      select: { id: true, labId: true, universityId: true },
      orderBy: { id: 'asc' },
    })
    const own = drafts.filter((each) => can(actor, 'manage:resource', each))
    if (drafts.length > 0 && own.length === 0) return refused(problem('not_allowed', {}))
    const published = await tx.resource.updateManyAndReturn({
      where: { id: { in: own.map(({ id }) => id) }, status: 'draft' },
      data: { status: 'active', version: { increment: 1 } },
      select: { id: true, universityId: true },
    })
    await recordAll(tx, published.map(({ id, universityId }) => ({
      actorId: actor.personId, action: 'resource.published', subjectKind: 'resource', subjectId: id, universityId,
      data: { changes: { status: { from: 'draft', to: 'active' } } },
    })))
    return done({ published: published.length })
  })
}
