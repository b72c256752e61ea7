import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { type ArrangedDay, arrangementChange, type ArrangementChange } from '~/domain/time/arrangement'
import { record } from '~/features/audit/record.server'
import { lockOwner } from '~/features/scheduling/owner.server'
import { db, transaction, type Tx } from '~/platform/db.server'

const dayOf = (date: string) => new Date(`${date}T00:00:00Z`)

/** A calendar's own days in the years of the dates given. */
export async function heldDays(universityId: string | null, dates: readonly string[], client: Tx | typeof db = db): Promise<ArrangedDay[]> {
  const years = [...new Set(dates.map((date) => Number(date.slice(0, 4))))]
  if (years.length === 0) return []
  const rows = await client.calendarDay.findMany({
    where: { universityId, OR: years.map((year) => ({ date: { gte: dayOf(`${year}-01-01`), lt: dayOf(`${year + 1}-01-01`) } })) },
    orderBy: { date: 'asc' },
  })
  return rows.map(({ date, kind, nameZh, nameEn }) => ({ date: date.toISOString().slice(0, 10), kind, nameZh, nameEn }))
}

export function mayKeepCalendar(actor: Actor, universityId: string | null): boolean {
  return universityId === null ? can(actor, 'manage:alliance_rules', {}) : can(actor, 'manage:university_rules', { universityId })
}

/** Lays an arrangement over a university's calendar (null: the alliance's); sent twice it has one effect. */
export async function saveArrangement(
  actor: Actor, universityId: string | null, days: readonly ArrangedDay[], options: { replace: boolean; source: string },
): Promise<Outcome<ArrangementChange>> {
  if (!mayKeepCalendar(actor, universityId)) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<ArrangementChange>> => {
    await lockOwner(tx, { kind: universityId === null ? 'alliance' : 'university', id: universityId ?? '*' })
    const change = arrangementChange(await heldDays(universityId, days.map(({ date }) => date), tx), days, options.replace)
    const { added, changed, removed } = change
    if (added.length + changed.length + removed.length === 0) return done(change)
    const gone = [...changed, ...removed].map(({ date }) => dayOf(date))
    await tx.calendarDay.deleteMany({ where: { universityId, date: { in: gone } } })
    await tx.calendarDay.createMany({
      data: [...added, ...changed].map((each) => ({ ...each, date: dayOf(each.date), universityId, source: options.source })),
    })
    await record(tx, {
      actorId: actor.personId, action: 'calendar.changed', subjectKind: universityId === null ? 'alliance' : 'university',
      subjectId: universityId ?? '*', universityId, data: { ...change, source: options.source },
    })
    return done(change)
  })
}

/** Takes one day out of a calendar again. */
export async function removeDay(actor: Actor, universityId: string | null, date: string): Promise<Outcome<{ days: number }>> {
  if (!mayKeepCalendar(actor, universityId)) return refused(problem('not_allowed', {}))
  return transaction(async (tx): Promise<Outcome<{ days: number }>> => {
    const { count } = await tx.calendarDay.deleteMany({ where: { universityId, date: dayOf(date) } })
    if (count === 0) return done({ days: 0 })
    await record(tx, {
      actorId: actor.personId, action: 'calendar.changed', subjectKind: universityId === null ? 'alliance' : 'university',
      subjectId: universityId ?? '*', universityId, data: { removed: [{ date }] },
    })
    return done({ days: count })
  })
}
