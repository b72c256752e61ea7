import type { Payer } from '~/domain/people/shares'
import { problem, type Problem } from '~/domain/problem'
import { intersect, type Period, seconds } from '~/domain/time/interval'
import { plainDateOf, startOfDay } from '~/domain/time/zone'

export const PROJECT_KINDS = ['research', 'teaching', 'service', 'training_platform', 'consortium'] as const
export type ProjectKind = (typeof PROJECT_KINDS)[number]
export const PROJECT_ROLES = ['supervisor', 'student', 'member'] as const
export type ProjectRole = (typeof PROJECT_ROLES)[number]

/** A project as a booking that it is to carry sees it, read after the lock. */
export type ProjectFacts = {
  id: string
  groupId: string
  /** Of its group, or of the project itself as one of its people elsewhere. */
  isMember: boolean
  isClosed: boolean
  isGroupClosed: boolean
  isGroupConfirmed: boolean
  /** 'YYYY-MM-DD', both days inside; null: open on that side. */
  startsOn: string | null
  endsOn: string | null
  budgetSeconds: number | null
  yearlySeconds: number | null
  /** Hours booked and used, the booking in question left out. */
  usedSeconds: number
  /** The same by calendar year, clipped at the year's edges in the campus's zone. */
  usedByYear: Record<string, number>
  payers: Payer[]
}

/** What of a booking counts: unit-seconds of the period in the campus's zone. */
export type CountedItem = { period: Period; quantity: number; timeZone: string }

/** True when the project runs at every moment of the period; its days are those of the zone. */
export function isRunning(project: Pick<ProjectFacts, 'startsOn' | 'endsOn' | 'isClosed'>, { start, end }: Period, timeZone: string): boolean {
  if (project.isClosed) return false
  const first = plainDateOf(start, timeZone)
  const last = plainDateOf(new Date(Math.max(start.getTime(), end.getTime() - 1)), timeZone)
  return (project.startsOn === null || project.startsOn <= first) && (project.endsOn === null || last <= project.endsOn)
}

/** Unit-seconds of the items by calendar year of their campus: a night over New Year counts in both. */
export function secondsByYear(items: readonly CountedItem[]): Record<string, number> {
  const byYear: Record<string, number> = {}
  for (const { period, quantity, timeZone } of items) {
    const first = yearOf(period.start, timeZone)
    const last = yearOf(new Date(Math.max(period.start.getTime(), period.end.getTime() - 1)), timeZone)
    for (let year = first; year <= last; year += 1) {
      const part = intersect(period, yearIn(year, timeZone))
      if (part) byYear[year] = (byYear[year] ?? 0) + seconds(part) * quantity
    }
  }
  return byYear
}

/** What is left of a limit in seconds, never below nothing; null: not limited. */
export function secondsLeft(limit: number | null, used: number): number | null {
  return limit === null ? null : Math.max(0, limit - used)
}

/**
 * Whether the project may carry the items. The yearly hours of a platform are a refusal, since others
 * share them; the hours of a budget are a plan, and going beyond it a warning.
 */
export function judgeProject(project: ProjectFacts, items: readonly CountedItem[]): Problem[] {
  const { startsOn, endsOn } = project
  if (project.isGroupClosed || !items.every((each) => isRunning(project, each.period, each.timeZone))) {
    return [problem('project_not_running', { startsOn, endsOn, isClosed: project.isClosed || project.isGroupClosed })]
  }
  const wanted = secondsByYear(items)
  const found: Problem[] = []
  for (const [year, count] of Object.entries(wanted)) {
    const left = secondsLeft(project.yearlySeconds, project.usedByYear[year] ?? 0)
    if (left !== null && count > left) found.push(problem('project_quota_spent', { year: Number(year), leftSeconds: left }))
  }
  const left = secondsLeft(project.budgetSeconds, project.usedSeconds)
  const all = Object.values(wanted).reduce((sum, each) => sum + each, 0)
  if (left !== null && all > left) found.push(problem('project_budget_spent', { leftSeconds: left }, 'warn'))
  return found
}

/** The calendar year of a zone as a period. */
export function yearIn(year: number, timeZone: string): Period {
  return { start: startOfDay(`${pad(year)}-01-01`, timeZone), end: startOfDay(`${pad(year + 1)}-01-01`, timeZone) }
}

const yearOf = (instant: Date, timeZone: string) => Number(plainDateOf(instant, timeZone).slice(0, 4))
const pad = (year: number) => String(year).padStart(4, '0')
