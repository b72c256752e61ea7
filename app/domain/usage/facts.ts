import type { Purpose } from '~/domain/booking/states'

/**
 * Who or what says that a use began or ended, strongest first. A login agent or a meter stands at the machine
 * and cannot forget; the kiosk stands beside it; a phone may be anywhere. What a manager writes by hand, and a
 * correction above all, overrules what was measured, and both are kept.
 */
export const USE_SOURCES = ['correction', 'manual', 'agent', 'meter', 'kiosk', 'phone', 'import'] as const
export type UseSource = (typeof USE_SOURCES)[number]

export const USE_FACT_KINDS = ['start', 'end', 'late', 'details', 'correction'] as const
export type UseFactKind = (typeof USE_FACT_KINDS)[number]

export const OPERATIONS = ['self', 'staff'] as const
export type Operation = (typeof OPERATIONS)[number]

/** For whom the machine ran; the official returns ask for it. */
export const BENEFICIARIES = ['own_group', 'own_university', 'alliance_member', 'other_institution', 'enterprise'] as const
export type Beneficiary = (typeof BENEFICIARIES)[number]

/** What is told of a use beside its times. Durations in seconds; what is not told is left out. */
export type UseDetails = {
  operatorId: string
  operation: Operation
  purpose: Purpose
  beneficiary: Beneficiary
  samples: number
  warmUpSeconds: number
  measuringSeconds: number
  postSeconds: number
  counters: Readonly<Record<string, number>>
  remarks: string
}

/** What a manager says really happened; each of the three may be left as it is. */
export type UseCorrection = {
  startsAt?: Date
  endsAt?: Date
  /** `void`: what is known so far was no use; `absent`: nobody came; `happened`: it was one after all. */
  outcome?: 'void' | 'absent' | 'happened'
}

/** One arrived fact. Facts are kept for good; the use is what they amount to. */
export type UseFact = {
  /** Given by whoever sends it: a repeat is known by it. */
  id: string
  kind: UseFactKind
  source: UseSource
  /** When it happened, by the server's clock; of a correction, when it was made. */
  at: Date
  /** Of "late": until when the place is asked to be held. */
  until?: Date
  correction?: UseCorrection
  details?: Partial<UseDetails>
}

/** By source, strongest first. */
export const rankOf = (source: UseSource): number => USE_SOURCES.indexOf(source)

/** By time; facts of one instant by their id, so that the order of arrival never matters. */
export function inOrder<F extends Pick<UseFact, 'at' | 'id'>>(facts: readonly F[]): F[] {
  return facts.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

/** Each fact once, however often it arrived. */
export function distinct(facts: readonly UseFact[]): UseFact[] {
  return [...new Map(inOrder(facts).map((each) => [each.id, each])).values()]
}
