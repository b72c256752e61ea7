/*
 * What the files of people, groups, qualifications, exam results, uses and yearly totals may say, and what may be wrong
 * with a row of them.
 */

export const INTAKE_KINDS = ['people', 'groups', 'qualifications', 'exams', 'uses', 'totals'] as const
export type IntakeKind = (typeof INTAKE_KINDS)[number]

/** The fields of each kind of file, in the order of the forms. */
export const FIELDS_OF = {
  people: ['email', 'nameZh', 'nameEn', 'kind', 'department', 'basis', 'startsOn', 'endsOn', 'sponsor'],
  groups: ['groupZh', 'groupEn', 'leader', 'members', 'discipline'],
  qualifications: ['email', 'resource', 'mode', 'startsOn', 'endsOn', 'grantedBy'],
  exams: ['email', 'nameZh', 'department', 'startsOn', 'score', 'endsOn'],
  uses: [
    'externalId', 'system', 'resource', 'email', 'startsAt', 'endsAt', 'operation', 'purpose', 'beneficiary', 'samples', 'warmUpMinutes', 'measuringMinutes', 'postMinutes', 'remarks',
  ],
  totals: ['resource', 'year', 'system', 'machineHours', 'effectiveHours', 'samples', 'users'],
} as const satisfies Record<IntakeKind, readonly string[]>

export type IntakeField = (typeof FIELDS_OF)[IntakeKind][number]
export const INTAKE_FIELDS: readonly IntakeField[] = [...new Set(INTAKE_KINDS.flatMap((kind): readonly IntakeField[] => FIELDS_OF[kind]))]

/** Without a column for each of these a file cannot be brought in; of several in one, one is enough. */
export const REQUIRED_OF: Record<IntakeKind, readonly (readonly IntakeField[])[]> = {
  people: [['email'], ['nameZh', 'nameEn']],
  groups: [['groupZh'], ['leader']],
  qualifications: [['email'], ['resource']],
  exams: [['email', 'nameZh'], ['startsOn']],
  uses: [['externalId'], ['resource'], ['email'], ['startsAt'], ['endsAt']],
  totals: [['resource'], ['year'], ['machineHours']],
}

/** What a row says, by field, as it stands in the file. */
export type IntakeValues = Partial<Record<IntakeField, string>>

/** What is wrong with a row: a rule of `intake.problem`, its field (null: the whole row), and what the sentence needs. */
export type IntakeProblem = { field: IntakeField | null; rule: IntakeRule; params?: Record<string, string | number> }

export const INTAKE_RULES = [
  // the cells
  'required', 'too_long', 'unwritable', 'not_an_email', 'not_a_date', 'formula_without_value', 'error_value', 'broken_quotes',
  'identity_number',
  // the words
  'kind_unknown', 'basis_unknown', 'mode_unknown', 'not_a_score', 'too_many',
  // the dates
  'period_reversed', 'ended', 'in_future',
  // people
  'duplicate', 'same_name', 'account_closed', 'home_elsewhere', 'home_here', 'term_missing', 'term_too_long', 'overlaps', 'sponsor_unknown', 'own_sponsor',
  'sponsor_circle',
  // groups
  'group_without_leader', 'leader_differs', 'not_of_yours', 'group_closed',
  // whom and what a row names
  'person_unknown', 'person_ambiguous', 'name_differs', 'resource_unknown', 'resource_ambiguous', 'mode_not_offered', 'was_revoked',
  'not_passed',
  // uses and yearly totals
  'not_a_time', 'not_a_count', 'not_hours', 'purpose_unknown', 'beneficiary_unknown', 'operation_unknown', 'use_too_long', 'parts_too_long', 'use_overlaps', 'use_differs',
  'not_a_year', 'year_not_over', 'hours_too_many',
] as const
export type IntakeRule = (typeof INTAKE_RULES)[number]

/** These are told and stop nothing. */
const WARNINGS: ReadonlySet<IntakeRule> = new Set(['same_name', 'name_differs'])

export const isWarning = ({ rule }: IntakeProblem): boolean => WARNINGS.has(rule)

/** What the file itself got wrong; it stays until a person has corrected the row. */
export const OF_THE_FILE: ReadonlySet<IntakeRule> = new Set(['formula_without_value', 'error_value', 'broken_quotes', 'identity_number'])

/** The longest text of each field that is kept. */
export const LONGEST: Record<IntakeField, number> = {
  email: 254, nameZh: 100, nameEn: 100, kind: 60, department: 200, basis: 60, startsOn: 40, endsOn: 40, sponsor: 254,
  groupZh: 200, groupEn: 200, leader: 254, members: 8_000, discipline: 200,
  resource: 200, mode: 60, grantedBy: 254, score: 40,
  externalId: 100, system: 60, startsAt: 40, endsAt: 40, operation: 60, purpose: 60, beneficiary: 60, samples: 20, warmUpMinutes: 20, measuringMinutes: 20, postMinutes: 20,
  remarks: 2_000, year: 40, machineHours: 20, effectiveHours: 20, users: 20,
}

/** `{ part: { from, to } }` against what we have; parts are named as fields. */
export type IntakeChanges = Partial<Record<IntakeField, { from: string | null; to: string | null }>>

/**
 * What a file would change of what there is. What it leaves empty stays, and where it says what it
 * said the last time it was applied (`before`), a later change by hand stands: people correct the
 * records, not last year's file.
 */
export function intakeChanges<F extends IntakeField>(
  said: Partial<Record<F, string | null>>,
  current: Partial<Record<F, string | null>>,
  before: Partial<Record<F, string | null>> | null,
): IntakeChanges {
  const changes: IntakeChanges = {}
  for (const [field, to] of Object.entries(said) as [F, string | null][]) {
    const from = current[field] ?? null
    if (to === null || to === from || (before !== null && before[field] === to)) continue
    changes[field] = { from, to }
  }
  return changes
}
