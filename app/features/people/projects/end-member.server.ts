import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { running } from '~/features/people/groups/state.server'
import { lockedProject } from '~/features/people/projects/state.server'
import { transaction } from '~/platform/db.server'

/** Ends somebody's part in the project: by the group, or by themselves. Bookings already made stay. */
export async function endProjectMember(actor: Actor, id: string, input: { personId: string }, now: Date): Promise<Outcome<null>> {
  const { personId } = input
  return transaction(async (tx): Promise<Outcome<null>> => {
    const project = await lockedProject(tx, actor, id, now)
    if (project === null && personId !== actor.personId) return refused(problem('not_allowed', {}))
    const { count } = await tx.projectMember.updateMany({ where: { projectId: id, personId, ...running(now) }, data: { endsAt: now } })
    if (count === 0) return done(null)
    await record(tx, {
      actorId: actor.personId, action: 'project.member_removed', subjectKind: 'project', subjectId: id, universityId: project?.group.universityId ?? null,
      data: { personId },
    })
    return done(null)
  })
}
