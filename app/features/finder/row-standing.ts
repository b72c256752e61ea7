import type { Eligibility, Reason } from '~/domain/eligibility/judge'

export type StepLeft = Extract<Reason['code'], 'qualification' | 'general' | 'local' | 'commitment' | 'certificate'>

/** A reader's standing in a row of results: may, may in some ways, after so many steps, or not. */
export type RowStanding =
  | { kind: 'may' }
  | { kind: 'some'; modes: string[] }
  | { kind: 'steps'; steps: StepLeft[] }
  | { kind: 'not'; why: 'account_not_confirmed' | 'affiliation_missing' | 'not_shared' }

/** Null where the row says it already: not in service, by contact, booked elsewhere. Steps of one name count as one. */
export function rowStanding({ standing, usable, reasons }: Eligibility): RowStanding | null {
  if (standing === 'may') return { kind: 'may' }
  if (usable.length > 0) return { kind: 'some', modes: [...usable] }
  const [stop] = reasons.filter((each) => each.stops)
  if (stop) {
    const why = stop.code
    return why === 'account_not_confirmed' || why === 'affiliation_missing' || why === 'not_shared' ? { kind: 'not', why } : null
  }
  return { kind: 'steps', steps: [...new Set(reasons.map((each) => each.code as StepLeft))] }
}
