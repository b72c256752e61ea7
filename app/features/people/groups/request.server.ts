import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { LETTER_DAYS } from '~/features/people/groups/invite.server'
import type { JoinInput } from '~/features/people/groups/schema'
import { enrol, lockedGroup } from '~/features/people/groups/state.server'
import { answerableFor, tellOfGroup } from '~/features/people/groups/tell.server'
import { transaction } from '~/platform/db.server'

/** Asks to join a group. Where an invitation waits, asking is accepting it. */
export async function requestToJoin(actor: Actor, input: JoinInput, now: Date): Promise<Outcome<{ joined: boolean }>> {
  const { groupId, message } = input
  const email = actor.email.toLowerCase()
  return transaction(async (tx): Promise<Outcome<{ joined: boolean }>> => {
    const group = await lockedGroup(tx, actor, groupId, null, now)
    if (group === null || group.closedAt !== null) return refused(problem('field_invalid', { field: 'groupId', rule: 'groups.rules.group_unknown' }))
    if (group.part !== null) return done({ joined: true })
    await tx.groupLetter.updateMany({ where: { groupId, status: 'open', expiresAt: { lte: now } }, data: { status: 'expired' } })
    const open = await tx.groupLetter.findFirst({ where: { groupId, email, status: 'open' }, select: { id: true, kind: true, role: true } })
    if (open?.kind === 'request') return done({ joined: false })
    const about = { actorId: actor.personId, subjectKind: 'group', subjectId: groupId, universityId: group.universityId }
    if (open) {
      await tx.groupLetter.update({
        where: { id: open.id },
        data: { status: 'accepted', personId: actor.personId, decidedById: actor.personId, decidedAt: now },
        select: { id: true },
      })
      await enrol(tx, groupId, actor.personId, open.role, now)
      await record(tx, { ...about, action: 'group.joined', data: { letterId: open.id } })
      return done({ joined: true })
    }
    const { id: letterId } = await tx.groupLetter.create({
      data: {
        groupId, kind: 'request', email, message, personId: actor.personId, createdById: actor.personId,
        createdAt: now, expiresAt: new Date(now.getTime() + LETTER_DAYS * 86_400_000),
      },
      select: { id: true },
    })
    await record(tx, { ...about, action: 'group.join_requested', data: { letterId } })
    await tellOfGroup(tx, await answerableFor(tx, group, now), { kind: 'group-request', groupId, letterId })
    return done({ joined: false })
  })
}
