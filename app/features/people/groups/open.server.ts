import type { Actor } from '~/domain/access/permission'
import { mayOpenGroup } from '~/domain/people/group'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { newId } from '~/features/catalogue/resources/create.server'
import type { OpenGroupInput } from '~/features/people/groups/schema'
import { enrol } from '~/features/people/groups/state.server'
import { isUniqueViolation, transaction } from '~/platform/db.server'

/** Opens a group that the actor leads, at their home university; a coordinator has yet to confirm it. */
export async function openGroup(actor: Actor, input: OpenGroupInput, now: Date): Promise<Outcome<{ id: string }>> {
  const universityId = actor.homeUniversityId
  if (universityId === null || !mayOpenGroup(actor)) return refused(problem('not_allowed', {}))
  const id = newId('g', actor, input.key)
  const { nameZh, nameEn, discipline } = input
  try {
    return await transaction(async (tx) => {
      if ((await tx.researchGroup.count({ where: { id } })) > 0) return done({ id })
      await tx.researchGroup.create({
        data: { id, universityId, leaderId: actor.personId, nameZh, nameEn, discipline, createdAt: now },
        select: { id: true },
      })
      // The leader is of the group, so that the group carries what they book.
      await enrol(tx, id, actor.personId, 'supervisor', now)
      await record(tx, {
        actorId: actor.personId, action: 'group.opened', subjectKind: 'group', subjectId: id, universityId, data: { nameZh, nameEn },
      })
      return done({ id })
    })
  } catch (error) {
    if (isUniqueViolation(error)) return done({ id })
    throw error
  }
}
