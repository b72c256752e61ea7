import type { Actor } from '~/domain/access/permission'
import { changesBetween } from '~/domain/catalogue/changes'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { RenameGroupInput } from '~/features/people/groups/schema'
import { lockedGroup } from '~/features/people/groups/state.server'
import { transaction } from '~/platform/db.server'

export async function renameGroup(actor: Actor, id: string, input: RenameGroupInput, now: Date): Promise<Outcome<{ id: string }>> {
  const { version, ...values } = input
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const group = await lockedGroup(tx, actor, id, 'rename', now)
    if (group === null) return refused(problem('not_allowed', {}))
    const { nameZh, nameEn, discipline } = group
    const changes = changesBetween({ nameZh, nameEn, discipline }, values)
    if (Object.keys(changes).length === 0) return done({ id })
    if (group.version !== version) return refused(problem('version_conflict', { current: group.version }))
    await tx.researchGroup.update({ where: { id, version }, data: { ...values, version: { increment: 1 } }, select: { id: true } })
    await record(tx, { actorId: actor.personId, action: 'group.renamed', subjectKind: 'group', subjectId: id, universityId: group.universityId, data: { changes } })
    return done({ id })
  })
}
