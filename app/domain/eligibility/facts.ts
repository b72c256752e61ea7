import type { ResourceMode } from '~/domain/booking/facts'

export const TIME_BANDS = ['any', 'night'] as const
export type TimeBand = (typeof TIME_BANDS)[number]

export const TRAINING_KINDS = ['introduction', 'theory', 'practical', 'supervised', 'exam'] as const
export type TrainingKind = (typeof TRAINING_KINDS)[number]

export const CERTIFICATE_KINDS = [
  'radiation', 'pressure_vessel', 'biosafety', 'laser', 'animal', 'hazardous_chemicals', 'other',
] as const
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number]

export type QualificationFact = {
  resourceId: string | null
  kindId: string | null
  /** Of a whole kind: whose resources of the kind; null: everybody's, by the alliance's word. */
  universityId: string | null
  /** Null: for working alone. */
  mode: ResourceMode | null
  band: TimeBand
  validFrom: Date
  validUntil: Date | null
  /** Of no worth from then on. */
  suspendedAt: Date | null
  /** Lapses when not used for so many days; null: never. */
  idleDays: number | null
  lastUsedAt: Date | null
}

/** That a person was admitted: by a university's exam (general), or by a lab or a room (local). */
export type AdmissionFact = {
  layer: 'general' | 'local'
  universityId: string | null
  labId: string | null
  roomId: string | null
  validFrom: Date
  validUntil: Date | null
}

export type CertificateFact = {
  kind: CertificateKind
  /** Dates as YYYY-MM-DD, both days included. */
  validFrom: string | null
  validUntil: string
  state: 'waiting' | 'verified' | 'refused'
}

export type StepFact = { resourceId: string | null; kindId: string | null; kind: TrainingKind; at: Date }

/** What a person holds. What was revoked is not among it. */
export type HeldFacts = {
  qualifications: readonly QualificationFact[]
  admissions: readonly AdmissionFact[]
  certificates: readonly CertificateFact[]
  /** Documents accepted, by id. */
  acceptedIds: readonly string[]
  /** What was done on the way; a verdict does without. */
  steps: readonly StepFact[]
}

export const NOTHING_HELD: HeldFacts = { qualifications: [], admissions: [], certificates: [], acceptedIds: [], steps: [] }

/** The resource as far as rules look at it. */
export type PlaceFacts = {
  id: string
  kindId: string
  labId: string
  universityId: string
  roomId: string | null
  hazardClass: string | null
  /** 1 (the most dangerous) to 4; null: not assessed. */
  safetyLevel: number | null
  needsQualification: boolean
  modes: readonly ResourceMode[]
  timeZone: string
}

/** What it takes to operate a resource. Of the subjects that are named, all have to fit. */
export type QualificationRule = {
  id: string
  resourceId: string | null
  kindId: string | null
  labId: string | null
  /** Null: for working alone. */
  mode: ResourceMode | null
  band: TimeBand
  needsTheory: boolean
  needsPractical: boolean
  supervisedSessions: number
  needsExam: boolean
}

/** What a place asks of those who work there. */
export type AdmissionRule = {
  id: string
  universityId: string | null
  labId: string | null
  roomId: string | null
  hazardClass: string | null
  /** Rooms of this level and of more dangerous ones. */
  upToLevel: number | null
  needsGeneral: boolean
  needsLocal: boolean
  commitment: string | null
  certificate: CertificateKind | null
  needsDeclaration: boolean
  forbidsLoneNight: boolean
}

/** What of one member counts at another. */
export type Recognition = {
  layer: 'general' | 'local' | 'qualification'
  fromUniversityId: string | null
  toUniversityId: string | null
  fromLabId: string | null
  toLabId: string | null
  fromResourceId: string | null
  toResourceId: string | null
  startsAt: Date
  endsAt: Date | null
  localPartZh: string | null
  localPartEn: string | null
}

export type RuleBook = {
  qualificationRules: readonly QualificationRule[]
  admissionRules: readonly AdmissionRule[]
  recognitions: readonly Recognition[]
  /** The text in force of each kind of commitment. */
  texts: Readonly<Record<string, { id: string; titleZh: string | null; titleEn: string | null }>>
}

export const NO_RULES: RuleBook = { qualificationRules: [], admissionRules: [], recognitions: [], texts: {} }
