import type { ItemStatus } from '~/domain/booking/states'
import { addMinutes, type Period, seconds } from '~/domain/time/interval'
import { distinct, rankOf, type UseDetails, type UseFact, type UseSource } from './facts'
import { graceEnd, type UseRules } from './rules'
import { spellsOf } from './spells'
import { splitOf, type TimeSplit } from './split'

/** What the facts are read against. */
export type UseContext = {
  /** The booked period; null for a use without a booking. */
  plan: Period | null
  rules: UseRules
  now: Date
}

/** What really happened, as far as is known. */
export type UseRecord = {
  status: ItemStatus
  /** When the machine was in use: in order, disjoint; while it runs the last one is not among them. */
  spells: Period[]
  startsAt: Date | null
  endsAt: Date | null
  startSource: UseSource | 'assumed' | null
  endSource: UseSource | 'assumed' | null
  /** Said by a manager to have been no use at all. */
  isVoid: boolean
  usedSeconds: number
  split: TimeSplit
  details: Partial<UseDetails>
}

/** A use that nobody ended is taken to be over after so long, where no booking says when. */
const LONGEST_OPEN_MINUTES = 24 * 60

/**
 * The use that the facts amount to. Any order of arrival, and any number of repeats, gives the same record.
 * Without a start a past booking is assumed to have been used as booked, or, where checking in is required, not
 * to have been used. Without an end a use is assumed to have ended as booked once it is forgotten.
 */
export function reduceUse(arrived: readonly UseFact[], context: UseContext): UseRecord {
  const facts = distinct(arrived)
  const outcome = outcomeOf(facts)
  // What a manager declared void is what had happened by then; somebody may come after it.
  const voidUntil = outcome?.is === 'happened' ? null : (outcome?.at ?? null)
  const counted = facts.filter(({ at, kind }) => voidUntil === null || at > voidUntil || kind === 'late')
  const { spells, startSource, endSource } = spellsOf([...counted.filter(isEdge), ...correctedEdges(counted)])
  const details = detailsOf(counted)
  const build = (rest: Pick<UseRecord, 'status' | 'spells' | 'startSource' | 'endSource'> & { isVoid?: boolean; runsFrom?: Date }): UseRecord => {
    const usedSeconds = rest.spells.reduce((sum, each) => sum + seconds(each), 0)
    return {
      status: rest.status, spells: rest.spells, startSource: rest.startSource, endSource: rest.endSource, isVoid: rest.isVoid ?? false,
      startsAt: rest.spells[0]?.start ?? rest.runsFrom ?? null,
      endsAt: rest.status === 'in_use' ? null : (rest.spells.at(-1)?.end ?? null),
      usedSeconds, split: splitOf(usedSeconds, details), details,
    }
  }

  const last = spells.at(-1)
  if (last === undefined) return build(unbegun(facts, outcome?.is ?? null, context))
  if (last.end === null) {
    const end = forgottenEnd(last.start, context)
    const over = spells.flatMap(({ start, end: told }) => (told === null ? [] : [{ start, end: told }]))
    if (end === null) return build({ status: 'in_use', spells: over, startSource, endSource: null, runsFrom: spells[0]!.start })
    return build({ status: 'completed', spells: [...over, { start: last.start, end }], startSource, endSource: 'assumed' })
  }
  const all = spells.map(({ start, end }) => ({ start, end: end! }))
  return build({ status: 'completed', spells: all, startSource, endSource })
}

const isEdge = ({ kind }: UseFact) => kind === 'start' || kind === 'end'

type Unbegun = Pick<UseRecord, 'status' | 'spells' | 'startSource' | 'endSource'> & { isVoid?: boolean }

function unbegun(facts: readonly UseFact[], outcome: 'void' | 'absent' | 'happened' | null, { plan, rules, now }: UseContext): Unbegun {
  const nothing = { spells: [], startSource: null, endSource: null }
  if (outcome === 'absent') return { ...nothing, status: 'no_show' }
  if (plan === null) return { ...nothing, status: 'completed', isVoid: outcome === 'void' }
  // Nobody used it, and nobody is to blame.
  if (outcome === 'void') return { ...nothing, status: now < plan.end ? 'not_started' : 'completed', isVoid: now >= plan.end }
  if (outcome !== 'happened' && rules.checkIn === 'required' && now >= graceEnd(plan, rules, facts)) return { ...nothing, status: 'no_show' }
  if (now < plan.end) return { ...nothing, status: 'not_started' }
  return { status: 'completed', spells: [plan], startSource: 'assumed', endSource: 'assumed' }
}

/** When a use that nobody ended is taken to have ended, once it is long enough ago; null: it may still run. */
function forgottenEnd(start: Date, { plan, rules, now }: UseContext): Date | null {
  if (plan === null) return now >= addMinutes(start, LONGEST_OPEN_MINUTES) ? addMinutes(start, LONGEST_OPEN_MINUTES) : null
  if (now < forgottenAt(plan, rules)) return null
  // Begun after its booked end and never ended: nothing says how long, so the shortest.
  return plan.end > start ? plan.end : addMinutes(start, 1)
}

/** From when on a use that nobody has ended is taken to have ended as booked. */
export function forgottenAt(plan: Period, rules: Pick<UseRules, 'forgetMinutes'>): Date {
  return addMinutes(plan.end, rules.forgetMinutes)
}

function outcomeOf(facts: readonly UseFact[]) {
  const latest = facts.findLast(({ correction }) => correction?.outcome !== undefined)
  return latest?.correction?.outcome === undefined ? null : { is: latest.correction.outcome, at: latest.at }
}

/** The latest corrected start and the latest corrected end, as the strongest source tells them. */
function correctedEdges(facts: readonly UseFact[]) {
  const start = facts.findLast(({ correction }) => correction?.startsAt !== undefined)
  const end = facts.findLast(({ correction }) => correction?.endsAt !== undefined)
  const edge = (kind: 'start' | 'end', id: string, at: Date) => ({ id, kind, source: 'correction' as const, at })
  return [
    ...(start?.correction?.startsAt ? [edge('start', start.id, start.correction.startsAt)] : []),
    ...(end?.correction?.endsAt ? [edge('end', end.id, end.correction.endsAt)] : []),
  ]
}

/** Of each detail what the strongest source said last. */
function detailsOf(facts: readonly UseFact[]): Partial<UseDetails> {
  const weakestFirst = facts.toSorted((a, b) => rankOf(b.source) - rankOf(a.source))
  const told: Partial<UseDetails> = Object.assign({}, ...weakestFirst.map(({ details }) => stated(details ?? {})))
  return told
}

const stated = (details: Partial<UseDetails>) => Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined))
