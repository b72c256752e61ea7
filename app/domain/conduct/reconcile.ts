import { type Consequence, type Proposal, proposalsByPlace } from './consequences'
import { type ConductScope, EFFECTS } from './kinds'
import type { ConductRules } from './rules'
import { counts, type StandingFinding } from './score'

/** A consequence as it was written down, with what it rests on. */
export type Kept = Consequence & { id: string; days: number; because: readonly string[] }

/** What has to be written so that what is kept agrees with what the findings bear now. */
export type Changes = {
  /** Warnings are in force at once; heavy ones wait for a human. */
  added: Proposal[]
  /** An open proposal that has grown, shrunk or rests on others. */
  renewed: (Proposal & { id: string })[]
  /** Open proposals that nothing bears any more. */
  withdrawn: string[]
}

/**
 * Compares what is kept with what is proposed now. What was answered once — decided either way, or told as a
 * warning — is not proposed again on the same findings; a new finding, or a heavier effect, opens it again.
 */
export function reconcile(kept: readonly Kept[], proposed: readonly Proposal[]): Changes {
  const changes: Changes = { added: [], renewed: [], withdrawn: [] }
  const left = new Set(kept.filter(({ status }) => status === 'proposed').map(({ id }) => id))
  for (const proposal of proposed) {
    const own = kept.filter((each) => each.scope === proposal.scope && each.scopeId === proposal.scopeId)
    if (own.some((each) => answers(each, proposal))) continue
    const open = own.find(({ id }) => left.has(id))
    if (!open || !proposal.needsDecision) changes.added.push(proposal)
    else {
      left.delete(open.id)
      if (!isSame(open, proposal)) changes.renewed.push({ ...proposal, id: open.id })
    }
  }
  changes.withdrawn = [...left]
  return changes
}

const isAnswer = ({ status }: Kept) => status === 'in_force' || status === 'refused' || status === 'lifted'
const answers = (each: Kept, proposal: Proposal) =>
  isAnswer(each) && EFFECTS.indexOf(each.effect) >= EFFECTS.indexOf(proposal.effect) && proposal.because.every((id) => each.because.includes(id))
const isSame = (open: Kept, { effect, days, because }: Proposal) =>
  open.effect === effect && open.days === days && open.because.length === because.length && because.every((id) => open.because.includes(id))

/**
 * Whether something in force still stands on what is left of its grounds, judged as of when it was proposed: neither
 * decay nor newer rules end it early. A plea that is open stops it and does not end it.
 */
export function stillStands(
  each: Kept & { proposedAt: Date },
  findings: readonly StandingFinding[],
  rulesOf: (scope: ConductScope, scopeId: string) => ConductRules,
): boolean {
  const grounds = findings.filter(({ id }) => each.because.includes(id))
  const left = grounds.filter(counts).map((finding): StandingFinding => ({ ...finding, plea: 'none' }))
  if (left.length === grounds.length && grounds.length === each.because.length) return true
  return proposalsByPlace(left, rulesOf, each.proposedAt).some(
    ({ scope, scopeId, effect }) => scope === each.scope && scopeId === each.scopeId && EFFECTS.indexOf(effect) >= EFFECTS.indexOf(each.effect),
  )
}

/** Its end once a plea that stopped it is refused: as much later as it was stopped. */
export function endAfterFreeze(each: { startsAt: Date | null; endsAt: Date | null; frozenAt: Date }, now: Date): Date | null {
  if (each.endsAt === null) return null
  const since = Math.max(each.frozenAt.getTime(), each.startsAt?.getTime() ?? 0)
  return new Date(each.endsAt.getTime() + Math.max(0, now.getTime() - since))
}
