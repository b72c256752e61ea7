import type { Actor } from '~/domain/access/permission'
import { changesBetween } from '~/domain/catalogue/changes'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { newId } from '~/features/catalogue/resources/create.server'
import { lockedGroup } from '~/features/people/groups/state.server'
import { columnsOf, judgeReferences, plain, valuesOf, writeParts } from '~/features/people/projects/parts.server'
import type { ProjectInput } from '~/features/people/projects/schema'
import { transaction } from '~/platform/db.server'

/** Opens a project of a group; the form's key makes a repeat the same project. */
export async function createProject(actor: Actor, groupId: string, key: string, input: ProjectInput, now: Date): Promise<Outcome<{ id: string }>> {
  const id = newId('p', actor, key)
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const group = await lockedGroup(tx, actor, groupId, 'keep_projects', now)
    if (group === null) return refused(problem('not_allowed', {}))
    if ((await tx.project.count({ where: { id } })) > 0) return done({ id })
    const problems = await judgeReferences(tx, groupId, input, null)
    if (problems.length > 0) return { ok: false, problems }
    const values = valuesOf(input)
    await tx.project.create({ data: { id, groupId, ...columnsOf(values), createdAt: now }, select: { id: true } })
    await writeParts(tx, id, values)
    await record(tx, {
      actorId: actor.personId, action: 'project.created', subjectKind: 'project', subjectId: id, universityId: group.universityId,
      data: { groupId, changes: changesBetween({}, plain(values)) },
    })
    return done({ id })
  })
}
