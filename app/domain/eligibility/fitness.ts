import type { ResourceMode } from '~/domain/booking/facts'
import { type AdmissionGap, type Demand, judgeAdmission, NO_DEMAND } from './admission'
import type { HeldFacts, PlaceFacts, RuleBook } from './facts'
import { type QualificationGap, qualificationGaps } from './qualification'

/** Nobody has to be there, so nobody has to be admitted. */
const FROM_AFAR: readonly ResourceMode[] = ['entrusted_test', 'remote']

export const isOnSite = (mode: ResourceMode) => !FROM_AFAR.includes(mode)

export type ModeJudgement = { mode: ResourceMode; qualification: QualificationGap[]; admission: AdmissionGap[] }

export const isUsable = (each: ModeJudgement) => each.qualification.length === 0 && each.admission.length === 0

export type Fitness = {
  modes: ModeJudgement[]
  /** The modes that the person may use at that instant. */
  usable: ResourceMode[]
  recognisedFrom: string | null
  demand: Demand
}

/** Which of the ways offered the person may use at the instant, by qualification and admission, and what each still lacks. */
export function judgeFitness(
  held: HeldFacts,
  place: PlaceFacts,
  book: RuleBook,
  asked: { at: Date; isNight: boolean },
): Fitness {
  const isPresent = place.modes.some(isOnSite)
  const admission = isPresent ? judgeAdmission(held, place, book, asked.at) : { gaps: [], recognisedFrom: null, demand: NO_DEMAND }
  const modes = place.modes.map((mode) => ({
    mode,
    qualification: qualificationGaps(held, place, book, { ...asked, mode }),
    admission: isOnSite(mode) ? admission.gaps : [],
  }))
  return {
    modes,
    usable: modes.filter(isUsable).map(({ mode }) => mode),
    recognisedFrom: admission.recognisedFrom,
    demand: admission.demand,
  }
}
