import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { AddProjectMemberInput } from '~/features/people/projects/schema'
import { lockedProject } from '~/features/people/projects/state.server'
import { transaction } from '~/platform/db.server'

/** Lets somebody elsewhere book for the project: a student or a supervisor of a partner. */
export async function addProjectMember(actor: Actor, id: string, input: AddProjectMemberInput, now: Date): Promise<Outcome<null>> {
  return transaction(async (tx): Promise<Outcome<null>> => {
    const project = await lockedProject(tx, actor, id, now)
    if (project === null) return refused(problem('not_allowed', {}))
    if (project.isClosed) return refused(problem('field_invalid', { field: '', rule: 'groups.rules.project_closed' }))
    const person = await tx.person.findUnique({ where: { email: input.email }, select: { id: true, status: true } })
    if (person === null || person.status !== 'active') return refused(problem('field_invalid', { field: 'email', rule: 'groups.rules.person_unknown' }))
    const where = { projectId_personId: { projectId: id, personId: person.id } }
    const known = await tx.projectMember.findUnique({ where, select: { role: true, endsAt: true } })
    if (known?.role === input.role && (known.endsAt === null || known.endsAt > now)) return done(null)
    await tx.projectMember.upsert({
      where,
      create: { projectId: id, personId: person.id, role: input.role, startsAt: now },
      update: { role: input.role, startsAt: now, endsAt: null },
      select: { personId: true },
    })
    await record(tx, {
      actorId: actor.personId, action: 'project.member_added', subjectKind: 'project', subjectId: id, universityId: project.group.universityId,
      data: { personId: person.id, role: input.role },
    })
    return done(null)
  })
}
