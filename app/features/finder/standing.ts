import { isOwnUniversity } from '~/domain/affiliation/belonging'
import type { Actor } from '~/domain/access/permission'
import { isSharedWith } from '~/domain/booking/person'
import type { Eligibility } from '~/domain/eligibility/judge'
import type { ShareScope } from '~/domain/problem'

/** In one line: may the reader use the resource, and if not, what is missing. */
export type Standing =
  | { kind: 'contact' }
  | { kind: 'elsewhere' }
  | { kind: 'not_in_service' }
  | { kind: 'sign_in' }
  | { kind: 'affiliation_missing' }
  | { kind: 'not_shared' }
  | { kind: 'qualification_missing'; modesWithout: string[] }
  | { kind: 'steps_left' }
  | { kind: 'open' }
  | { kind: 'asks_approval' }

export type StandingFacts = {
  status: string
  shareScope: ShareScope
  externalUrl?: string | null
  labAccess: string
  universityId: string
  modes: readonly string[]
  /** What the rules say of the reader now. */
  eligibility: Pick<Eligibility, 'usable' | 'reasons'>
  asksApproval: boolean
  approvesOwnUniversity: boolean
}

/**
 * What the verdict on a booking will say about the reader's standing, before a time is chosen. The
 * first obstacle counts: the verdict lists all of them.
 */
export function standing(actor: Actor | null, facts: StandingFacts): Standing {
  if (facts.status !== 'active') return { kind: 'not_in_service' }
  if (facts.externalUrl) return { kind: 'elsewhere' }
  if (facts.shareScope === 'contact_only' || facts.labAccess === 'restricted') return { kind: 'contact' }
  if (actor === null) return { kind: 'sign_in' }
  const belongs = actor.homeUniversityId !== null || (actor.affiliations ?? []).length > 0
  if (!belongs && facts.shareScope !== 'all') return { kind: 'affiliation_missing' }
  if (!isSharedWith(actor, facts)) return { kind: 'not_shared' }
  const { usable, reasons } = facts.eligibility
  if (reasons.some((each) => each.code !== 'qualification')) return { kind: 'steps_left' }
  if (reasons.length > 0) return { kind: 'qualification_missing', modesWithout: [...usable] }
  const isOwn = isOwnUniversity(actor, facts.universityId)
  return facts.asksApproval && !(isOwn && facts.approvesOwnUniversity) ? { kind: 'asks_approval' } : { kind: 'open' }
}
