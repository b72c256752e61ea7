import type { Actor } from '~/domain/access/permission'
import { mayInGroup } from '~/domain/people/group'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import type { InviteInput } from '~/features/people/groups/schema'
import { heldGroup, lockedGroup } from '~/features/people/groups/state.server'
import { transaction } from '~/platform/db.server'

export const LETTER_DAYS = 30
/** Letters of one group that wait for an answer: more would be a list of addresses to write to. */
const MOST_OPEN = 100

/**
 * Invites an address into the group. Whoever has no account yet finds the invitation after signing up with
 * that address; only its owner can, since the address is confirmed first. Inviting again is the same letter.
 */
export async function inviteToGroup(actor: Actor, id: string, input: InviteInput, now: Date): Promise<Outcome<{ letterId: string }>> {
  const { email, role, message } = input
  const wrong = (rule: string) => refused(problem('field_invalid', { field: 'email', rule: `groups.rules.${rule}` }))
  return transaction(async (tx): Promise<Outcome<{ letterId: string }>> => {
    const group = await lockedGroup(tx, actor, id, 'invite', now)
    if (group === null) return refused(problem('not_allowed', {}))
    if (role === 'supervisor' && !mayInGroup(actor, group, group.part, 'appoint_supervisor')) return refused(problem('not_allowed', {}))
    const person = await tx.person.findUnique({ where: { email }, select: { id: true, status: true } })
    const invitee = person && (await heldGroup(id, person.id, now, tx))
    if (invitee && invitee.part !== null) return wrong('member_already')
    await tx.groupLetter.updateMany({ where: { groupId: id, status: 'open', expiresAt: { lte: now } }, data: { status: 'expired' } })
    const open = await tx.groupLetter.findFirst({ where: { groupId: id, email, status: 'open' }, select: { id: true, kind: true } })
    if (open?.kind === 'request') return wrong('asked_already')
    if (open) return done({ letterId: open.id })
    if ((await tx.groupLetter.count({ where: { groupId: id, status: 'open' } })) >= MOST_OPEN) return wrong('too_many_letters')
    const { id: letterId } = await tx.groupLetter.create({
      data: {
        groupId: id, kind: 'invitation', email, role, message, personId: person?.id ?? null, createdById: actor.personId,
        createdAt: now, expiresAt: new Date(now.getTime() + LETTER_DAYS * 86_400_000),
      },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId, action: 'group.invited', subjectKind: 'group', subjectId: id, universityId: group.universityId, data: { letterId, role },
    })
    await orderMail(tx, { key: `group-invitation:${letterId}`, kind: 'group-invitation', groupId: id, letterId, personId: person?.id ?? null, email })
    return done({ letterId })
  })
}
