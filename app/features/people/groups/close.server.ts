import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { holdsOfGroup } from '~/features/people/groups/holds.server'
import { lockedGroup, running } from '~/features/people/groups/state.server'
import { transaction } from '~/platform/db.server'

/** Closes a group for good. While it has bookings to come it stays; its memberships, letters and projects end with it. */
export async function closeGroup(actor: Actor, id: string, input: { version: number; reason: string }, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const seen = await lockedGroup(tx, actor, id, null, now)
    if (seen !== null && seen.closedAt !== null && seen.part !== null) return done({ id })
    const group = await lockedGroup(tx, actor, id, 'close', now)
    if (group === null) return refused(problem('not_allowed', {}))
    if (group.version !== input.version) return refused(problem('version_conflict', { current: group.version }))
    const holds = await holdsOfGroup(tx, { groupId: id }, now)
    if (holds.length > 0) return refused(problem('holds_in_the_way', { holds }))
    await tx.researchGroup.update({ where: { id, version: group.version }, data: { closedAt: now, version: { increment: 1 } }, select: { id: true } })
    await tx.groupMember.updateMany({ where: { groupId: id, ...running(now) }, data: { endsAt: now } })
    await tx.groupLetter.updateMany({ where: { groupId: id, status: 'open' }, data: { status: 'withdrawn', decidedById: actor.personId, decidedAt: now } })
    await tx.project.updateMany({ where: { groupId: id, closedAt: null }, data: { closedAt: now, version: { increment: 1 } } })
    await record(tx, {
      actorId: actor.personId, action: 'group.closed', subjectKind: 'group', subjectId: id, universityId: group.universityId, data: { reason: input.reason },
    })
    return done({ id })
  })
}
