import { type Actor, can } from '~/domain/access/permission'
import type { CalendarDay } from '~/domain/time/working-calendar'
import { db, type Tx } from '~/platform/db.server'

export type CalendarDayRow = CalendarDay & { id: string; source: string | null }

/** Working-calendar rows of everybody from a date on (up to `to`, exclusive). */
export async function calendarDays(from: string, to: string | null = null, client: Tx | typeof db = db): Promise<CalendarDayRow[]> {
  const rows = await client.calendarDay.findMany({
    where: { date: { gte: new Date(`${from}T00:00:00Z`), ...(to !== null && { lt: new Date(`${to}T00:00:00Z`) }) } },
    orderBy: [{ date: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ date, ...row }) => ({ ...row, date: date.toISOString().slice(0, 10) }))
}

export type CalendarKeeper = { id: string | null; zh: string | null; en: string | null }

/** Whose working calendars the actor keeps: the alliance's (id null), universities'. */
export async function keptCalendars(actor: Actor): Promise<CalendarKeeper[]> {
  const universities = await db.university.findMany({ select: { id: true, nameZh: true, nameEn: true }, orderBy: { position: 'asc' } })
  const kept = universities.filter(({ id }) => can(actor, 'manage:university_rules', { universityId: id }))
  return [
    ...(can(actor, 'manage:alliance_rules', {}) ? [{ id: null, zh: null, en: null }] : []),
    ...kept.map(({ id, nameZh, nameEn }) => ({ id, zh: nameZh, en: nameEn })),
  ]
}

/** The campuses of a university, whose hours its coordinator keeps. */
export async function campusesOf(universityId: string): Promise<{ id: string; zh: string; en: string }[]> {
  const rows = await db.campus.findMany({ where: { universityId }, select: { id: true, nameZh: true, nameEn: true }, orderBy: { id: 'asc' } })
  return rows.map(({ id, nameZh, nameEn }) => ({ id, zh: nameZh, en: nameEn }))
}

/** Years that have rows, and the two around now. */
export async function calendarYears(now: Date): Promise<number[]> {
  const rows = await db.$queryRaw<{ year: number }[]>`SELECT DISTINCT extract(year FROM date)::int AS year FROM calendar_day`
  const year = now.getUTCFullYear()
  return [...new Set([...rows.map((each) => each.year), year, year + 1])].toSorted((a, b) => a - b)
}
