import type { Actor } from '~/domain/access/permission'
import { changesBetween } from '~/domain/catalogue/changes'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { type Weekly, weeklyLines } from '~/domain/scheduling/weekly'
import { plainDateOf } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { dayOf, scheduleRows, seenOf } from '~/features/scheduling/hours/rows.server'
import { keptOwner, lockOwner, type OwnerRef } from '~/features/scheduling/owner.server'
import { transaction } from '~/platform/db.server'

export type NewHours = {
  /** Null: none of its own from then on, the wider owner's hold. */
  week: { weekly: Weekly; observesHolidays: boolean } | null
  from: string
  seen: string
}

/**
 * New weekly hours of an owner from a date on: what is in force ends on it, what was announced for
 * later gives way, what was in force before stays as it was. Bookings are left as they are.
 */
export async function saveHours(actor: Actor, ref: OwnerRef, wanted: NewHours, now: Date): Promise<Outcome<{ from: string }>> {
  return transaction(async (tx): Promise<Outcome<{ from: string }>> => {
    const owner = await keptOwner(actor, ref, tx)
    if (owner === null) return refused(problem('not_allowed', {}))
    await lockOwner(tx, owner)
    const { from, week } = wanted
    const today = plainDateOf(now, owner.timeZone)
    if (from < today) return refused(problem('field_invalid', { field: 'from', rule: 'hours.rule.from_past' }))
    const rows = await scheduleRows([owner], today, tx)
    const before = rows.findLast((each) => each.validFrom <= from && (each.validTo === null || each.validTo > from)) ?? null
    const isLast = rows.every((each) => each.validFrom <= from) && (before === null || before.validTo === null)
    const changes = changesBetween(linesOf(before), linesOf(week))
    // The same sent twice, or nothing new.
    if (isLast && Object.keys(changes).length === 0) return done({ from })
    if (seenOf(rows) !== wanted.seen) return refused(problem('version_conflict', { current: rows.length }))

    const own = { ownerKind: owner.kind, ownerId: owner.id }
    await tx.openingSchedule.deleteMany({ where: { ...own, validFrom: { gte: dayOf(from) } } })
    await tx.openingSchedule.updateMany({
      where: { ...own, OR: [{ validTo: null }, { validTo: { gt: dayOf(from) } }] },
      data: { validTo: dayOf(from) },
    })
    if (week !== null) {
      await tx.openingSchedule.create({
        data: { ...own, validFrom: dayOf(from), observesHolidays: week.observesHolidays, weekly: week.weekly.map((block) => ({ ...block })) },
        select: { id: true },
      })
    }
    await record(tx, {
      actorId: actor.personId, action: week === null ? 'hours.inherited' : 'hours.saved',
      subjectKind: owner.kind, subjectId: owner.id, universityId: owner.universityId,
      data: { changes: { ...changes, 'hours.from': { from: null, to: from } }, gaveWay: rows.filter((each) => each.validFrom >= from) },
    })
    return done({ from })
  })
}

function linesOf(week: { weekly: Weekly; observesHolidays: boolean } | null): Record<string, string | boolean | null> {
  const lines = week === null ? {} : weeklyLines(week.weekly)
  return {
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [`hours.day${day}`, lines[day] ?? null])),
    'hours.observesHolidays': week?.observesHolidays ?? null,
  }
}
