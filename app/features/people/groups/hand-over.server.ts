import type { Actor } from '~/domain/access/permission'
import { mayOpenGroup } from '~/domain/people/group'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { HandOverInput } from '~/features/people/groups/schema'
import { enrol, lockedGroup, running } from '~/features/people/groups/state.server'
import { tellOfGroup } from '~/features/people/groups/tell.server'
import { transaction, type Tx } from '~/platform/db.server'

/**
 * Makes another person the leader: one of the group's university who could open a group there. The old
 * leader stays as a supervisor. A coordinator does it where the leader is gone.
 */
export async function handOverGroup(actor: Actor, id: string, input: HandOverInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const group = await lockedGroup(tx, actor, id, 'hand_over', now)
    if (group === null) return refused(problem('not_allowed', {}))
    const heir = await findHeir(tx, input.email, group.universityId, now)
    if (heir === 'unknown') return refused(problem('field_invalid', { field: 'email', rule: 'groups.rules.person_unknown' }))
    if (heir === 'unfit') return refused(problem('field_invalid', { field: 'email', rule: 'groups.rules.leader_unfit' }))
    if (heir === group.leaderId) return done({ id })
    if (group.version !== input.version) return refused(problem('version_conflict', { current: group.version }))
    await tx.researchGroup.update({ where: { id, version: group.version }, data: { leaderId: heir, version: { increment: 1 } }, select: { id: true } })
    await enrol(tx, id, heir, 'supervisor', now)
    await tx.groupMember.updateMany({ where: { groupId: id, personId: group.leaderId, ...running(now) }, data: { role: 'supervisor' } })
    await record(tx, {
      actorId: actor.personId, action: 'group.handed_over', subjectKind: 'group', subjectId: id, universityId: group.universityId,
      data: { from: group.leaderId, to: heir },
    })
    await tellOfGroup(tx, [heir], { kind: 'group-handed-over', groupId: id })
    return done({ id })
  })
}

async function findHeir(tx: Tx, email: string, universityId: string, now: Date): Promise<string> {
  const person = await tx.person.findUnique({
    where: { email },
    select: {
      id: true, status: true, email: true,
      affiliations: { where: { universityId, confirmedAt: { not: null }, ...running(now) }, select: { kind: true } },
      roleGrants: { where: { role: 'pi', universityId, ...running(now) }, select: { id: true } },
    },
  })
  if (person === null) return 'unknown'
  const kind = person.affiliations[0]?.kind ?? null
  const grants = person.roleGrants.map(() => ({ role: 'pi' as const, scopeKind: 'university' as const, scopeId: universityId }))
  const heir: Actor = { personId: person.id, email: person.email, homeUniversityId: kind === null ? null : universityId, homeKind: kind, grants }
  return person.status === 'active' && mayOpenGroup(heir) ? person.id : 'unfit'
}
