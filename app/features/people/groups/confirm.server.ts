import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { ConfirmGroupInput } from '~/features/people/groups/schema'
import { lockedGroup, running } from '~/features/people/groups/state.server'
import { tellOfGroup } from '~/features/people/groups/tell.server'
import { transaction, type Tx } from '~/platform/db.server'

/**
 * A coordinator says that the group exists, so that it may approve and pay, or that it does not. A group
 * whose leader has left the university cannot be confirmed: somebody has to answer for it.
 */
export async function confirmGroup(actor: Actor, input: ConfirmGroupInput, now: Date): Promise<Outcome<{ id: string }>> {
  const isConfirmed = input.decision === 'confirm'
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const group = await lockedGroup(tx, actor, input.groupId, 'confirm', now)
    if (group === null) return refused(problem('not_allowed', {}))
    if (isConfirmed && group.confirmedAt !== null) return done({ id: group.id })
    if (group.version !== input.version) return refused(problem('version_conflict', { current: group.version }))
    if (group.confirmedAt !== null) return refused(problem('field_invalid', { field: '', rule: 'groups.rules.confirmed_already' }))
    if (isConfirmed && !(await isPresent(tx, group, now))) return refused(problem('field_invalid', { field: '', rule: 'groups.rules.leader_missing' }))
    if (!isConfirmed && input.reason === null) return refused(problem('field_invalid', { field: 'reason', rule: 'required' }))
    await tx.researchGroup.update({
      where: { id: group.id, version: group.version },
      data: {
        ...(isConfirmed ? { confirmedAt: now, confirmedById: actor.personId } : { closedAt: now }),
        version: { increment: 1 },
      },
      select: { id: true },
    })
    if (!isConfirmed) await tx.groupMember.updateMany({ where: { groupId: group.id, ...running(now) }, data: { endsAt: now } })
    await record(tx, {
      actorId: actor.personId, action: isConfirmed ? 'group.confirmed' : 'group.refused', subjectKind: 'group', subjectId: group.id,
      universityId: group.universityId, data: { reason: input.reason },
    })
    await tellOfGroup(tx, [group.leaderId], { kind: isConfirmed ? 'group-confirmed' : 'group-refused', groupId: group.id, reason: input.reason })
    return done({ id: group.id })
  })
}

async function isPresent(tx: Tx, group: { leaderId: string; universityId: string }, now: Date): Promise<boolean> {
  const count = await tx.person.count({
    where: { id: group.leaderId, status: 'active', affiliations: { some: { universityId: group.universityId, confirmedAt: { not: null }, ...running(now) } } },
  })
  return count > 0
}
