/** What an inventory's columns may mean to us. */
export const INVENTORY_FIELDS = [
  'assetNumber',
  'nameZh',
  'nameEn',
  'kind',
  'model',
  'spec',
  'maker',
  'value',
  'acquiredOn',
  'condition',
  'nriiClass',
  'lab',
  'campus',
  'place',
  'roomNumber',
  'contactName',
  'contactPhone',
  'contactEmail',
  'summary',
] as const
export type InventoryField = (typeof INVENTORY_FIELDS)[number]

/** Without these a row cannot be brought in. */
export const REQUIRED_FIELDS = ['assetNumber', 'nameZh'] as const satisfies readonly InventoryField[]

/** What a row says, by field, as it stands in the file. */
export type InventoryValues = Partial<Record<InventoryField, string>>

/**
 * What is wrong with a row: a rule of `inventory.rule`, the field it is about (null: the row as a
 * whole) and what the sentence needs.
 */
export type RowProblem = {
  field: InventoryField | null
  rule: RowRule
  params?: Record<string, string | number>
}

export const ROW_RULES = [
  'required',
  'too_long',
  'not_a_number',
  'negative',
  'too_big',
  'not_a_date',
  'not_an_email',
  'unwritable',
  'formula_without_value',
  'error_value',
  'broken_quotes',
  'too_many_columns',
  'duplicate',
  'not_in_use',
  'kind_unknown',
  'lab_missing',
  'lab_not_yours',
  'lab_undecided',
  'lab_left_out',
  'campus_missing',
  'campus_unknown',
  'belongs_elsewhere',
  'number_taken',
] as const
export type RowRule = (typeof ROW_RULES)[number]

/** The longest text of each field that is kept. */
export const LONGEST: Record<InventoryField, number> = {
  assetNumber: 64,
  nameZh: 200,
  nameEn: 200,
  kind: 200,
  model: 200,
  spec: 500,
  maker: 200,
  value: 40,
  acquiredOn: 40,
  condition: 40,
  nriiClass: 40,
  lab: 200,
  campus: 100,
  place: 200,
  roomNumber: 60,
  contactName: 100,
  contactPhone: 60,
  contactEmail: 254,
  summary: 4000,
}
