import type { AffiliationKind } from '~/domain/access/permission'
import type { ResourceMode } from '~/domain/booking/facts'
import { FIELDS_OF, type IntakeField, type IntakeKind, type IntakeProblem, type IntakeRule, type IntakeValues, LONGEST } from '~/domain/intake/fields'
import { holdsIdentityNumber } from '~/domain/intake/identity-number'
import { addressesIn, addressOf, type Basis, basisOfWord, kindOfWord, modeOfWord, scoreOf } from '~/domain/intake/words'
import { foldName } from '~/domain/inventory/matching'
import { parseWrittenDate } from '~/domain/spreadsheet/dates'

/*
 * Rows of a file by themselves: words become choices, dates dates, addresses lower case. Nothing
 * here knows what we have; dates are plain, `today` is that of the university.
 */

export type Checked<T> = { row: T | null; problems: IntakeProblem[] }
type Wrong = (field: IntakeField | null, rule: IntakeRule, params?: IntakeProblem['params']) => void

const MOST_MEMBERS = 200

/** The cells of a row as text that may be kept, or what is wrong with them. */
export function readCells(kind: IntakeKind, raw: IntakeValues): { values: IntakeValues; problems: IntakeProblem[]; wrong: Wrong; isWrong: (field: IntakeField) => boolean } {
  const values: IntakeValues = {}
  const problems: IntakeProblem[] = []
  const wrong: Wrong = (field, rule, params) => problems.push({ field, rule, ...(params && { params }) })
  for (const field of FIELDS_OF[kind]) {
    const text = (raw[field] ?? '').replace(/\s+/gu, ' ').trim()
    if (text === '') continue
    if (holdsIdentityNumber(text)) wrong(field, 'identity_number')
    else if (text.length > LONGEST[field]) wrong(field, 'too_long', { n: LONGEST[field] })
    else if (!text.isWellFormed() || /\p{Cc}/u.test(text)) wrong(field, 'unwritable')
    else values[field] = text
  }
  return { values, problems, wrong, isWrong: (field) => problems.some((each) => each.field === field) }
}

export type Cells = ReturnType<typeof readCells>

export function required({ values, wrong, isWrong }: Cells, field: IntakeField): string {
  if (values[field] === undefined && !isWrong(field)) wrong(field, 'required')
  return values[field] ?? ''
}

export function address({ values, wrong }: Cells, field: IntakeField): string | null {
  const text = values[field]
  const found = text === undefined ? null : addressOf(text)
  if (text !== undefined && found === null) wrong(field, 'not_an_email', { text })
  return found
}

export function choice<T>({ values, wrong }: Cells, field: IntakeField, read: (text: string) => T | null, rule: IntakeRule): T | null {
  const text = values[field]
  const found = text === undefined ? null : read(text)
  if (text !== undefined && found === null) wrong(field, rule, { text })
  return found
}

const date = (cells: Cells, field: IntakeField) => choice(cells, field, parseWrittenDate, 'not_a_date')

/** From is not after until, and until is not over. */
function term(cells: Cells, today: string): { startsOn: string | null; endsOn: string | null } {
  const startsOn = date(cells, 'startsOn')
  const endsOn = date(cells, 'endsOn')
  if (startsOn !== null && endsOn !== null && endsOn < startsOn) cells.wrong('endsOn', 'period_reversed', { from: startsOn })
  else if (endsOn !== null && endsOn < today) cells.wrong('endsOn', 'ended', { date: endsOn })
  return { startsOn, endsOn }
}

export const settled = <T>({ problems }: Cells, row: T): Checked<T> => ({ row: problems.length > 0 ? null : row, problems })

export type PersonRow = {
  email: string
  nameZh: string | null
  nameEn: string | null
  kind: AffiliationKind
  /** Whether the row itself says the kind; a default never changes what there is. */
  saysKind: boolean
  department: string | null
  /** Null: the row does not say. */
  basis: Basis | null
  /** 'YYYY-MM-DD'. */
  startsOn: string | null
  /** The last day, 'YYYY-MM-DD'. */
  endsOn: string | null
  sponsor: string | null
}

/** A person of a staff or student list; `defaultKind` is for rows that do not say what they are. */
export function checkPerson(raw: IntakeValues, { today, defaultKind }: { today: string; defaultKind: AffiliationKind | null }): Checked<PersonRow> {
  const cells = readCells('people', raw)
  const { values, wrong, isWrong } = cells
  required(cells, 'email')
  const email = address(cells, 'email')
  if (values.nameZh === undefined && values.nameEn === undefined && !isWrong('nameZh') && !isWrong('nameEn')) wrong('nameZh', 'required')
  const said = choice(cells, 'kind', kindOfWord, 'kind_unknown')
  const kind = said ?? (values.kind === undefined ? defaultKind : null)
  if (kind === null && values.kind === undefined && !isWrong('kind')) wrong('kind', 'required')
  const basis = choice(cells, 'basis', basisOfWord, 'basis_unknown')
  const { startsOn, endsOn } = term(cells, today)
  const sponsor = address(cells, 'sponsor')
  if (sponsor !== null && sponsor === email) wrong('sponsor', 'own_sponsor')
  // A file of Latin names has them in its only column of names.
  const isLatin = values.nameZh !== undefined && values.nameEn === undefined && !/\p{Script=Han}/u.test(values.nameZh)
  return settled(cells, {
    email: email ?? '', kind: kind ?? 'student', saysKind: said !== null, basis, startsOn, endsOn, sponsor,
    nameZh: isLatin ? null : (values.nameZh ?? null),
    nameEn: isLatin ? (values.nameZh ?? null) : (values.nameEn ?? null),
    department: values.department ?? null,
  })
}

export type GroupRow = { groupZh: string; groupEn: string | null; leader: string | null; members: string[]; discipline: string | null }

/** A group, or one more line about it. */
export function checkGroup(raw: IntakeValues): Checked<GroupRow> {
  const cells = readCells('groups', raw)
  const groupZh = required(cells, 'groupZh')
  const leader = address(cells, 'leader')
  const { addresses, rest } = addressesIn(cells.values.members ?? '')
  if (rest.length > 0) cells.wrong('members', 'not_an_email', { text: rest.slice(0, 5).join(' ') })
  if (addresses.length > MOST_MEMBERS) cells.wrong('members', 'too_many', { n: MOST_MEMBERS })
  return settled(cells, { groupZh, groupEn: cells.values.groupEn ?? null, leader, members: addresses, discipline: cells.values.discipline ?? null })
}

export type QualificationRow = {
  email: string
  resource: string
  mode: ResourceMode | null
  startsOn: string | null
  endsOn: string | null
  /** An address or a name. */
  grantedBy: string | null
}

/** A right to operate that somebody has on paper. */
export function checkQualification(raw: IntakeValues, { today }: { today: string }): Checked<QualificationRow> {
  const cells = readCells('qualifications', raw)
  required(cells, 'email')
  const email = address(cells, 'email')
  const resource = required(cells, 'resource')
  const mode = choice(cells, 'mode', modeOfWord, 'mode_unknown')
  const { startsOn, endsOn } = term(cells, today)
  if (startsOn !== null && startsOn > today) cells.wrong('startsOn', 'in_future', { date: startsOn })
  return settled(cells, { email: email ?? '', resource, mode, startsOn, endsOn, grantedBy: cells.values.grantedBy ?? null })
}

export type ExamRow = {
  email: string | null
  nameZh: string | null
  department: string | null
  startsOn: string
  score: number | null
  endsOn: string | null
}

/** A result of the general safety exam. `validMonths` counts from the exam where a row says no end. */
export function checkExam(raw: IntakeValues, { today, passScore, validMonths }: { today: string; passScore: number | null; validMonths: number | null }): Checked<ExamRow> {
  const cells = readCells('exams', raw)
  const { values, wrong, isWrong } = cells
  const email = address(cells, 'email')
  if (values.email === undefined && values.nameZh === undefined && !isWrong('email') && !isWrong('nameZh')) wrong('email', 'required')
  required(cells, 'startsOn')
  const { startsOn, endsOn } = term(cells, today)
  if (startsOn !== null && startsOn > today) wrong('startsOn', 'in_future', { date: startsOn })
  const score = choice(cells, 'score', scoreOf, 'not_a_score')
  if (score !== null && passScore !== null && score < passScore) wrong('score', 'not_passed', { score, passScore })
  const until = endsOn ?? (startsOn !== null && validMonths !== null ? lastDayAfter(startsOn, validMonths) : null)
  if (endsOn === null && until !== null && until < today) wrong('endsOn', 'ended', { date: until })
  return settled(cells, { email, nameZh: values.nameZh ?? null, department: values.department ?? null, startsOn: startsOn ?? '', score, endsOn: until })
}

/** The last day of a term of whole months from a date; where the month is shorter, its end. */
export function lastDayAfter(from: string, months: number): string {
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number)
  const length = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, length)) - 86_400_000).toISOString().slice(0, 10)
}

/** What makes two rows of a file the same person or group, before anything is known of them; null: nothing does. */
export function keyOf(kind: IntakeKind, values: IntakeValues): string | null {
  if (kind === 'groups') return values.groupZh === undefined ? null : foldName(values.groupZh).slice(0, 200) || null
  if (kind === 'uses' || kind === 'totals') return usageKeyOf(kind, values)
  const person = values.email === undefined ? null : addressOf(values.email)
  if (kind === 'people') return person
  const who = person ?? (kind === 'exams' && values.nameZh !== undefined ? `${foldName(values.nameZh)} ${foldName(values.department ?? '')}` : null)
  if (who === null) return null
  const what = kind === 'exams' ? (parseWrittenDate(values.startsOn ?? '') ?? '') : foldName(values.resource ?? '')
  return `${who} ${what}`.slice(0, 400)
}

/** A use is known by its key in the system that measured it; a total by what, when and who counted. */
function usageKeyOf(kind: 'uses' | 'totals', { system = '', externalId, resource, year }: IntakeValues): string | null {
  const parts = kind === 'uses' ? [externalId?.trim()] : [resource?.trim(), year?.trim()]
  return parts.some((each) => each === undefined || each === '') ? null : [foldName(system), ...parts].join(' ').slice(0, 400)
}
