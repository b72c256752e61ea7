import type { Actor } from '~/domain/access/permission'
import { mayInGroup } from '~/domain/people/group'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import type { LetterInput } from '~/features/people/groups/schema'
import { enrol, heldGroup, lockedGroup } from '~/features/people/groups/state.server'
import { answerableFor, tellOfGroup } from '~/features/people/groups/tell.server'
import { db, transaction } from '~/platform/db.server'

const STATUS = { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' } as const

/**
 * Answers a letter. An invitation is accepted or declined by whoever owns the address it went to, and
 * withdrawn by the group; a request is decided by the group, and withdrawn by whoever asked. The first
 * answer holds; the same answer again changes nothing.
 */
export async function answerLetter(actor: Actor, input: LetterInput, now: Date): Promise<Outcome<{ groupId: string }>> {
  const found = await db.groupLetter.findUnique({ where: { id: input.letterId }, select: { groupId: true } })
  if (found === null) return refused(problem('not_allowed', {}))
  const { groupId } = found
  return transaction(async (tx): Promise<Outcome<{ groupId: string }>> => {
    const group = await lockedGroup(tx, actor, groupId, null, now)
    const letter = await tx.groupLetter.findUnique({
      where: { id: input.letterId },
      select: { id: true, kind: true, status: true, email: true, role: true, personId: true, createdById: true, expiresAt: true },
    })
    if (group === null || letter === null) return refused(problem('not_allowed', {}))
    const isReader = letter.email === actor.email.toLowerCase()
    const isGroup = mayInGroup(actor, group, group.part, letter.kind === 'invitation' ? 'invite' : 'decide_request')
    const isTheirs = (letter.kind === 'invitation') === (input.answer !== 'withdraw') ? isReader : isGroup
    if (!isTheirs) return refused(problem('not_allowed', {}))
    const status = STATUS[input.answer]
    if (letter.status === status) return done({ groupId })
    if (letter.status !== 'open' || letter.expiresAt <= now || group.closedAt !== null) {
      return refused(problem('field_invalid', { field: '', rule: 'groups.rules.letter_over' }))
    }
    // A request was signed by somebody; an invitation is taken up by whoever owns its address.
    const personId = letter.kind === 'invitation' ? actor.personId : letter.createdById
    await tx.groupLetter.update({
      where: { id: letter.id },
      data: { status, decidedById: actor.personId, decidedAt: now, ...(status === 'accepted' ? { personId } : {}) },
      select: { id: true },
    })
    if (status === 'accepted' && (await heldGroup(groupId, personId, now, tx))?.part === null) {
      await enrol(tx, groupId, personId, letter.role, now)
    }
    await record(tx, {
      actorId: actor.personId, action: `group.letter_${status}`, subjectKind: 'group', subjectId: groupId,
      universityId: group.universityId, data: { letterId: letter.id, kind: letter.kind, personId: status === 'accepted' ? personId : null },
    })
    if (letter.kind === 'request' && status !== 'withdrawn') {
      await tellOfGroup(tx, [personId], { kind: status === 'accepted' ? 'group-accepted' : 'group-declined', groupId, letterId: letter.id })
    } else if (letter.kind === 'invitation' && status === 'accepted') {
      const told = (await answerableFor(tx, group, now)).filter((each) => each !== personId)
      await tellOfGroup(tx, told, { kind: 'group-joined', groupId, letterId: letter.id })
    }
    return done({ groupId })
  })
}
