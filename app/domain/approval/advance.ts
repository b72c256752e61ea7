import type { Route, RouteStep } from './route'

export type Decision = {
  stepId: string
  deciderId: string
  /** Whose place the decider takes (a delegation). */
  onBehalfOfId?: string
  decision: 'approve' | 'decline'
  at: Date
}

export type RouteState = {
  state: 'pending' | 'approved' | 'declined'
  /** The steps that wait for somebody, in the order of the route; empty unless pending. */
  openSteps: RouteStep[]
}

export type AdvanceContext = {
  /** Those who ask: booker, attendee, whoever profits. */
  requesterIds: readonly string[]
  /** Others whose word does not count, for a conflict of interest. */
  excluded?: readonly string[]
  /** Who may decide each step, by its id. A step that needs all stays open until it is known who all are. */
  approverIds?: ReadonlyMap<string, readonly string[]>
}

/**
 * Where a request stands, given its route and everything decided so far. The answer depends on the
 * set of decisions, not on the order in which they came.
 *
 * Stages are passed one after another; decisions on a stage that has not been reached wait. One
 * refusal among the steps of the stage declines the request. Nobody counts twice on a step: of one
 * decider the latest word holds (at the same instant, the refusal), and a delegate and the person
 * they stand for are one voice. Words of those who ask, of the excluded, and on behalf of either do
 * not count. A route without steps is approved.
 */
export function advance(
  route: Route,
  decisions: readonly Decision[],
  context: AdvanceContext,
): RouteState {
  for (const stage of route.steps) {
    const open: RouteStep[] = []
    for (const step of stage) {
      const votes = votesOn(step, decisions, context)
      if (votes.declined) return { state: 'declined', openSteps: [] }
      if (!isSatisfied(step, votes.approvers, context)) open.push(step)
    }
    if (open.length > 0) return { state: 'pending', openSteps: open }
  }
  return { state: 'approved', openSteps: [] }
}

function votesOn(
  step: RouteStep,
  decisions: readonly Decision[],
  context: AdvanceContext,
): { declined: boolean; approvers: Set<string> } {
  const barred = new Set([...context.requesterIds, ...(context.excluded ?? [])])
  const latest = new Map<string, Decision>()
  for (const each of decisions) {
    if (each.stepId !== step.id) continue
    if (barred.has(each.deciderId) || barred.has(voiceOf(each))) continue
    const known = latest.get(each.deciderId)
    if (!known || supersedes(each, known)) latest.set(each.deciderId, each)
  }
  const words = [...latest.values()]
  return {
    declined: words.some((each) => each.decision === 'decline'),
    approvers: new Set(words.map(voiceOf)),
  }
}

function isSatisfied(
  step: RouteStep,
  approvers: ReadonlySet<string>,
  context: AdvanceContext,
): boolean {
  const barred = [...context.requesterIds, ...(context.excluded ?? [])]
  const known = context.approverIds?.get(step.id)
  const eligible = known && [...new Set(known)].filter((id) => !barred.includes(id))
  if (step.need === 'any') return approvers.size >= 1
  if (step.need === 'all') {
    return eligible !== undefined && eligible.length > 0 && eligible.every((id) => approvers.has(id))
  }
  // A step cannot wait for more people than there are.
  const wanted = eligible ? Math.min(step.need, eligible.length) : step.need
  return approvers.size >= Math.max(1, wanted)
}

function voiceOf(decision: Decision): string {
  return decision.onBehalfOfId ?? decision.deciderId
}

function supersedes(next: Decision, known: Decision): boolean {
  const later = next.at.getTime() - known.at.getTime()
  if (later !== 0) return later > 0
  if (next.decision !== known.decision) return next.decision === 'decline'
  return voiceOf(next) < voiceOf(known)
}
