import type { ResourceMode } from '~/domain/booking/facts'
import type { HeldFacts, PlaceFacts, QualificationFact, QualificationRule, Recognition, RuleBook, StepFact, TimeBand, TrainingKind } from './facts'

const DAY_MS = 86_400_000

/** When a qualification ends for want of use; null: never by that. */
export function idleLapse(held: Pick<QualificationFact, 'idleDays' | 'lastUsedAt' | 'validFrom'>): Date | null {
  if (held.idleDays === null) return null
  return new Date((held.lastUsedAt ?? held.validFrom).getTime() + held.idleDays * DAY_MS)
}

/** The instant from which a qualification is worth nothing any more, unless something is done; null: none. */
export function lapsesAt(held: Pick<QualificationFact, 'idleDays' | 'lastUsedAt' | 'validFrom' | 'validUntil'>): Date | null {
  const idle = idleLapse(held)
  if (held.validUntil === null || idle === null) return held.validUntil ?? idle
  return idle < held.validUntil ? idle : held.validUntil
}

/** When the last of what was held was taken away or lapsed; null: nothing was lost by then. */
export function lastLoss(
  held: readonly (Pick<QualificationFact, 'idleDays' | 'lastUsedAt' | 'validFrom' | 'validUntil'> & { revokedAt?: Date | null })[],
  at: Date,
): Date | null {
  const losses = held.flatMap((each) => each.revokedAt ?? lapsesAt(each) ?? []).filter((each) => each <= at)
  return losses.reduce<Date | null>((last, each) => (last === null || each > last ? each : last), null)
}

/** Whether it is worth something at the instant; at the very instant of its end it is not. */
export function isInForce(held: QualificationFact, at: Date): boolean {
  const end = lapsesAt(held)
  return held.validFrom <= at && (end === null || at < end) && (held.suspendedAt === null || at < held.suspendedAt)
}

/** Whether the rule speaks of the place: of the subjects it names, all fit; one that names none fits nothing. */
export function ruleFits(rule: Pick<QualificationRule, 'resourceId' | 'kindId' | 'labId'>, place: Pick<PlaceFacts, 'id' | 'kindId' | 'labId'>): boolean {
  if (rule.resourceId === null && rule.kindId === null && rule.labId === null) return false
  return (
    (rule.resourceId === null || rule.resourceId === place.id) &&
    (rule.kindId === null || rule.kindId === place.kindId) &&
    (rule.labId === null || rule.labId === place.labId)
  )
}

/** A resource is more particular than a kind, a kind in one lab than a kind, a kind than a lab. */
const particularity = (rule: QualificationRule) =>
  (rule.resourceId === null ? 0 : 4) + (rule.kindId === null ? 0 : 2) + (rule.labId === null ? 0 : 1)

/** The rule that counts for a mode by day (`any`) or in addition at night: the most particular one. */
export function ruleFor(
  place: PlaceFacts,
  rules: readonly QualificationRule[],
  mode: ResourceMode,
  band: TimeBand,
): QualificationRule | null {
  let best: QualificationRule | null = null
  for (const rule of rules) {
    if ((rule.mode ?? 'self_operation') !== mode || rule.band !== band || !ruleFits(rule, place)) continue
    if (best === null || particularity(rule) > particularity(best)) best = rule
  }
  return best
}

/** Whether a qualification speaks of the place and the mode, at whatever time. */
export function speaksOf(
  held: Pick<QualificationFact, 'resourceId' | 'kindId' | 'universityId' | 'mode'>,
  place: Pick<PlaceFacts, 'id' | 'kindId' | 'universityId'>,
  mode: ResourceMode,
  recognitions: readonly Recognition[],
  at: Date,
): boolean {
  if ((held.mode ?? 'self_operation') !== mode) return false
  if (held.resourceId === null) return held.kindId === place.kindId && (held.universityId === null || held.universityId === place.universityId)
  if (held.resourceId === place.id) return true
  return recognitions.some(
    (each) =>
      each.layer === 'qualification' &&
      each.fromResourceId === held.resourceId &&
      each.toResourceId === place.id &&
      isRecognised(each, at),
  )
}

export function isRecognised(each: Recognition, at: Date): boolean {
  return each.startsAt <= at && (each.endsAt === null || at < each.endsAt)
}

/** What is left to do for one band of one mode; null where nothing is asked or what is asked is held. */
export type QualificationGap = {
  mode: ResourceMode
  band: TimeBand
  /** Why what was held does not count any more; null: nothing was. */
  lost: { why: 'suspended' } | { why: 'lapsed'; at: Date } | null
  /** Steps of the rule that are not done yet; empty with `isComplete` where only the granting is left. */
  left: { kind: TrainingKind; count: number }[]
  /** True when a rule says what it takes and all of it is done. */
  isComplete: boolean
}

/**
 * The gaps of a person for a mode at an instant. A qualification for nights counts by day too; one for
 * any time covers the night unless a rule for the night exists.
 */
export function qualificationGaps(
  held: HeldFacts,
  place: PlaceFacts,
  book: RuleBook,
  asked: { mode: ResourceMode; at: Date; isNight: boolean },
): QualificationGap[] {
  const { mode, at, isNight } = asked
  const byDay = ruleFor(place, book.qualificationRules, mode, 'any')
  const atNight = isNight ? ruleFor(place, book.qualificationRules, mode, 'night') : null
  const isAsked = byDay !== null || (place.needsQualification && mode === 'self_operation')
  if (!isAsked && atNight === null) return []
  const fitting = held.qualifications.filter((each) => speaksOf(each, place, mode, book.recognitions, at))
  const gaps: QualificationGap[] = []
  if (isAsked && !fitting.some((each) => isInForce(each, at))) gaps.push(gapOf(fitting, held.steps, place, byDay, { mode, band: 'any', at }))
  if (atNight !== null) {
    const forNight = fitting.filter((each) => each.band === 'night')
    if (!forNight.some((each) => isInForce(each, at))) gaps.push(gapOf(forNight, held.steps, place, atNight, { mode, band: 'night', at }))
  }
  return gaps
}

function gapOf(
  fitting: readonly QualificationFact[],
  steps: readonly StepFact[],
  place: PlaceFacts,
  rule: QualificationRule | null,
  { mode, band, at }: { mode: ResourceMode; band: TimeBand; at: Date },
): QualificationGap {
  const isSuspended = fitting.some((each) => each.suspendedAt !== null && each.suspendedAt <= at)
  const latest = lastLoss(fitting, at)
  // Steps from before the last loss here were for what was lost; one lost elsewhere leaves them.
  const since = lastLoss(fitting.filter((each) => each.resourceId === null || each.resourceId === place.id), at)
  const fresh = steps.filter((each) => isStepFor(each, place) && (since === null || each.at > since))
  const left = rule === null ? [] : stepsLeft(rule, fresh)
  return {
    mode,
    band,
    lost: isSuspended ? { why: 'suspended' } : latest === null ? null : { why: 'lapsed', at: latest },
    left,
    isComplete: rule !== null && left.length === 0,
  }
}

export function isStepFor(step: Pick<StepFact, 'resourceId' | 'kindId'>, place: Pick<PlaceFacts, 'id' | 'kindId'>): boolean {
  return step.resourceId === null ? step.kindId === place.kindId : step.resourceId === place.id
}

/** What a rule still asks after the steps done for its subject. */
export function stepsLeft(
  rule: Pick<QualificationRule, 'needsTheory' | 'needsPractical' | 'supervisedSessions' | 'needsExam'>,
  done: readonly Pick<StepFact, 'kind'>[],
): { kind: TrainingKind; count: number }[] {
  const wanted: [TrainingKind, number][] = [
    ['theory', rule.needsTheory ? 1 : 0],
    ['practical', rule.needsPractical ? 1 : 0],
    ['supervised', rule.supervisedSessions],
    ['exam', rule.needsExam ? 1 : 0],
  ]
  return wanted
    .map(([kind, count]) => ({ kind, count: count - done.filter((each) => each.kind === kind).length }))
    .filter(({ count }) => count > 0)
}
