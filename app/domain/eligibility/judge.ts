import type { AttendeeFacts, ResourceMode } from '~/domain/booking/facts'
import { isSharedWith } from '~/domain/booking/person'
import type { ShareScope } from '~/domain/problem'
import type { AdmissionGap } from './admission'
import type { HeldFacts, PlaceFacts, RuleBook } from './facts'
import { type Fitness, judgeFitness } from './fitness'
import type { QualificationGap } from './qualification'

export type Fix =
  | { kind: 'sign_in' }
  | { kind: 'coordinator' }
  | { kind: 'contact' }
  | { kind: 'own_system'; url: string }
  /** A training to be booked or asked for. */
  | { kind: 'training'; resourceId: string }
  | { kind: 'introduction'; labId: string }
  | { kind: 'exam'; universityId: string }
  | { kind: 'accept'; documentId: string }
  | { kind: 'certificates' }
  | { kind: 'wait' }

/** Why not, or not yet, and the way to mend it. `stops`: no step of one's own leads on. */
export type Reason = { stops: boolean; fix: Fix | null } & (
  | { code: 'not_in_service' | 'by_contact_only' | 'sign_in' | 'account_not_confirmed' | 'affiliation_missing' }
  | { code: 'booked_elsewhere' }
  | { code: 'not_shared'; scope: ShareScope }
  | ({ code: 'qualification' } & QualificationGap)
  | { code: 'general'; universityId: string }
  | { code: 'local'; from: string | null; partZh: string | null; partEn: string | null }
  | { code: 'commitment'; titleZh: string | null; titleEn: string | null }
  | { code: 'certificate'; kind: string; state: string }
)

export type Eligibility = {
  standing: 'may' | 'may_with_steps' | 'may_not'
  /** The modes usable now. */
  usable: ResourceMode[]
  reasons: Reason[]
  recognisedFrom: string | null
  needsDeclaration: boolean
  forbidsLoneNight: boolean
}

export type EligiblePlace = PlaceFacts & {
  status: string
  shareScope: ShareScope
  labAccess: string
  externalUrl: string | null
}

export type EligiblePerson = Pick<AttendeeFacts, 'status' | 'homeUniversityId' | 'homeKind' | 'affiliations'> & HeldFacts

/** May the person (null: nobody signed in) book the place now, which steps are left, and how each is mended. */
export function judgeEligibility(person: EligiblePerson | null, place: EligiblePlace, book: RuleBook, at: Date): Eligibility {
  const stops = standingReasons(person, place)
  if (person === null || stops.some((each) => each.stops)) return answer('may_not', [], stops)
  const fitness = judgeFitness(person, place, book, { at, isNight: false })
  const reasons = [...stops, ...fitnessReasons(fitness, place)]
  return {
    standing: reasons.length === 0 ? 'may' : 'may_with_steps',
    usable: fitness.usable,
    reasons,
    recognisedFrom: fitness.recognisedFrom,
    needsDeclaration: fitness.demand.declaration,
    forbidsLoneNight: fitness.demand.forbidsLoneNight,
  }
}

function answer(standing: Eligibility['standing'], usable: ResourceMode[], reasons: Reason[]): Eligibility {
  return { standing, usable, reasons, recognisedFrom: null, needsDeclaration: false, forbidsLoneNight: false }
}

function standingReasons(person: EligiblePerson | null, place: EligiblePlace): Reason[] {
  if (place.status !== 'active') return [{ code: 'not_in_service', stops: true, fix: null }]
  if (place.externalUrl !== null) return [{ code: 'booked_elsewhere', stops: true, fix: { kind: 'own_system', url: place.externalUrl } }]
  if (place.shareScope === 'contact_only' || place.labAccess === 'restricted') return [{ code: 'by_contact_only', stops: true, fix: { kind: 'contact' } }]
  if (person === null) return [{ code: 'sign_in', stops: true, fix: { kind: 'sign_in' } }]
  if (person.status !== 'active') return [{ code: 'account_not_confirmed', stops: true, fix: { kind: 'coordinator' } }]
  const belongs = person.homeUniversityId !== null || (person.affiliations ?? []).length > 0
  if (!belongs && place.shareScope !== 'all') return [{ code: 'affiliation_missing', stops: true, fix: { kind: 'coordinator' } }]
  if (!isSharedWith(person, place)) return [{ code: 'not_shared', scope: place.shareScope, stops: true, fix: null }]
  return []
}

function fitnessReasons(fitness: Fitness, place: PlaceFacts): Reason[] {
  const training: Fix = { kind: 'training', resourceId: place.id }
  const qualification = fitness.modes.flatMap((each) => each.qualification).map((gap): Reason => ({ code: 'qualification', ...gap, stops: false, fix: gap.lost?.why === 'suspended' ? { kind: 'contact' } : gap.isComplete ? { kind: 'wait' } : training }))
  const admission = fitness.modes.find((each) => each.admission.length > 0)?.admission ?? []
  return [...admission.map((gap) => admissionReason(gap, place)), ...qualification]
}

function admissionReason(gap: AdmissionGap, place: PlaceFacts): Reason {
  switch (gap.code) {
    case 'general':
      return { ...gap, stops: false, fix: { kind: 'exam', universityId: gap.universityId } }
    case 'local':
      return { ...gap, stops: false, fix: { kind: 'introduction', labId: place.labId } }
    case 'commitment':
      return { ...gap, stops: false, fix: gap.documentId === null ? { kind: 'contact' } : { kind: 'accept', documentId: gap.documentId } }
    case 'certificate':
      return { ...gap, stops: false, fix: gap.state === 'waiting' ? { kind: 'wait' } : { kind: 'certificates' } }
  }
}
