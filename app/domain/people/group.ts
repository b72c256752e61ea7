import { type Actor, can } from '~/domain/access/permission'

/** How a research group stands: confirmed by a coordinator it may approve and pay; closed it does nothing more. */
export type GroupStanding = 'unconfirmed' | 'confirmed' | 'refused' | 'closed'

export type GroupState = {
  universityId: string
  leaderId: string
  confirmedAt: Date | null
  closedAt: Date | null
}

export function standingOf(group: Pick<GroupState, 'confirmedAt' | 'closedAt'>): GroupStanding {
  if (group.closedAt !== null) return group.confirmedAt === null ? 'refused' : 'closed'
  return group.confirmedAt === null ? 'unconfirmed' : 'confirmed'
}

/** What somebody is in a group; null: nothing. The leader is one person, supervisors answer beside them. */
export type GroupPart = 'leader' | 'supervisor' | 'member' | null

/**
 * read: members, letters and projects; steer: what the group books and is quoted, and cancelling it with a
 * reason; confirm: saying that the group exists, or that it does not.
 */
export const GROUP_ACTS = [
  'read', 'steer', 'invite', 'decide_request', 'remove_member', 'keep_projects',
  'rename', 'appoint_supervisor', 'hand_over', 'close', 'confirm',
] as const
export type GroupAct = (typeof GROUP_ACTS)[number]

const OF_SUPERVISORS: readonly GroupAct[] = ['read', 'steer', 'invite', 'decide_request', 'remove_member', 'keep_projects']
const OF_LEADER: readonly GroupAct[] = [...OF_SUPERVISORS, 'rename', 'appoint_supervisor', 'hand_over', 'close']
/** A coordinator looks after the groups of the university: also those whose leader is gone. */
const OF_COORDINATOR: readonly GroupAct[] = ['read', 'confirm', 'hand_over', 'close']
/** What may still be done once the group is closed. */
const OF_CLOSED: readonly GroupAct[] = ['read', 'steer']

/** Whether the actor, who is `part` in the group, may do it. Nobody confirms a group of their own. */
export function mayInGroup(actor: Actor, group: GroupState, part: GroupPart, act: GroupAct): boolean {
  if (group.closedAt !== null && !OF_CLOSED.includes(act)) return false
  if (act === 'confirm' && part === 'leader') return false
  if (part === 'leader' && OF_LEADER.includes(act)) return true
  if (part === 'supervisor' && OF_SUPERVISORS.includes(act)) return true
  if (part === 'member' && act === 'read') return true
  return OF_COORDINATOR.includes(act) && can(actor, 'confirm:group', { universityId: group.universityId })
}

/** Who may remove whom: the leader anybody else; a supervisor plain members; nobody the leader. */
export function mayRemove(part: GroupPart, whom: GroupPart): boolean {
  if (whom === 'leader' || whom === null) return false
  return part === 'leader' || (part === 'supervisor' && whom === 'member')
}

/** Who may open a group: teachers and staff at home in a member, and whoever is a principal investigator. */
export function mayOpenGroup(actor: Actor): boolean {
  if (actor.homeUniversityId === null) return false
  return actor.homeKind === 'teacher' || actor.homeKind === 'staff' || actor.grants.some(({ role }) => role === 'pi')
}
