import type { Actor } from '~/domain/access/permission'
import type { Attendance } from '~/domain/booking/facts'
import { isFeasible, type PlannedOccurrence } from '~/domain/booking/series'
import { done, type Outcome, type Problem } from '~/domain/problem'
import type { LeftOut } from '~/domain/recurrence/occurrences'
import type { Period } from '~/domain/time/interval'
import { plainDateOf } from '~/domain/time/zone'
import { askedSeries, planHash, planOf } from '~/features/bookings/series/facts.server'
import { readCarriedFacts } from '~/features/bookings/project-facts.server'
import type { SeriesInput } from '~/features/bookings/series/schema'

/** A plan as a page shows it. */
export type SeriesPreview = {
  /** Whether the choice for clashes lets the series be booked. */
  ok: boolean
  /** Names the plan: it is what the person agrees to. */
  seen: string
  occurrences: { date: string; wanted: Period; outcome: PlannedOccurrence['outcome']; period: Period | null; problems: Problem[]; needsApproval: boolean }[]
  leftOut: LeftOut[]
  /** Of all that take place; null where a price is not listed. */
  totalFen: number | null
  approvers: string[][]
  /** When its person is there, each time. */
  attendance: Attendance | null
}

/** The verdict on every occurrence of a series, without writing anything. */
export async function previewSeries(actor: Actor, input: SeriesInput, now: Date): Promise<Outcome<SeriesPreview>> {
  const asked = await askedSeries(actor, input, now)
  if (!asked.ok) return asked
  const facts = await readCarriedFacts(asked.value.question)
  const plan = planOf(asked.value, facts, now)
  if (!plan.ok) return plan
  const { occurrences, leftOut } = plan.value
  const placed = occurrences.filter((each) => each.period !== null)
  const fen = placed.map(({ verdict }) => verdict.price?.totalFen ?? null)
  return done({
    ok: isFeasible(occurrences, input.onClash),
    seen: planHash(occurrences),
    occurrences: occurrences.map(({ key, wanted, outcome, period, problems, verdict }) => ({
      date: plainDateOf(key, asked.value.repetition.timeZone),
      wanted, outcome, period, problems,
      needsApproval: period !== null && verdict.route !== null,
    })),
    leftOut,
    totalFen: placed.length === 0 || fen.includes(null) ? null : fen.reduce<number>((sum, each) => sum + (each ?? 0), 0),
    attendance: (placed[0] ?? occurrences[0])?.verdict.items[0]?.attendance ?? null,
    approvers: (placed.find(({ verdict }) => verdict.route)?.verdict.route?.steps ?? []).map((stage) => stage.map((step) => step.approver.role)),
  })
}
