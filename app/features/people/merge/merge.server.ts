import { type Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, type Problem, refused } from '~/domain/problem'
import { recordAll } from '~/features/audit/record.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { type MergeBlock, mergeFacts, mayMerge } from '~/features/people/merge/facts.server'
import type { MergeInput } from '~/features/people/merge/schema'
import { closeAccount, joinRows, lockForMerge, mergeAffiliations, mergeRoles, moveRows } from '~/features/people/merge/write.server'
import { db, isOverlap, transaction } from '~/platform/db.server'
import { addJob } from '~/platform/jobs.server'

/** Rows that a request of the old account wrote at the same moment are looked for once more. */
const AFTERWARDS_MS = 60_000

/**
 * Makes two accounts of one person one: everything of the account that goes becomes the kept one's, and
 * the old address leads there. Only who looks after both people may, never for themselves. Refused while
 * something is in the way that people have to settle; no right is widened. Repeated, it does nothing.
 */
export async function mergePeople(actor: Actor, input: MergeInput, now: Date): Promise<Outcome<{ keptId: string }>> {
  const { keptId, goneId, reason } = input
  if (keptId === goneId) return refused(invalid('merge.rules.same'))
  try {
    return await transaction(async (tx): Promise<Outcome<{ keptId: string }>> => {
      await lockForMerge(tx, { goneId, keptId }, now)
      const facts = await mergeFacts(tx, actor, { keptId, goneId }, now)
      if (facts === null) return refused(problem('not_allowed', {}))
      const { kept, gone, stays, roles, pastPresences, blocks } = facts
      if (gone.mergedIntoId === keptId && mayMerge(actor, kept)) return done({ keptId })
      if (!mayMerge(actor, kept) || !mayMerge(actor, gone)) return refused(problem('not_allowed', {}))
      if (blocks.length > 0) return refused(...blocks.map(problemOf))
      if (kept.version !== input.keptVersion || gone.version !== input.goneVersion) {
        return refused(problem('version_conflict', { current: kept.version === input.keptVersion ? gone.version : kept.version }))
      }
      const context = { goneId, keptId, actorId: actor.personId, reason }
      await mergeAffiliations(tx, context, stays, now)
      await mergeRoles(tx, context, roles, now)
      const moved = await moveRows(tx, context, pastPresences.map(({ id }) => id))
      await joinRows(tx, context, now)
      await closeAccount(tx, context, facts, now)
      const universityId = kept.homeUniversityId ?? gone.homeUniversityId
      const common = { actorId: actor.personId, subjectKind: 'person', universityId }
      await recordAll(tx, [
        { ...common, action: 'person.merged', subjectId: goneId, data: { into: keptId, reason, moved, affiliations: stays.moves.map(({ id }) => id) } },
        { ...common, action: 'person.took_over', subjectId: keptId, data: { from: goneId, reason } },
      ])
      for (const personId of [goneId, keptId]) {
        await orderMail(tx, { key: `account-merged:${goneId}:${personId}`, kind: 'account-merged', personId, subjectId: goneId })
      }
      await addJob(tx, 'finish-merge', { goneId, keptId }, { key: `finish-merge:${goneId}`, runAt: new Date(now.getTime() + AFTERWARDS_MS), maxAttempts: 10 })
      return done({ keptId })
    })
  } catch (error) {
    // A command of either account wrote at the same moment what only one of them can have.
    if (isOverlap(error)) return refused(invalid('problems.nothing_changed'))
    throw error
  }
}

/** Moves what came to the old account after it had gone; does nothing where there is nothing. */
export async function finishMerge(goneId: string, now: Date): Promise<void> {
  const gone = await db.person.findUnique({ where: { id: goneId }, select: { mergedIntoId: true } })
  const keptId = gone?.mergedIntoId
  if (keptId == null) return
  await transaction(async (tx) => {
    await lockForMerge(tx, { goneId, keptId }, now)
    await moveRows(tx, { goneId, keptId }, [])
    await joinRows(tx, { goneId, keptId }, now)
  })
}

const invalid = (rule: string): Problem => problem('field_invalid', { field: '', rule })

function problemOf(block: MergeBlock): Problem {
  if (block.kind === 'presences') return problem('holds_in_the_way', { holds: block.holds })
  if (block.kind === 'own') return problem('own_request', {})
  return invalid(`merge.rules.${block.kind}`)
}
