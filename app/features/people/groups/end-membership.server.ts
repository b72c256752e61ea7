import type { Actor } from '~/domain/access/permission'
import { mayInGroup, mayRemove } from '~/domain/people/group'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { holdsOfGroup } from '~/features/people/groups/holds.server'
import { heldGroup, lockedGroup, running } from '~/features/people/groups/state.server'
import { transaction } from '~/platform/db.server'

/**
 * Ends a membership: one's own by leaving, another's by removing. Bookings to come are named first and
 * stay only when that is said. The leader hands the group over before leaving it.
 */
export async function endMembership(
  actor: Actor,
  id: string,
  input: { personId: string; bookings?: 'keep' },
  now: Date,
): Promise<Outcome<null>> {
  const { personId } = input
  const isOwn = personId === actor.personId
  return transaction(async (tx): Promise<Outcome<null>> => {
    const group = await lockedGroup(tx, actor, id, null, now)
    const whom = await heldGroup(id, personId, now, tx)
    if (group === null || whom === null) return refused(problem('not_allowed', {}))
    if (whom.part === 'leader' && (isOwn || group.part === 'supervisor')) {
      return refused(problem('field_invalid', { field: '', rule: 'groups.rules.leader_stays' }))
    }
    const may = isOwn || (mayInGroup(actor, group, group.part, 'remove_member') && (whom.part === null || mayRemove(group.part, whom.part)))
    if (!may) return refused(problem('not_allowed', {}))
    if (whom.part === null) return done(null)
    const holds = await holdsOfGroup(tx, { groupId: id, personId }, now)
    if (holds.length > 0 && input.bookings !== 'keep') return refused(problem('holds_in_the_way', { holds }))
    await tx.groupMember.updateMany({ where: { groupId: id, personId, ...running(now) }, data: { endsAt: now } })
    await record(tx, {
      actorId: actor.personId, action: isOwn ? 'group.left' : 'group.member_removed', subjectKind: 'group', subjectId: id,
      universityId: group.universityId, data: { personId, bookings: holds.map((each) => each.code) },
    })
    return done(null)
  })
}
