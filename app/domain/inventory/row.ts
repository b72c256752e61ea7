import { parseAmount } from '~/domain/inventory/amounts'
import {
  INVENTORY_FIELDS, type InventoryField, type InventoryValues, LONGEST, REQUIRED_FIELDS, type RowProblem, type RowRule,
} from '~/domain/inventory/fields'
import {
  campusOfPlace, foldName, matchCampus, matchLab, type NamedCampus, type NamedKind, type NamedLab, proposeKind,
} from '~/domain/inventory/matching'
import { parseWrittenDate } from '~/domain/spreadsheet/dates'

/** What becomes of an unknown lab of the file: an existing lab's id, created, or its rows left out. */
export type LabChoice = { labId: string } | 'create' | 'leave_out'

/** Everything a row is judged against. */
export type RowContext = {
  /** Labs the import may bring rows to. */
  labs: readonly (NamedLab & { campusId: string | null })[]
  /** Other labs of the university: their rows are somebody else's. */
  otherLabs: readonly NamedLab[]
  /** By folded name. */
  labChoices: Readonly<Record<string, LabChoice>>
  campuses: readonly NamedCampus[]
  kinds: readonly NamedKind[]
  /** For rows that say nothing. */
  defaults: { labId: string | null; campusId: string | null; kindId: string | null }
  /** Fen that a bare number in the value column counts: 100, or 1,000,000 for 万元. */
  unitFen: 100 | 1_000_000
}

/** A row as the catalogue would have it; null where the file says nothing. */
export type CheckedRow = {
  assetNumber: string
  nameZh: string
  nameEn: string | null
  maker: string | null
  model: string | null
  /** In fen, as decimal text: JSON has no integers of that size. */
  valueFen: string | null
  /** 'YYYY-MM-DD'. */
  acquiredOn: string | null
  nriiClass: string | null
  buildingZh: string | null
  roomNumber: string | null
  contactNameZh: string | null
  contactPhone: string | null
  contactEmail: string | null
  summaryZh: string | null
  /** Null while the lab is yet to be created; then `newLab` is its name. */
  labId: string | null
  newLab: string | null
  campusId: string
  kindId: string
  /** What the row itself says; the rest was filled in, and never changes what is in the catalogue. */
  said: { kind: boolean; campus: boolean; lab: boolean }
}

export type RowVerdict = { row: CheckedRow | null; problems: RowProblem[] }

/** All that is wrong with a row at once; a row without problems comes back as the catalogue wants it. */
export function checkRow(raw: InventoryValues, context: RowContext): RowVerdict {
  const values: InventoryValues = {}
  const problems: RowProblem[] = []
  const wrong = (field: InventoryField, rule: RowRule, params?: RowProblem['params']) => problems.push({ field, rule, ...(params && { params }) })
  for (const field of INVENTORY_FIELDS) {
    const text = clean(raw[field] ?? '')
    if (text === '') continue
    if (text.length > LONGEST[field]) wrong(field, 'too_long', { n: LONGEST[field] })
    else if (!isWritable(text)) wrong(field, 'unwritable')
    else values[field] = text
  }
  for (const field of REQUIRED_FIELDS) {
    if (values[field] === undefined && !problems.some((each) => each.field === field)) wrong(field, 'required')
  }
  if (values.condition !== undefined && isGone(values.condition)) wrong('condition', 'not_in_use', { condition: values.condition })

  const amount = values.value === undefined ? null : parseAmount(values.value, context.unitFen)
  if (amount && !amount.ok) wrong('value', amount.rule)
  const acquiredOn = values.acquiredOn === undefined ? null : parseWrittenDate(values.acquiredOn)
  if (values.acquiredOn !== undefined && acquiredOn === null) wrong('acquiredOn', 'not_a_date')
  if (values.contactEmail !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(values.contactEmail)) wrong('contactEmail', 'not_an_email')

  const lab = labOf(values.lab, context)
  if ('rule' in lab) wrong('lab', lab.rule, lab.params)
  const saidCampus = values.campus === undefined ? campusOfPlace(values.place ?? '', context.campuses) : matchCampus(values.campus, context.campuses)
  const home = 'rule' in lab ? null : (context.labs.find((each) => each.id === lab.labId)?.campusId ?? null)
  const campusId = saidCampus ?? (values.campus === undefined ? (context.defaults.campusId ?? home) : null)
  // Without a lab its campus is not known either: one problem is enough.
  if (campusId === null && !(values.campus === undefined && 'rule' in lab)) {
    if (values.campus === undefined) wrong('campus', 'campus_missing')
    else wrong('campus', 'campus_unknown', { text: values.campus })
  }
  const saidKind = values.kind === undefined ? null : proposeKind(values.kind, context.kinds)
  const kindId = saidKind ?? proposeKind(values.nameZh ?? '', context.kinds) ?? proposeKind(values.nameEn ?? '', context.kinds) ?? context.defaults.kindId
  if (kindId === null && values.nameZh !== undefined) wrong('kind', 'kind_unknown')

  if (problems.length > 0 || 'rule' in lab || campusId === null || kindId === null) return { row: null, problems }
  const row: CheckedRow = {
    assetNumber: values.assetNumber ?? '',
    nameZh: values.nameZh ?? '',
    nameEn: values.nameEn ?? null,
    maker: values.maker ?? null,
    model: modelOf(values),
    valueFen: amount?.ok ? amount.fen.toString() : null,
    acquiredOn,
    nriiClass: values.nriiClass ?? null,
    buildingZh: values.place ?? null,
    roomNumber: values.roomNumber ?? null,
    contactNameZh: values.contactName ?? null,
    contactPhone: values.contactPhone ?? null,
    contactEmail: values.contactEmail?.toLowerCase() ?? null,
    summaryZh: values.summary ?? null,
    labId: lab.labId,
    newLab: lab.newLab,
    campusId,
    kindId,
    said: { kind: saidKind !== null, campus: saidCampus !== null, lab: values.lab !== undefined },
  }
  return { row, problems }
}

type FoundLab = { labId: string; newLab: null } | { labId: null; newLab: string } | { rule: RowRule; params?: RowProblem['params'] }

function labOf(text: string | undefined, { labs, otherLabs, labChoices, defaults }: RowContext): FoundLab {
  if (text === undefined) return defaults.labId === null ? { rule: 'lab_missing' } : { labId: defaults.labId, newLab: null }
  const known = matchLab(text, labs)
  if (known !== null) return { labId: known, newLab: null }
  if (matchLab(text, otherLabs) !== null) return { rule: 'lab_not_yours', params: { text } }
  const choice = Object.hasOwn(labChoices, foldName(text)) ? labChoices[foldName(text)] : undefined
  if (choice === undefined) return { rule: 'lab_undecided', params: { text } }
  if (choice === 'leave_out') return { rule: 'lab_left_out', params: { text } }
  if (choice === 'create') return { labId: null, newLab: text }
  return labs.some((each) => each.id === choice.labId) ? { labId: choice.labId, newLab: null } : { rule: 'lab_not_yours', params: { text } }
}

/** Codes of the ministry's tables (4 to be scrapped, 5 lost, 6 scrapped, 7 moved away), or words for them. */
function isGone(condition: string): boolean {
  return /^[4-7]$/.test(condition) || /报废|丢失|调出|处置|scrapped|disposed|\blost\b/i.test(condition)
}

/** SJ3 writes * where there is no model or specification; a specification follows its model. */
function modelOf({ model, spec }: InventoryValues): string | null {
  const parts = [model, spec].filter((each): each is string => each !== undefined && !/^[*＊/\\\-—无]+$/.test(each))
  const text = [...new Set(parts)].join(' ')
  return text === '' ? null : text.slice(0, LONGEST.model)
}

/** White space of every kind becomes one blank; a summary keeps its lines. */
function clean(text: string): string {
  return text.replace(/[^\S\n]+/gu, ' ').replace(/ *\n\s*/g, '\n').trim()
}

function isWritable(text: string): boolean {
  return text.isWellFormed() && !/[^\P{Cc}\n]/u.test(text)
}
