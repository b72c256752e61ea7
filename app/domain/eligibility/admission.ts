import { addDays, plainDateOf, startOfDay } from '~/domain/time/zone'
import type { AdmissionFact, AdmissionRule, CertificateFact, CertificateKind, HeldFacts, PlaceFacts, Recognition, RuleBook } from './facts'
import { isRecognised } from './qualification'

/** Whether the rule speaks of the place: all that it names has to fit. */
export function admissionRuleFits(rule: AdmissionRule, place: PlaceFacts): boolean {
  return (
    (rule.universityId === null || rule.universityId === place.universityId) &&
    (rule.labId === null || rule.labId === place.labId) &&
    (rule.roomId === null || rule.roomId === place.roomId) &&
    (rule.hazardClass === null || rule.hazardClass === place.hazardClass) &&
    (rule.upToLevel === null || (place.safetyLevel !== null && place.safetyLevel <= rule.upToLevel))
  )
}

/** All that the rules that fit ask together. */
export type Demand = {
  general: boolean
  local: boolean
  commitments: string[]
  certificates: CertificateKind[]
  declaration: boolean
  forbidsLoneNight: boolean
}

export const NO_DEMAND: Demand = { general: false, local: false, commitments: [], certificates: [], declaration: false, forbidsLoneNight: false }

export function demandOf(place: PlaceFacts, rules: readonly AdmissionRule[]): Demand {
  const fitting = rules.filter((each) => admissionRuleFits(each, place))
  if (fitting.length === 0) return NO_DEMAND
  return {
    general: fitting.some((each) => each.needsGeneral),
    local: fitting.some((each) => each.needsLocal),
    commitments: [...new Set(fitting.flatMap((each) => each.commitment ?? []))],
    certificates: [...new Set(fitting.flatMap((each) => each.certificate ?? []))],
    declaration: fitting.some((each) => each.needsDeclaration),
    forbidsLoneNight: fitting.some((each) => each.forbidsLoneNight),
  }
}

export function isAdmitted(held: AdmissionFact, at: Date): boolean {
  return held.validFrom <= at && (held.validUntil === null || at < held.validUntil)
}

/** Verified, and valid through the end of its last day in the zone. */
export function isCertified(held: CertificateFact, at: Date, timeZone: string): boolean {
  if (held.state !== 'verified') return false
  return (
    (held.validFrom === null || startOfDay(held.validFrom, timeZone) <= at) && at < startOfDay(addDays(held.validUntil, 1), timeZone)
  )
}

export type AdmissionGap =
  | { code: 'general'; universityId: string }
  /** `from`: whose general admission is recognised with a local part that is due; null: the place asks by itself. */
  | { code: 'local'; from: string | null; partZh: string | null; partEn: string | null }
  | { code: 'commitment'; kind: string; documentId: string | null; titleZh: string | null; titleEn: string | null }
  | { code: 'certificate'; kind: CertificateKind; state: 'none' | 'waiting' | 'expired' }

export type AdmissionJudgement = {
  gaps: AdmissionGap[]
  /** The university whose general admission counts here by the table; null: none was needed, or the place's own. */
  recognisedFrom: string | null
  demand: Demand
}

/** What a person still lacks to work in the place at the instant. */
export function judgeAdmission(held: HeldFacts, place: PlaceFacts, book: RuleBook, at: Date): AdmissionJudgement {
  const demand = demandOf(place, book.admissionRules)
  const gaps: AdmissionGap[] = []
  const general = demand.general ? generalStanding(held.admissions, place, book.recognitions, at) : { is: 'own' as const }
  if (general.is === 'missing') gaps.push({ code: 'general', universityId: place.universityId })
  const part = general.is === 'recognised' && hasPart(general.by) ? general.by : null
  if (demand.local || part !== null) {
    const local = localStanding(held.admissions, place, book.recognitions, at)
    if (!local.isHeld) {
      const due = part ?? local.by
      gaps.push({
        code: 'local',
        from: part === null ? null : part.fromUniversityId,
        partZh: due?.localPartZh ?? null,
        partEn: due?.localPartEn ?? null,
      })
    }
  }
  for (const kind of demand.commitments) {
    const text = book.texts[kind]
    if (text !== undefined && held.acceptedIds.includes(text.id)) continue
    gaps.push({ code: 'commitment', kind, documentId: text?.id ?? null, titleZh: text?.titleZh ?? null, titleEn: text?.titleEn ?? null })
  }
  for (const kind of demand.certificates) {
    const own = held.certificates.filter((each) => each.kind === kind)
    if (own.some((each) => isCertified(each, at, place.timeZone))) continue
    gaps.push({ code: 'certificate', kind, state: certificateState(own, at, place.timeZone) })
  }
  return { gaps, recognisedFrom: general.is === 'recognised' ? general.by.fromUniversityId : null, demand }
}

function certificateState(own: readonly CertificateFact[], at: Date, timeZone: string): 'none' | 'waiting' | 'expired' {
  const today = plainDateOf(at, timeZone)
  if (own.some((each) => each.state === 'waiting' && each.validUntil >= today)) return 'waiting'
  return own.some((each) => each.state === 'verified' && each.validUntil < today) ? 'expired' : 'none'
}

const hasPart = (each: Recognition) => each.localPartZh !== null || each.localPartEn !== null

type General = { is: 'own' } | { is: 'recognised'; by: Recognition } | { is: 'missing' }

/** The own exam first, then what is recognised without a local part, then with one. */
function generalStanding(admissions: readonly AdmissionFact[], place: PlaceFacts, table: readonly Recognition[], at: Date): General {
  const from = new Set(
    admissions.flatMap((each) => (each.layer === 'general' && each.universityId !== null && isAdmitted(each, at) ? each.universityId : [])),
  )
  if (from.has(place.universityId)) return { is: 'own' }
  const rows = table.filter(
    (each) =>
      each.layer === 'general' &&
      each.fromUniversityId !== null &&
      from.has(each.fromUniversityId) &&
      (each.toUniversityId === null || each.toUniversityId === place.universityId) &&
      isRecognised(each, at),
  )
  const by = rows.find((each) => !hasPart(each)) ?? rows[0]
  return by === undefined ? { is: 'missing' } : { is: 'recognised', by }
}

/** Admitted here, or where this lab recognises it whole; `by` is a row that leaves a part due. */
function localStanding(
  admissions: readonly AdmissionFact[],
  place: PlaceFacts,
  table: readonly Recognition[],
  at: Date,
): { isHeld: boolean; by: Recognition | null } {
  const held = admissions.filter((each) => each.layer === 'local' && isAdmitted(each, at))
  const isHere = (each: AdmissionFact) => (each.labId !== null && each.labId === place.labId) || (each.roomId !== null && each.roomId === place.roomId)
  if (held.some(isHere)) return { isHeld: true, by: null }
  const rows = table.filter(
    (each) =>
      each.layer === 'local' &&
      each.fromLabId !== null &&
      each.toLabId === place.labId &&
      held.some((own) => own.labId === each.fromLabId) &&
      isRecognised(each, at),
  )
  return { isHeld: rows.some((each) => !hasPart(each)), by: rows[0] ?? null }
}
