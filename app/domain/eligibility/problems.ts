import type { ResourceMode } from '~/domain/booking/facts'
import { type Problem, problem } from '~/domain/problem'
import type { AdmissionGap } from './admission'
import type { ModeJudgement } from './fitness'
import type { QualificationGap } from './qualification'

/** What a mode lacks, as a verdict says it; `usable` are the ways that stand open instead. */
export function fitnessProblems(judged: ModeJudgement, usable: readonly ResourceMode[]): Problem[] {
  const first = judged.qualification[0]
  return [...(first === undefined ? [] : [qualificationProblem(first, [...usable])]), ...judged.admission.map(admissionProblem)]
}

function qualificationProblem(gap: QualificationGap, modesWithout: string[]): Problem {
  if (gap.lost?.why === 'suspended') return problem('qualification_missing', { modesWithout, why: 'suspended' })
  if (gap.lost?.why === 'lapsed') return problem('qualification_missing', { modesWithout, why: 'lapsed', at: gap.lost.at.toISOString() })
  return problem('qualification_missing', gap.band === 'night' ? { modesWithout, why: 'night' } : { modesWithout })
}

function admissionProblem(gap: AdmissionGap): Problem {
  switch (gap.code) {
    case 'general':
      return problem('general_admission_missing', {})
    case 'local':
      return problem('local_admission_missing', { partZh: gap.partZh, partEn: gap.partEn })
    case 'commitment':
      return problem('commitment_missing', { documentId: gap.documentId })
    case 'certificate':
      return problem('certificate_missing', { kind: gap.kind, state: gap.state })
  }
}
