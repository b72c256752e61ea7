import type { Purpose } from '~/domain/booking/states'
import type { OriginClass } from '~/domain/pricing/quote'
import { type Problem, problem } from '~/domain/problem'
import type { Policy } from './policy'

/** From the narrowest to the widest; each includes those before it. */
export const REACHES = ['own_group', 'own_university', 'alliance', 'all'] as const
export type Reach = (typeof REACHES)[number]

export const PERSON_KINDS = ['student', 'teacher', 'staff', 'technician', 'visitor', 'enterprise'] as const
export type PersonKind = (typeof PERSON_KINDS)[number]

/** Who asks, as the resource's owner sees them. Kind null: not known, and then not judged. */
export type Asker = { origin: OriginClass; kind: string | null; groupIds: readonly string[] }

export const isOfOwners = (policy: Pick<Policy, 'ownerGroups'>, asker: Asker): boolean =>
  asker.groupIds.some((id) => policy.ownerGroups.includes(id))

/** Whether the rules let people like the asker book at all; the owner groups always come from near enough. */
export function mayBook(policy: Policy, asker: Asker): boolean {
  return judgeAsker(policy, asker).length === 0
}

/** How the asker falls outside of who may book: from too far, or of another kind. */
export function judgeAsker(policy: Policy, asker: Asker): Problem[] {
  const found: Problem[] = []
  const near: Record<Reach, boolean> = {
    own_group: false,
    own_university: asker.origin === 'own_university',
    alliance: asker.origin === 'own_university' || asker.origin === 'alliance_member',
    all: true,
  }
  if (!near[policy.reach] && !isOfOwners(policy, asker)) found.push(problem('not_open_to_you', { reach: policy.reach }))
  const { kind } = asker
  if (policy.kinds.length > 0 && kind !== null && !policy.kinds.some((each) => each === kind)) {
    found.push(problem('kind_not_admitted', { kinds: [...policy.kinds] }))
  }
  return found
}

/** Undefined: the purpose is not asked about. */
export function judgePurpose(policy: Policy, purpose: Purpose | undefined): Problem[] {
  if (purpose === undefined || policy.purposes.length === 0 || policy.purposes.includes(purpose)) return []
  return [problem('purpose_not_allowed', { purpose, allowed: [...policy.purposes] })]
}
