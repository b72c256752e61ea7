import type { Actor } from '~/domain/access/permission'
import { changesBetween } from '~/domain/catalogue/changes'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { columnsOf, judgeReferences, plain, valuesOf, writeParts } from '~/features/people/projects/parts.server'
import type { ProjectInput } from '~/features/people/projects/schema'
import { lockedProject } from '~/features/people/projects/state.server'
import { transaction } from '~/platform/db.server'

/** Changes what is said of a project. Bookings keep the payers they were made with. */
export async function changeProject(actor: Actor, id: string, version: number, input: ProjectInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const project = await lockedProject(tx, actor, id, now)
    if (project === null) return refused(problem('not_allowed', {}))
    if (project.isClosed) return refused(problem('field_invalid', { field: '', rule: 'groups.rules.project_closed' }))
    const values = valuesOf(input)
    const changes = changesBetween(plain(project.values), plain(values))
    if (Object.keys(changes).length === 0) return done({ id })
    if (project.version !== version) return refused(problem('version_conflict', { current: project.version }))
    const problems = await judgeReferences(tx, project.group.id, input, project.values)
    if (problems.length > 0) return { ok: false, problems }
    await tx.project.update({ where: { id, version }, data: { ...columnsOf(values), version: { increment: 1 } }, select: { id: true } })
    await tx.projectPartner.deleteMany({ where: { projectId: id } })
    await tx.projectPayer.deleteMany({ where: { projectId: id } })
    await writeParts(tx, id, values)
    await record(tx, {
      actorId: actor.personId, action: 'project.changed', subjectKind: 'project', subjectId: id, universityId: project.group.universityId,
      data: { changes },
    })
    return done({ id })
  })
}
