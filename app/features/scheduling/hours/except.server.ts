import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { blocksText } from '~/domain/scheduling/weekly'
import { addDays, plainDateOf } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { dayOf, exceptionRows } from '~/features/scheduling/hours/rows.server'
import type { ExceptionInput, RemoveInput } from '~/features/scheduling/hours/schema'
import { keptOwner, lockOwner, type OwnerRef } from '~/features/scheduling/owner.server'
import { transaction } from '~/platform/db.server'

/** The dates of a range, both ends among them. */
export function datesOf({ first, last }: { first: string; last: string }): string[] {
  const dates: string[] = []
  for (let date = first; date <= last; date = addDays(date, 1)) dates.push(date)
  return dates
}

/** One date or a range that differs from the week; it takes the place of the owner's earlier exceptions on these dates. */
export async function addException(actor: Actor, ref: OwnerRef, input: ExceptionInput, now: Date): Promise<Outcome<{ days: number }>> {
  return transaction(async (tx): Promise<Outcome<{ days: number }>> => {
    const owner = await keptOwner(actor, ref, tx)
    if (owner === null) return refused(problem('not_allowed', {}))
    await lockOwner(tx, owner)
    const { first, last, closed, blocks, reasonZh, reasonEn } = input
    if (first < plainDateOf(now, owner.timeZone)) return refused(problem('field_invalid', { field: 'first', rule: 'hours.rule.from_past' }))
    const own = { ownerKind: owner.kind, ownerId: owner.id }
    const dates = datesOf(input)
    const held = (await exceptionRows([owner], first, tx)).filter(({ date }) => date <= last)
    const text = closed ? 'closed' : blocksText(blocks)
    const isSame =
      held.length === dates.length &&
      held.every((each) => (each.closed ? 'closed' : blocksText(each.blocks)) === text && (each.reasonZh ?? null) === reasonZh && (each.reasonEn ?? null) === reasonEn)
    if (isSame) return done({ days: dates.length })
    await tx.openingException.deleteMany({ where: { ...own, date: { gte: dayOf(first), lte: dayOf(last) } } })
    await tx.openingException.createMany({ data: dates.map((date) => ({ ...own, date: dayOf(date), closed, blocks: blocks.map((block) => ({ ...block })), reasonZh, reasonEn })) })
    await record(tx, {
      actorId: actor.personId, action: 'hours.exception_added', subjectKind: owner.kind, subjectId: owner.id, universityId: owner.universityId,
      data: { changes: { [`hours.exception.${first}.${last}`]: { from: null, to: text } }, replaced: held },
    })
    return done({ days: dates.length })
  })
}

/** Takes the owner's exceptions of a range away; days that have passed stay as they were. */
export async function removeException(actor: Actor, ref: OwnerRef, { first, last }: RemoveInput, now: Date): Promise<Outcome<{ days: number }>> {
  return transaction(async (tx): Promise<Outcome<{ days: number }>> => {
    const owner = await keptOwner(actor, ref, tx)
    if (owner === null) return refused(problem('not_allowed', {}))
    await lockOwner(tx, owner)
    const today = plainDateOf(now, owner.timeZone)
    const from = first < today ? today : first
    const held = (await exceptionRows([owner], from, tx)).filter(({ date }) => date <= last)
    if (held.length === 0) return done({ days: 0 })
    await tx.openingException.deleteMany({ where: { id: { in: held.map(({ id }) => id) } } })
    await record(tx, {
      actorId: actor.personId, action: 'hours.exception_removed', subjectKind: owner.kind, subjectId: owner.id, universityId: owner.universityId,
      data: { changes: { [`hours.exception.${from}.${last}`]: { from: held[0]!.closed ? 'closed' : blocksText(held[0]!.blocks), to: null } }, removed: held },
    })
    return done({ days: held.length })
  })
}
