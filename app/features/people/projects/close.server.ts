import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { lockedProject } from '~/features/people/projects/state.server'
import { transaction } from '~/platform/db.server'

/** Closes a project: it carries no more bookings; those it has stay as they are. */
export async function closeProject(actor: Actor, id: string, input: { version: number; reason: string }, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const project = await lockedProject(tx, actor, id, now)
    if (project === null) return refused(problem('not_allowed', {}))
    if (project.isClosed) return done({ id })
    if (project.version !== input.version) return refused(problem('version_conflict', { current: project.version }))
    await tx.project.update({ where: { id, version: project.version }, data: { closedAt: now, version: { increment: 1 } }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId, action: 'project.closed', subjectKind: 'project', subjectId: id, universityId: project.group.universityId,
      data: { reason: input.reason },
    })
    return done({ id })
  })
}
