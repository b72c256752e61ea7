import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { GroupRole } from '~/features/people/groups/schema'
import { lockedGroup, running } from '~/features/people/groups/state.server'
import { transaction } from '~/platform/db.server'

/** Makes a member a supervisor, or a supervisor a member; only the leader does. */
export async function setMemberRole(actor: Actor, id: string, input: { personId: string; role: GroupRole }, now: Date): Promise<Outcome<null>> {
  return transaction(async (tx): Promise<Outcome<null>> => {
    const group = await lockedGroup(tx, actor, id, 'appoint_supervisor', now)
    if (group === null || input.personId === group.leaderId) return refused(problem('not_allowed', {}))
    const where = { groupId: id, personId: input.personId, ...running(now) }
    const member = await tx.groupMember.findFirst({ where, select: { role: true } })
    if (member === null) return refused(problem('field_invalid', { field: '', rule: 'groups.rules.no_member' }))
    if (member.role === input.role) return done(null)
    await tx.groupMember.updateMany({ where, data: { role: input.role } })
    await record(tx, {
      actorId: actor.personId, action: 'group.role_set', subjectKind: 'group', subjectId: id, universityId: group.universityId,
      data: { personId: input.personId, role: input.role },
    })
    return done(null)
  })
}
